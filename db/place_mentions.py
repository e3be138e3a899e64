"""The units that a revision names, and the setting in which the names of its bodies are read."""

from __future__ import annotations

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from db.models import Article, PlaceMention, Revision, Site
from extract.fact import Source
from extract.places import Setting, find_mentions, gazetteer, setting_of


def read_places(session: Session, revision: Revision) -> Setting:
    """Store the units that a revision names, and give the setting of its names: its day, site and units."""
    query = select(Site.province).join(Article, Article.site_id == Site.id)
    province = session.scalar(query.where(Article.id == revision.article_id)) or ""
    setting = Setting(day=revision.published_day, site=gazetteer().province_named(province))
    source = Source(title=revision.title, body=revision.body, published=revision.published_day)
    mentions = find_mentions(source, setting)
    session.execute(delete(PlaceMention).where(PlaceMention.revision_id == revision.id))
    if mentions:
        session.execute(
            insert(PlaceMention),
            [
                {
                    "revision_id": revision.id,
                    "span_start": mention.span.start,
                    "span_end": mention.span.end,
                    "place_id": mention.unit_id,
                    "basis": mention.basis.value,
                }
                for mention in mentions
            ],
        )
    return setting_of(setting, mentions)

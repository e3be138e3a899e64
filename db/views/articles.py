"""Views of the articles: what holds today, every earlier version, and who signed."""

from __future__ import annotations

from sqlalchemy import select

from db.models import Article, Attachment, Author, Caption, Capture, Revision, Site
from db.views.model import View
from db.views.parts import article_columns, capture_columns, from_current_revisions

_ARTICLES = View(
    "articles",
    from_current_revisions(
        select(
            *article_columns(),
            Revision.published_at,
            Revision.published_has_time,
            Revision.published_zone_assumed,
            Revision.kind,
            Revision.lead,
            Revision.body,
            Revision.digest,
            Revision.warnings,
            Article.first_seen_at,
            Revision.extractor_version,
            *capture_columns(),
        ).select_from(Revision)
    ),
    key=("article_id",),
)

_REVISIONS = View(
    "revisions",
    select(
        *article_columns(),
        (Article.current_id == Revision.id).label("is_current"),
        Revision.published_at,
        Revision.kind,
        Revision.body,
        Revision.digest,
        Revision.extractor_version,
        Revision.extracted_at,
        *capture_columns(),
    )
    .select_from(Revision)
    .join(Article, Article.id == Revision.article_id)
    .join(Site, Site.id == Article.site_id)
    .join(Capture, Capture.id == Revision.capture_id),
    key=("revision_id",),
)

_AUTHORS = View(
    "authors",
    from_current_revisions(
        select(Author.name.label("author"), Author.position, *article_columns())
        .select_from(Author)
        .join(Revision, Revision.id == Author.revision_id)
    ),
    key=("article_id", "position"),
)

_CAPTIONS = View(
    "captions",
    from_current_revisions(
        select(Caption.text.label("caption"), Caption.position, Caption.image_url, *article_columns())
        .select_from(Caption)
        .join(Revision, Revision.id == Caption.revision_id)
    ),
    key=("article_id", "position"),
)

_ATTACHMENTS = View(
    "attachments",
    from_current_revisions(
        select(
            Attachment.name.label("attachment"),
            Attachment.position,
            Attachment.url.label("attachment_url"),
            *article_columns(),
        )
        .select_from(Attachment)
        .join(Revision, Revision.id == Attachment.revision_id)
    ),
    key=("article_id", "position"),
)

ARTICLE_VIEWS = (_ARTICLES, _REVISIONS, _AUTHORS, _CAPTIONS, _ATTACHMENTS)

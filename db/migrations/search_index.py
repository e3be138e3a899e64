"""Make the search index anew from the articles in store: for migrations that change what it holds.

In plain SQL over columns that the tables have had since revision 0001.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from db.search_index import INSERT, index_values
from db.search_words import FactWordings, index_row

_ARTICLES = """
SELECT articles.sort_key AS row, articles.site_id,
       revisions.id AS revision_id, revisions.title, revisions.body, revisions.kind
FROM articles JOIN revisions ON revisions.id = articles.current_id
WHERE articles.sort_key < :before ORDER BY articles.sort_key DESC LIMIT 500
"""
_FACTS = (
    "SELECT revision_id, 'person', name FROM mentions WHERE revision_id IN :revisions",
    "SELECT revision_id, 'office', \"full\" FROM office_facts WHERE revision_id IN :revisions",
    """
    SELECT revision_id, 'office', title || ' ' || organization FROM office_facts
    WHERE revision_id IN :revisions
    """,
    "SELECT revision_id, 'organization', organization FROM office_facts WHERE revision_id IN :revisions",
    """
    SELECT office_facts.revision_id, 'organization', organizations.name FROM office_facts
    JOIN offices ON offices.id = office_facts.office_id
    JOIN organizations ON organizations.id = offices.organization_id
    WHERE office_facts.revision_id IN :revisions
    """,
    "SELECT revision_id, 'organization', issuer FROM award_facts WHERE revision_id IN :revisions",
    """
    SELECT revision_id, 'organization', recipient FROM award_facts
    WHERE person_id IS NULL AND revision_id IN :revisions
    """,
    "SELECT revision_id, 'award', award FROM award_facts WHERE revision_id IN :revisions",
)


def fill_index(connection: sa.Connection) -> None:
    """Put every article that is shown into the search index, which is empty."""
    for articles in _batches(connection):
        facts = _wordings(connection, [article.revision_id for article in articles])
        rows = [
            index_values(
                connection.dialect.name,
                article.row,
                index_row(
                    title=article.title,
                    body=article.body,
                    facts=facts[article.revision_id],
                    site_id=article.site_id,
                    kind=article.kind,
                ),
            )
            for article in articles
        ]
        connection.execute(INSERT[connection.dialect.name], rows)


def _batches(connection: sa.Connection) -> Iterator[list[sa.Row[*tuple[Any, ...]]]]:
    """The articles that are shown, the newest first."""
    before = 2**63 - 1
    while articles := connection.execute(sa.text(_ARTICLES), {"before": before}).all():
        yield list(articles)
        before = articles[-1].row


def _wordings(connection: sa.Connection, revisions: list[int]) -> dict[int, FactWordings]:
    """How the facts of each revision are worded."""
    found: dict[int, dict[str, dict[str, None]]] = {number: defaultdict(dict) for number in revisions}
    for query in _FACTS:
        asked = sa.text(query).bindparams(sa.bindparam("revisions", expanding=True))
        for revision_id, field, wording in connection.execute(asked, {"revisions": revisions}):
            if wording and wording.strip():
                found[revision_id][field][wording.strip()] = None
    return {
        number: FactWordings(**{field: tuple(each) for field, each in fields.items()})
        for number, fields in found.items()
    }

"""What the pages, the reports and the commands show: typed answers, nothing written.

`articles`: lists · `article`: one with its facts · `people`: persons and their offices over
time · `awards` · `pairs`: articles that resemble each other, both sides · `sites`: the ledger
of sites and runs, and the totals.

Lists are newest first and come in pages: each row carries the `cursor` to go on after.
Only what articles' current revisions state is counted and listed.
"""

from __future__ import annotations

from db.filters import ArticleFilter
from db.read.article import ArticleView, read_article
from db.read.articles import ArticleRow, list_articles
from db.read.awards import AwardCounts, AwardFilter, AwardRow, count_awards, list_awards
from db.read.pairs import PairRow, list_pairs
from db.read.people import PersonRow, PersonView, list_people, read_person
from db.read.sites import (
    RunRow,
    SiteName,
    SiteRow,
    SiteRunRow,
    Totals,
    latest_runs,
    list_sites,
    site_history,
    site_ledger,
    totals,
)

__all__ = [
    "ArticleFilter",
    "ArticleRow",
    "ArticleView",
    "AwardCounts",
    "AwardFilter",
    "AwardRow",
    "PairRow",
    "PersonRow",
    "PersonView",
    "RunRow",
    "SiteName",
    "SiteRow",
    "SiteRunRow",
    "Totals",
    "count_awards",
    "latest_runs",
    "list_articles",
    "list_awards",
    "list_pairs",
    "list_people",
    "list_sites",
    "read_article",
    "read_person",
    "site_history",
    "site_ledger",
    "totals",
]

"""Reads the content files: TOML between two `+++` lines, then the article, one block a line.

    > lead                 ## heading              - list item
    | cell | cell |        ![caption](image)       [name of a file](file)
    ===  begins the article's next page; any other line is a paragraph

Front matter: `title`, `published`, `section`; where they apply `authors`, `signature`, `tags`, `traits`,
`release`, `modified` and `attachments` (names of files offered outside the text).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

from demo.content.model import (
    BlockKind,
    DemoArticle,
    DemoAttachment,
    DemoBlock,
    ExpectedFacts,
    Section,
    SiteInfo,
)

VIETNAM = timezone(timedelta(hours=7))

_HERE = Path(__file__).parent
_FILE_NAME = re.compile(r"(?P<number>\d{3})-(?P<name>[a-z0-9-]+)(?P<edition>\.v2)?\.md")
_FRONT_MATTER = re.compile(r"\+\+\+\n(?P<toml>.*?)\n\+\+\+\n(?P<body>.*)", re.DOTALL)
_LINK = re.compile(r"(?P<mark>!?)\[(?P<text>[^\]]+)\]\((?P<target>[^)]+)\)")
_PAGE_BREAK = "==="
_KINDS: dict[str, BlockKind] = {">": "lead", "##": "heading", "-": "list_item"}


class ContentError(ValueError):
    """A content file is not as it must be; the message names the file and the fault."""


@cache
def load_sites() -> tuple[SiteInfo, ...]:
    """The five sites, in the order of their ports."""
    tables = tomllib.loads((_HERE / "sites.toml").read_text(encoding="utf-8"))["site"]
    return tuple(_site(table) for table in tables)


@cache
def load_articles(edition: int = 1) -> tuple[DemoArticle, ...]:
    """Every article of every site as the given edition (1 or 2) has it, newest first in each site.

    Raises ContentError for a file that cannot be read.
    """
    articles: list[DemoArticle] = []
    for site in load_sites():
        own = [*_written(site, edition), *_bulletins(site)]
        articles += sorted(own, key=lambda article: (article.published, article.number), reverse=True)
    return tuple(articles)


def read_article(site: SiteInfo, path: Path) -> DemoArticle:
    """One article's file. Raises ContentError, which names the file and what is wrong with it."""
    name = _FILE_NAME.fullmatch(path.name)
    if name is None:
        message = f"{path}: name it NNN-name.md, or NNN-name.v2.md for edition 2"
        raise ContentError(message)
    source = _FRONT_MATTER.fullmatch(path.read_text(encoding="utf-8"))
    if source is None:
        message = f"{path}: front matter between two +++ lines is missing"
        raise ContentError(message)
    try:
        front = tomllib.loads(source["toml"])
        return _build(site, name["name"], int(name["number"]), front, source["body"])
    except KeyError as error:
        message = f"{path}: the front matter lacks {error}"
        raise ContentError(message) from error
    except ValueError as error:
        message = f"{path}: {error}"
        raise ContentError(message) from error


def slug(text: str) -> str:
    """The text as it stands in an address: unaccented lower-case words joined by hyphens."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(char for char in bare if not unicodedata.combining(char))
    return "-".join(re.findall(r"[a-z0-9]+", letters))


def _site(table: dict[str, Any]) -> SiteInfo:
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in table.items()
    }
    values["sections"] = tuple(Section(**section) for section in table["sections"])
    return SiteInfo(**values)


def _written(site: SiteInfo, edition: int) -> list[DemoArticle]:
    chosen: dict[str, Path] = {}
    for path in sorted((_HERE / "articles" / site.id).glob("*.md")):  # x.md stands before x.v2.md
        name, _, version = path.stem.partition(".")
        if edition == 2 or not version:
            chosen[name] = path
    return [read_article(site, path) for path in chosen.values()]


def _bulletins(site: SiteInfo) -> list[DemoArticle]:
    """One article for each `[[day]]` of the site's bulletins: the template with the day's values."""
    articles: list[DemoArticle] = []
    for path in sorted((_HERE / "bulletins").glob(f"{site.id}-*.toml")):
        bulletin = tomllib.loads(path.read_text(encoding="utf-8"))
        name = path.stem.removeprefix(f"{site.id}-")
        for offset, day in enumerate(bulletin["day"]):
            values = {key: value for key, value in day.items() if key != "published"}
            front = {
                "title": bulletin["title"].format(**values),
                "published": day["published"],
                "section": bulletin["section"],
                "signature": bulletin["signature"],
                "traits": ["bulletin"],
                "bulletin": name,
            }
            number = bulletin["number"] + offset
            body = bulletin["body"].format(**values)
            articles.append(_build(site, f"{name}-{day['published']:%Y-%m-%d}", number, front, body))
    return articles


def _build(site: SiteInfo, name: str, number: int, front: dict[str, Any], body: str) -> DemoArticle:
    section = site.section(front["section"])
    published: datetime = front["published"].replace(tzinfo=VIETNAM)
    parts = _parts(body)
    linked = [DemoAttachment(b.text, b.file) for part in parts for b in part if b.file]
    offered = [DemoAttachment(Path(file).name, file) for file in front.get("attachments", ())]
    return DemoArticle(
        name=name,
        site=site.id,
        number=number,
        path=site.article_path.format(
            section=section.key,
            section_number=section.number,
            section_title="-".join(word.capitalize() for word in slug(section.name).split("-")),
            slug=slug(front["title"]),
            name=name,
            number=number,
            published=published,
        ),
        section=section,
        title=front["title"],
        published=published,
        modified=front["modified"].replace(tzinfo=VIETNAM) if "modified" in front else published,
        authors=tuple(front.get("authors", ())),
        signature=front.get("signature"),
        parts=parts,
        attachments=tuple(linked + offered),
        tags=tuple(front.get("tags", ())),
        traits=frozenset(front.get("traits", ())),
        release=front.get("release"),
        bulletin=front.get("bulletin"),
        facts=_facts(site.id, name),
    )


def _parts(body: str) -> tuple[tuple[DemoBlock, ...], ...]:
    parts: list[list[DemoBlock]] = [[]]
    for line in body.splitlines():
        text = unicodedata.normalize("NFC", line.strip())
        if text == _PAGE_BREAK:
            parts.append([])
        elif text:
            parts[-1].append(_block(text))
    return tuple(tuple(part) for part in parts)


def _block(line: str) -> DemoBlock:
    link = _LINK.fullmatch(line)
    if link:
        if link["mark"]:
            return DemoBlock("caption", link["text"], image=link["target"])
        return DemoBlock("paragraph", link["text"], file=link["target"])
    if line.startswith("| "):
        return DemoBlock("table_row", " | ".join(cell.strip() for cell in line.strip("|").split("|")))
    mark, _, text = line.partition(" ")
    kind = _KINDS.get(mark)
    return DemoBlock(kind, text) if kind else DemoBlock("paragraph", line)


def _facts(site_id: str, name: str) -> ExpectedFacts | None:
    path = _HERE / "facts" / site_id / f"{name}.toml"
    if not path.exists():
        return None
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return ExpectedFacts(
        people={
            person["name"]: tuple(
                (office["title"], office["organization"], office.get("former", False))
                for office in person.get("offices", ())
            )
            for person in table.get("people", ())
        },
        dates=tuple((d["text"], _day(d["start"]), _day(d["end"])) for d in table.get("dates", ())),
        awards=tuple(
            (a["award"], a.get("issuer"), a.get("recipient"), a.get("count"), a["status"])
            for a in table.get("awards", ())
        ),
    )


def _day(value: object) -> date:
    if not isinstance(value, date):
        message = f"{value!r} is not a day such as 2024-03-05 (without quotes)"
        raise ContentError(message)
    return value

"""A database in which every text that strangers may have written is an attack."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle

from sqlalchemy import CheckConstraint, Column, Engine, String, Table, select, update
from sqlalchemy.exc import DBAPIError

from db.accounts.audit import Deed, note
from db.duplicates import flag_duplicates, unsigned_articles
from db.engine import reading, transaction
from db.judgements import Decision, record
from db.models import METADATA, PRIVATE_TABLES, Article, Page
from db.stories import refresh_stories
from extract.article import Attachment
from tests.db.samples import NOW, Newsroom, Story

MARK = "x9k"
"""By which an attack is known where it comes back."""
SCRIPTS = (
    f"<script>window.{MARK}=1</script>",
    f'"><img src=/{MARK} onerror=window.{MARK}=1>',
    f"' onmouseover='window.{MARK}=1' autofocus onfocus='window.{MARK}=1",
    f"</title></textarea></style><svg onload=window.{MARK}=1>",
    f"javascript:window.{MARK}=1//",
    f"{{{{'{MARK}'*2}}}}${{7*7}}<%= 7*7 %>",
    f"&lt;script&gt;window.{MARK}=1&lt;/script&gt;",
    f"<{MARK} style='background:url(//evil.example/{MARK})'>",
)
OTHERS = (
    "=HYPERLINK(A1)",
    "@SUM(1)",
    "'; DROP TABLE articles; --",
    "../../../../etc/passwd",
    "\u202egpj.exe\u2066",
    "\x01\x0b\x1b[31m\x7f",
    "\r\nSet-Cookie: x9k=1",
    "%00%0d%0a",
    "ỡ" * 5000,
)
ADDRESSES = (
    f"javascript:window.{MARK}=1//",
    f"data:text/html,<script>window.{MARK}=1</script>",
    f"//evil.example/{MARK}",
    f"http://evil.example/'\"><script>window.{MARK}=1</script>",
)

_GROWING = {"judgements", "corrections", "identity_decisions", "audit_events"}
"""Tables whose rows cannot be changed: attacks go in as rows."""
_NOT_WRITTEN_BY_STRANGERS = {
    "algorithm",
    "warc_file",
    "digest",
    "text_digest",
    "extractor_version",
    "version",
}


def hostile_database(engine: Engine) -> None:
    """Fill a migrated database, and put an attack into every text of every table."""
    newsroom = Newsroom(engine)
    story = Story(
        title="Trao Bằng khen ở Pá Hốc",
        text="Đồng chí Lò Văn Thử, Bí thư Huyện ủy, nhận Bằng khen ngày 7/2/2025.\nBản thu 3 tấn thóc.",
        award="Bằng khen",
        issuer="Chủ tịch UBND tỉnh",
        authors=("Cầm Thị Mơ",),
        attachments=(Attachment(url="http://bao.example/a.pdf", name="a.pdf"),),
        caption="Quang cảnh buổi lễ",
    )
    stored = [newsroom.publish(replace(story, title=f"{story.title} lần {number}")) for number in range(3)]
    newsroom.publish(replace(story, title="Ở nơi khác"), province="Lai Châu")
    with transaction(engine) as session:
        page_id = session.scalars(select(Page.id).order_by(Page.id)).first() or 1
    newsroom.store(page_id, [newsroom.capture(page_id)], replace(story, title="Một tựa khác"))
    with reading(engine) as session:
        unsigned = unsigned_articles(session)
    for article_id in unsigned:
        with transaction(engine) as session:
            flag_duplicates(session, article_id)
    _judge(engine, (stored[0].article_id, stored[1].article_id))
    attacks, addresses = cycle(SCRIPTS + OTHERS), cycle(ADDRESSES)
    for table in METADATA.sorted_tables:
        if table.name not in PRIVATE_TABLES | _GROWING:
            for column in _texts(table):
                _poison(engine, table, column, next(addresses if "url" in column.name else attacks))


def _judge(engine: Engine, articles: tuple[int, int]) -> None:
    with transaction(engine) as session:
        one, other = (session.get_one(Article, number).current_id or 0 for number in articles)
        decision = Decision(
            articles=articles,
            revisions=(one, other),
            choice="duplicate",
            editor=SCRIPTS[1],
            reason="".join(SCRIPTS + OTHERS),
            seen=None,
        )
        record(session, decision, made_at=NOW)
        refresh_stories(session, articles)
        for attack in SCRIPTS + OTHERS:
            note(session, Deed(attack, datetime.now(UTC), attack), attack, attack, attack)


def _texts(table: Table) -> list[Column[str]]:
    """Columns with words in them: no keys, none of a few values."""
    checked = {
        str(check.name).removeprefix(f"ck_{table.name}_")
        for check in table.constraints
        if isinstance(check, CheckConstraint)
    }
    return [
        column
        for column in table.columns
        if isinstance(column.type, String)
        and not (column.primary_key or column.foreign_keys)
        and column.name not in checked | _NOT_WRITTEN_BY_STRANGERS
    ]


def _poison(engine: Engine, table: Table, column: Column[str], attack: str) -> None:
    """Put the attack behind what stands there: offsets into a text stay right."""
    try:
        with transaction(engine) as session:
            changed = attack if "url" in column.name and not column.unique else column + attack
            session.execute(update(table).where(column.is_not(None)).values({column.name: changed}))
    except DBAPIError:  # a constraint or an index of the database keeps such a text out
        return

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from db.engine import reading, transaction
from db.judgements import (
    Choice,
    Decision,
    JudgementRefused,
    Superseded,
    count_since,
    last_own,
    record,
    standing_id,
    undo,
)
from db.models import Article, Judgement
from tests.db.samples import NOW, Newsroom, Story


@dataclass(frozen=True)
class Desk:
    """Two articles, and an editor's hand."""

    engine: Engine
    decision: Decision

    def judge(self, editor: str, choice: Choice, seen: int | None) -> int:
        with transaction(self.engine) as session:
            return record(
                session, replace(self.decision, editor=editor, choice=choice, seen=seen), made_at=NOW
            )

    def take_back(self, editor: str, judgement_id: int) -> int:
        with transaction(self.engine) as session:
            return undo(session, judgement_id, editor=editor, made_at=NOW)

    def standing(self) -> str | None:
        with reading(self.engine) as session:
            standing = select(Judgement.verdict).where(Judgement.id == standing_id(*self.decision.articles))
            return session.scalar(standing)


@pytest.fixture
def desk(engine: Engine, newsroom: Newsroom) -> Desk:
    one, other = newsroom.publish(Story()), newsroom.publish(Story(title="Về bản"))
    with reading(engine) as session:
        current = [session.get_one(Article, stored.article_id).current_id or 0 for stored in (one, other)]
    decision = Decision(
        articles=(one.article_id, other.article_id),
        revisions=(current[0], current[1]),
        choice="duplicate",
        editor="An",
        seen=None,
    )
    return Desk(engine, decision)


def rows(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Judgement)) or 0


def test_the_last_judgement_not_taken_back_stands(desk: Desk) -> None:
    assert desk.standing() is None
    first = desk.judge("An", "duplicate", seen=None)
    assert desk.standing() == "duplicate"
    second = desk.judge("Bình", "update", seen=first)
    assert desk.standing() == "update"
    taken_back = desk.take_back("Bình", second)
    assert desk.standing() == "duplicate"
    desk.judge("Bình", "unsure", seen=taken_back)
    assert desk.standing() == "unsure"
    with reading(desk.engine) as session:
        assert rows(session) == 4


def test_who_has_not_seen_the_last_judgement_is_refused(desk: Desk) -> None:
    first = desk.judge("An", "duplicate", seen=None)
    with pytest.raises(Superseded):
        desk.judge("Bình", "not_duplicate", seen=None)
    taken_back = desk.take_back("An", first)
    with pytest.raises(Superseded):
        desk.judge("Bình", "not_duplicate", seen=first)
    desk.judge("Bình", "not_duplicate", seen=taken_back)
    assert desk.standing() == "not_duplicate"


def test_a_judgement_is_undone_once_by_its_editor_and_only_while_it_is_the_last(desk: Desk) -> None:
    first = desk.judge("An", "duplicate", seen=None)
    with pytest.raises(JudgementRefused, match="An's"):
        desk.take_back("Bình", first)
    second = desk.judge("Bình", "update", seen=first)
    with pytest.raises(Superseded):
        desk.take_back("An", first)
    taken_back = desk.take_back("Bình", second)
    for gone in (second, taken_back, 999):
        with pytest.raises(JudgementRefused):
            desk.take_back("Bình", gone)


def test_the_articles_may_be_named_in_either_order(desk: Desk) -> None:
    a, b = desk.decision.articles
    turned = replace(
        desk.decision, articles=(b, a), revisions=desk.decision.revisions[::-1], canonical=b, reason="gốc"
    )
    with transaction(desk.engine) as session:
        stored = session.get_one(Judgement, record(session, turned, made_at=NOW))
        assert (stored.a_id, stored.b_id) == (a, b)
        assert (stored.a_revision_id, stored.b_revision_id) == desk.decision.revisions
        assert (stored.canonical_id, stored.reason, stored.made_at) == (b, "gốc", NOW)


def test_what_does_not_fit_the_articles_is_refused(desk: Desk) -> None:
    a = desk.decision.articles[0]
    wrong = [
        replace(desk.decision, articles=(a, a)),
        replace(desk.decision, articles=(a, 999)),
        replace(desk.decision, revisions=desk.decision.revisions[::-1]),
        replace(desk.decision, canonical=999),
        replace(desk.decision, choice="update", canonical=a),
    ]
    for decision in wrong:
        with pytest.raises(JudgementRefused), transaction(desk.engine) as session:
            record(session, decision, made_at=NOW)
    with reading(desk.engine) as session:
        assert rows(session) == 0


def test_of_editors_who_judge_at_once_one_is_stored_and_the_others_told(desk: Desk) -> None:
    editors = [f"Biên tập {number}" for number in range(6)]
    ready, refused = threading.Barrier(len(editors)), []

    def judge(editor: str) -> None:
        ready.wait()
        try:
            desk.judge(editor, "duplicate", seen=None)
        except Superseded:
            refused.append(editor)

    threads = [threading.Thread(target=judge, args=[editor]) for editor in editors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(desk.engine) as session:
        assert rows(session) == 1
    assert len(refused) == len(editors) - 1


def test_an_editor_s_count_and_last_judgement_leave_out_what_is_taken_back(desk: Desk) -> None:
    first = desk.judge("An", "duplicate", seen=None)

    def seen_by_an() -> tuple[int, int | None]:
        with reading(desk.engine) as session:
            return count_since(session, NOW, editor="An"), last_own(session, "An")

    assert seen_by_an() == (1, first)
    desk.take_back("An", first)
    assert seen_by_an() == (0, None)
    with reading(desk.engine) as session:
        assert count_since(session, NOW + timedelta(seconds=1), editor="An") == 0

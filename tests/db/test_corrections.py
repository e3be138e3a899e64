"""Corrections in the database: they win, survive whatever is read later, and are taken back."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, event, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from db.corrections import (
    CorrectionRefused,
    Proposal,
    Seen,
    Superseded,
    complete_revision,
    last_row,
    mark_complete,
    record,
    undo,
)
from db.duplicates import flag_duplicates
from db.engine import check_database, reading, transaction
from db.models import (
    Article,
    CorrectedRevision,
    FactCorrection,
    Mention,
    OfficeFact,
    Organization,
    Revision,
    Signature,
)
from db.read import ArticleView, read_article, read_person
from db.read.facts import read_facts
from db.read.speakers import speakers_of
from db.rollback import articles_to_restore, last_work_of, restore
from db.search import search
from extract.corrections import (
    Action,
    AuthorValues,
    DateValues,
    MentionValues,
    OfficeValues,
    PersonValues,
    Values,
)
from extract.fact import Change, Span
from tests.db.samples import NOW, Newsroom, Story, about
from tests.db.test_check import damage

SECRETARY = OfficeValues(
    person="Lò Văn Thử",
    title="Bí thư",
    organization="Huyện ủy",
    former=False,
    full="Bí thư Huyện ủy Mường La",
)
DAY = DateValues(text="ngày 7/2/2025", start=date(2025, 2, 7), end=date(2025, 2, 7))
THU = PersonValues(name="Lò Văn Thử")
HEARD = MentionValues(name="Lò Văn Thử", speaks=True)


@dataclass
class Editor:
    """Somebody who corrects one article, always as it stands now."""

    engine: Engine
    article: int
    name: str = "An"

    def view(self) -> ArticleView:
        with reading(self.engine) as session:
            view = read_article(session, self.article)
        assert view is not None
        return view

    def seen(self) -> Seen:
        with reading(self.engine) as session:
            current = session.get_one(Article, self.article).current_id
            last = last_row(session, self.article)
        return Seen(editor=self.name, article=self.article, revision=current or 0, last=last)

    def says(
        self,
        action: Action,
        wording: str | None,
        *,
        was: Values | None = None,
        becomes: Values | None = None,
        seen: Seen | None = None,
        reason: str = "đọc lại bài",
    ) -> int:
        proposal = Proposal(
            seen=seen or self.seen(),
            action=action,
            place=self.place(wording) if wording else None,
            was=was,
            becomes=becomes,
            reason=reason,
        )
        with transaction(self.engine) as session:
            return record(session, proposal, made_at=NOW)

    def place(self, wording: str) -> Span:
        start = self.view().text.index(wording)
        return Span(start, start + len(wording))

    def no_secretary(self) -> int:
        return self.says(Action.WRONG, "Bí thư Huyện ủy", was=SECRETARY)

    def undoes(self, correction: int) -> int:
        seen = self.seen()
        with transaction(self.engine) as session:
            return undo(session, correction, seen, made_at=NOW)

    def completes(self) -> int:
        seen = self.seen()
        with transaction(self.engine) as session:
            return mark_complete(session, seen, made_at=NOW)

    def offices(self) -> list[str]:
        return [office.full for person in self.view().people for office in person.offices]


@pytest.fixture
def page(newsroom: Newsroom) -> int:
    return newsroom.page()


@pytest.fixture
def editor(newsroom: Newsroom, page: int) -> Editor:
    stored = newsroom.store(page, [newsroom.capture(page)], Story())
    return Editor(newsroom.engine, stored.article_id)


def states(editor: Editor) -> list[str]:
    """The states of the corrections in the article's current revision, by number."""
    with reading(editor.engine) as session:
        current = session.get_one(Article, editor.article).current_id
        query = text("SELECT state FROM correction_outcomes WHERE revision_id = :id ORDER BY correction_id")
        return list(session.scalars(query, {"id": current}))


def test_facts_come_back_from_their_rows_as_they_went(newsroom: Newsroom) -> None:
    story = Story(award="đến thăm", authors=("Hà Thị Bản",))
    stored = newsroom.publish(story)
    with reading(newsroom.engine) as session:
        assert read_facts(session, stored.revision_id) == replace(story.facts, authors=("Hà Thị Bản",))


def test_a_correction_makes_a_revision_of_its_own_with_all_that_follows(editor: Editor) -> None:
    before = editor.view()
    editor.no_secretary()
    after = editor.view()
    assert editor.offices() == []
    assert (after.number, after.capture, after.text) == (2, before.capture, before.text)
    assert after.extracted_at == before.extracted_at
    with reading(editor.engine) as session:
        first = read_article(session, editor.article, number=1)
        assert first is not None
        assert [office.full for person in first.people for office in person.offices] == [SECRETARY.full]
        person = read_person(session, before.people[0].person_id)
        assert [hit.article_id for hit in search(session, "bản Pá Hốc")] == [editor.article]
    assert person is not None
    assert person.tenures == ()
    assert check_database(editor.engine) == ()


@pytest.mark.parametrize(
    ("action", "wording", "was", "becomes"),
    [
        (Action.MEND, "Lò Văn Thử", THU, PersonValues(name="Lò Văn Thửa")),
        (Action.WRONG, "Lò Văn Thử", THU, None),
        (Action.MEND, "Bí thư Huyện ủy", SECRETARY, replace(SECRETARY, former=True)),
        (Action.ADD, "Đồng chí", None, replace(SECRETARY, title="Huyện ủy viên", full="Huyện ủy viên")),
        (Action.MEND, "Bí thư Huyện ủy", SECRETARY, replace(SECRETARY, change=Change.BEGAN)),
        (Action.MEND, "Lò Văn Thử", MentionValues(name="Lò Văn Thử"), HEARD),
        (Action.WRONG, "ngày 7/2/2025", DAY, None),
        (Action.MEND, "ngày 7/2/2025", DAY, replace(DAY, end=date(2025, 2, 8))),
        (Action.ADD, "đến thăm", None, replace(DAY, text="đến thăm")),
        (Action.ADD, None, None, AuthorValues(name="Hà Thị Bản")),
        (Action.ADD, "bản", None, PersonValues(name="Quàng Thị Bản")),
    ],
    ids=lambda value: str(value)[:12],
)
def test_it_survives_a_newer_extractor_a_changed_page_a_rollback_and_a_replay(
    *,
    newsroom: Newsroom,
    page: int,
    editor: Editor,
    action: Action,
    wording: str | None,
    was: Values | None,
    becomes: Values | None,
) -> None:
    def said() -> tuple[object, ...]:
        view = editor.view()
        return (
            view.authors,
            [
                (
                    one.name,
                    [(view.text[at.span.start : at.span.end], at.speaks) for at in one.mentions],
                    [(office.full, office.change) for office in one.offices],
                )
                for one in view.people
            ],
            [(one.text, one.start, one.end) for one in view.dates],
        )

    capture = newsroom.capture(page)
    newsroom.store(page, [capture], Story(), "1")
    editor.says(action, wording, was=was, becomes=becomes)
    corrected = said()

    newsroom.store(page, [capture], Story(confidence=0.5), "2")  # a newer extractor
    assert said() == corrected
    assert states(editor) == ["applied"]
    longer = Story(text=f"Trời rét đậm mấy hôm nay. {Story().text} Bà con phấn khởi.", confidence=0.5)
    newsroom.store(page, [newsroom.capture(page)], longer, "2")  # a changed page
    assert said() == corrected
    assert newsroom.store(page, [newsroom.capture(page)], longer, "2").outcome == "unchanged"  # a replay
    with transaction(editor.engine) as session:
        until = last_work_of(session, "2") + timedelta(days=30)
        assert articles_to_restore(session, "1") == [editor.article]
        assert restore(session, editor.article, "1", until) == "restored"  # a rollback
    assert said() == corrected
    assert editor.view().extractor_version == "1"
    assert check_database(editor.engine) == ()


def test_who_speaks_and_who_takes_office_by_hand_is_told_wherever_it_is_asked(editor: Editor) -> None:
    before = SECRETARY, MentionValues(name="Lò Văn Thử", speaks=False)
    took = editor.says(
        Action.MEND, "Bí thư Huyện ủy", was=before[0], becomes=replace(SECRETARY, change=Change.BEGAN)
    )
    spoke = editor.says(Action.MEND, "Lò Văn Thử", was=before[1], becomes=HEARD)

    def told() -> tuple[list[str], list[bool]]:
        with reading(editor.engine) as session:
            body = session.scalars(
                select(Organization.id).where(Organization.name == "Huyện ủy Mường La")
            ).one()
            person = read_person(session, editor.view().people[0].person_id)
            assert person is not None
            return [one.name for one in speakers_of(session, body)], [
                one.began is not None for one in person.tenures
            ]

    assert told() == (["Lò Văn Thử"], [True])
    assert check_database(editor.engine) == ()
    editor.undoes(spoke)
    editor.undoes(took)
    assert told() == ([], [False])
    assert check_database(editor.engine) == ()


def test_an_office_stays_with_the_nearest_mention_where_that_one_speaks_by_hand(newsroom: Newsroom) -> None:
    twice = f"{Story().text} Lò Văn Thử tặng quà bà con."
    editor = Editor(newsroom.engine, newsroom.publish(Story(text=twice)).article_id)
    editor.says(Action.MEND, "Lò Văn Thử", was=replace(HEARD, speaks=False), becomes=HEARD)
    with reading(newsroom.engine) as session:
        current = session.get_one(Article, editor.article).current_id
        held = select(Mention.speaks, Mention.rule).join(OfficeFact, OfficeFact.mention_id == Mention.id)
        found = session.execute(held.where(Mention.revision_id == current)).all()
    assert [tuple(one) for one in found] == [(True, "correction")]
    assert check_database(newsroom.engine) == ()


def test_what_was_corrected_before_speech_and_changes_could_be_said_still_holds(
    newsroom: Newsroom, page: int, editor: Editor
) -> None:
    office = {"person": "Lò Văn Thử", "title": "Bí thư", "organization": "Huyện ủy", "former": False}
    mention = editor.place("Lò Văn Thử")
    rows = (
        (
            "office",
            "Bí thư Huyện ủy",
            office | {"full": SECRETARY.full},
            office | {"full": "Bí thư Huyện ủy cũ"},
        ),
        ("mention", "Lò Văn Thử", {"name": "Lò Văn Thử"}, {"name": "Lò Văn Thửa"}),
    )
    with transaction(editor.engine) as session:
        for kind, quote, was, becomes in rows:
            session.add(
                FactCorrection(
                    article_id=editor.article,
                    revision_id=editor.seen().revision,
                    action="mend",
                    kind=kind,
                    quote=quote,
                    text_before="",
                    text_after=",",
                    span_start=editor.place(quote).start,
                    repeats=1,
                    was=was,
                    becomes=becomes,
                    reason="đọc lại bài",
                    editor="An",
                    made_at=NOW,
                )
            )
            session.flush()
    newsroom.store(page, [newsroom.capture(page)], Story(change=Change.BEGAN, speaks=True), "2")
    assert states(editor) == ["applied", "applied"]
    (renamed,) = editor.view().people
    assert (renamed.name, [place.speaks for place in renamed.mentions]) == ("Lò Văn Thửa", [True])
    assert renamed.mentions[0].span == mention
    assert check_database(editor.engine) == ()


def test_a_reading_that_states_nothing_new_stores_nothing(
    newsroom: Newsroom, page: int, editor: Editor
) -> None:
    editor.no_secretary()
    current = editor.view().revision_id
    again = newsroom.store(page, [newsroom.capture(page)], Story())
    assert (again.outcome, again.revision_id) == ("unchanged", current)


def test_where_the_text_is_gone_it_waits_and_comes_back_with_it(
    newsroom: Newsroom, page: int, editor: Editor
) -> None:
    editor.no_secretary()
    newsroom.store(page, [newsroom.capture(page)], Story(text="Bản tin ngày mai.", name=None, day=None))
    assert states(editor) == ["waiting"]
    newsroom.store(page, [newsroom.capture(page)], Story())
    assert states(editor) == ["applied"]
    assert editor.offices() == []
    assert check_database(editor.engine) == ()


def test_what_the_extractor_has_learnt_by_itself_needs_no_revision(
    newsroom: Newsroom, page: int, editor: Editor
) -> None:
    editor.no_secretary()
    learnt = newsroom.store(page, [newsroom.capture(page)], Story(offices=()), "2")
    assert states(editor) == ["agreed"]
    with reading(editor.engine) as session:
        assert session.get(CorrectedRevision, learnt.revision_id) is None
    assert check_database(editor.engine) == ()


def test_undone_the_reading_speaks_again_and_done_again_the_same_revision(editor: Editor) -> None:
    first = editor.no_secretary()
    corrected = editor.view().revision_id
    editor.undoes(first)
    assert editor.offices() == [SECRETARY.full]
    assert editor.view().number == 1
    assert check_database(editor.engine) == ()
    editor.no_secretary()
    assert editor.view().revision_id == corrected
    assert check_database(editor.engine) == ()


def test_later_corrections_build_on_earlier_ones_and_wait_when_these_are_undone(editor: Editor) -> None:
    renamed = editor.says(Action.MEND, "Lò Văn Thử", was=THU, becomes=PersonValues(name="Lò Văn Thửa"))
    there = replace(SECRETARY, person="Lò Văn Thửa")
    editor.says(Action.MEND, "Bí thư Huyện ủy", was=there, becomes=replace(there, former=True))
    assert [office.former for office in editor.view().people[0].offices] == [True]
    editor.undoes(renamed)
    assert states(editor) == ["waiting"]
    assert editor.offices() == [SECRETARY.full]
    assert check_database(editor.engine) == ()


def test_an_article_that_was_compared_stays_compared(editor: Editor) -> None:
    with transaction(editor.engine) as session:
        flag_duplicates(session, editor.article)
    editor.no_secretary()
    with reading(editor.engine) as session:
        signature = session.get_one(Signature, editor.article)
    assert signature.revision_id == editor.view().revision_id


def test_of_two_editors_the_second_is_told(editor: Editor) -> None:
    other = replace(editor, name="Bình")
    seen = other.seen()
    editor.no_secretary()
    with pytest.raises(Superseded, match="corrected meanwhile"):
        other.says(Action.WRONG, "ngày 7/2/2025", was=DAY, seen=seen)
    other.says(Action.WRONG, "ngày 7/2/2025", was=DAY)
    assert editor.view().dates == ()


def test_of_two_editors_at_the_same_moment_one_is_told(editor: Editor) -> None:
    seen, outcomes, together = editor.seen(), [], threading.Barrier(2)

    def correct(wording: str, was: Values) -> None:
        together.wait()
        try:
            editor.says(Action.WRONG, wording, was=was, seen=seen)
        except Superseded:
            outcomes.append("told")
        else:
            outcomes.append("stored")

    threads = [
        threading.Thread(target=correct, args=args)
        for args in (("Bí thư Huyện ủy", SECRETARY), ("ngày 7/2/2025", DAY))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["stored", "told"]
    assert check_database(editor.engine) == ()


def test_an_article_read_anew_meanwhile_is_looked_at_again(
    newsroom: Newsroom, page: int, editor: Editor
) -> None:
    seen = editor.seen()
    newsroom.store(page, [newsroom.capture(page)], Story(title="Tin mới"))
    with pytest.raises(Superseded, match="read anew"):
        editor.says(Action.WRONG, "ngày 7/2/2025", was=DAY, seen=seen)


@pytest.mark.parametrize(
    ("action", "wording", "was", "becomes", "reason", "why"),
    [
        (Action.WRONG, "ngày 7/2/2025", DAY, None, " ", "say why"),
        (Action.WRONG, "đến thăm", DAY, None, "sai", "no such fact at this place"),
        (Action.WRONG, "ngày 7/2/2025", replace(DAY, text="7/2"), None, "sai", "no such fact"),
        (Action.MEND, "ngày 7/2/2025", DAY, DAY, "sai", "nothing would change"),
        (Action.MEND, "ngày 7/2/2025", DAY, replace(DAY, text="mai"), "sai", "does not fit"),
        (Action.ADD, "ngày 7/2/2025", None, DAY, "sót", "nothing would change"),
        (Action.ADD, None, None, DAY, "sót", "needs a place"),
        (Action.ADD, "đến thăm", None, replace(SECRETARY, person="Ai Đó"), "sót", "nobody of that name"),
        (Action.ADD, "đến thăm", DAY, DAY, "sót", "about one fact"),
        (Action.WRONG, "ngày 7/2/2025", None, None, "sai", "about one fact"),
        (Action.MEND, "ngày 7/2/2025", DAY, THU, "sai", "about one fact"),
    ],
)
def test_what_says_nothing_is_refused(
    *,
    editor: Editor,
    action: Action,
    wording: str | None,
    was: Values | None,
    becomes: Values | None,
    reason: str,
    why: str,
) -> None:
    with pytest.raises(CorrectionRefused, match=why):
        editor.says(action, wording, was=was, becomes=becomes, reason=reason)
    with reading(editor.engine) as session:
        assert session.scalars(select(func.count()).select_from(FactCorrection)).one() == 0


def test_words_over_two_lines_are_no_place(editor: Editor) -> None:
    proposal = Proposal(
        seen=editor.seen(), action=Action.ADD, place=Span(0, 30), was=None, becomes=THU, reason="sót"
    )
    with pytest.raises(CorrectionRefused, match="within a line"), transaction(editor.engine) as session:
        record(session, proposal, made_at=NOW)


def test_only_what_stands_can_be_undone_by_anybody(editor: Editor) -> None:
    number = editor.no_secretary()
    row = replace(editor, name="Bình").undoes(number)
    for gone in (number, row, 99):
        with pytest.raises(CorrectionRefused, match="undone already"):
            editor.undoes(gone)


def test_complete_stands_until_something_is_corrected(editor: Editor) -> None:
    def stands() -> int | None:
        with reading(editor.engine) as session:
            return complete_revision(session, editor.article)

    assert stands() is None
    mark = editor.completes()
    assert stands() == editor.view().revision_id
    with pytest.raises(CorrectionRefused, match="already"):
        editor.completes()
    editor.undoes(mark)
    assert stands() is None
    editor.completes()
    editor.no_secretary()
    assert stands() is None
    editor.completes()
    assert stands() == editor.view().revision_id
    assert check_database(editor.engine) == ()


@pytest.mark.parametrize("change", ["UPDATE corrections SET editor = 'x'", "DELETE FROM corrections"])
def test_corrections_are_only_ever_added(editor: Editor, change: str) -> None:
    editor.no_secretary()
    with pytest.raises(DBAPIError, match="only ever added"), transaction(editor.engine) as session:
        session.execute(text(change))
    if editor.engine.dialect.name == "sqlite":
        with reading(editor.engine) as session:
            row = session.execute(select(FactCorrection.__table__)).mappings().one()
        again = insert(FactCorrection).prefix_with("OR REPLACE").values(**row)
        with pytest.raises(DBAPIError, match="only ever added"), transaction(editor.engine) as session:
            session.execute(again)


def test_a_missing_guard_is_found(editor: Editor) -> None:
    if editor.engine.dialect.name == "sqlite":
        damage(editor.engine, "DROP TRIGGER corrections_delete")
    else:
        damage(editor.engine, "ALTER TABLE corrections DISABLE TRIGGER corrections_append_only")
    assert check_database(editor.engine) == (
        "schema: nothing keeps corrections from being changed: a trigger is missing",
    )


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (
            "UPDATE articles SET current_id = 1",
            "corrections: article 1 does not speak as its corrections say",
        ),
        ("UPDATE correction_outcomes SET state = 'waiting'", "corrections: article 1 does not speak"),
        ("DELETE FROM correction_outcomes", "corrections: article 1 does not speak"),
        ("UPDATE revisions SET kind = 'notice' WHERE id = 2", "corrections: revision 2 is not the reading"),
    ],
)
def test_what_does_not_fit_the_corrections_is_found(editor: Editor, statement: str, problem: str) -> None:
    editor.no_secretary()
    damage(editor.engine, statement)
    assert any(found.startswith(problem) for found in check_database(editor.engine))


def test_a_person_whom_nobody_names_any_more_has_no_tenure(editor: Editor, newsroom: Newsroom) -> None:
    other = newsroom.publish(about("Quàng Thị Mẫu"))
    editor.says(Action.WRONG, "Lò Văn Thử", was=THU)
    assert editor.view().people == ()
    with reading(editor.engine) as session:
        view = read_article(session, other.article_id)
        assert view is not None
        person = read_person(session, view.people[0].person_id)
        assert session.scalars(select(func.count()).select_from(Revision)).one() == 3
    assert person is not None
    assert len(person.tenures) == 1
    assert check_database(editor.engine) == ()


def test_an_article_that_nobody_has_corrected_costs_one_question(newsroom: Newsroom, page: int) -> None:
    asked: list[str] = []

    def listen(*call: object) -> None:
        asked.append(str(call[2]))

    captures = [newsroom.capture(page), newsroom.capture(page)]
    event.listen(newsroom.engine, "before_cursor_execute", listen)
    newsroom.store(page, captures[:1], Story())
    assert [one for one in asked if "correct" in one and "FROM corrections" in one] == [
        one for one in asked if "correct" in one
    ]
    assert len([one for one in asked if "correct" in one]) == 1
    asked.clear()
    newsroom.store(page, captures[1:], Story())
    assert len([one for one in asked if "correct" in one]) == 1  # whether a corrected revision speaks
    assert not [one for one in asked if "FROM corrections" in one]

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, select, update

from db.duplicates import flag_duplicates, unsigned_articles, withdraw
from db.engine import reading, transaction
from db.filters import ArticleFilter
from db.judgements import Choice, Decision, record, undo
from db.models import Judgement, Pair, Revision, Signature, SignatureEntry, StoryMember
from db.read import list_articles
from db.signatures import require_one_algorithm
from db.stories import StoryArticle, count_articles, count_stories, read_story, refresh_stories
from db.thresholds import apply_thresholds, current_thresholds
from dedupe.candidates import CROWD
from dedupe.signature import ALGORITHM, AlgorithmMismatch
from dedupe.verdict import STANDARD, Thresholds
from tests.db.samples import NOW, Newsroom, Story

RELEASE = Story(
    title="Bản Pá Hốc khánh thành cầu treo",
    text=(
        "Sáng nay, bà con bản Pá Hốc vui mừng đi trên chiếc cầu treo mới bắc qua suối Nậm Thín, nối hai bờ "
        "với trường học và trạm y tế của xã. Cầu dài ba mươi mét, do các hộ trong bản góp công, huyện góp vật "
        "liệu và một đội thợ ở xã bên giúp dựng trong sáu tuần mùa khô. Già bản kể rằng trước đây mùa nước lớn "
        "trẻ con phải nghỉ học nhiều ngày, người ốm phải chờ nước rút mới ra được đường cái."
    ),
    name=None,
    day=None,
)
OTHER = replace(
    RELEASE,
    title="Mường Cang vào vụ hái mận",
    text=(
        "Trên các sườn đồi xã Mường Cang, mận đã chín đỏ và thương lái từ miền xuôi lên đặt mua từng vườn. "
        "Chủ nhiệm hợp tác xã cho hay năm nay quả đều, ít sâu, giá cao hơn vụ trước, nhiều hộ có thêm tiền "
        "sửa nhà, mua máy xay và cho con xuống huyện học nghề."
    ),
)


_PLACES = ("bản", "Pá Hốc", "vùng cao", "suối Nậm Thín")


def later(story: Story, hours: int) -> Story:
    assert story.published
    return replace(story, published=story.published + timedelta(hours=hours))


def copied(story: Story = RELEASE, hours: int = 1, more: str = "") -> Story:
    return later(replace(story, title=f"Niềm vui ở {_PLACES[hours]}", text=story.text + more), hours)


def compare_all(engine: Engine) -> None:
    with reading(engine) as session:
        waiting = unsigned_articles(session)
    for article_id in waiting:
        with transaction(engine) as session:
            flag_duplicates(session, article_id)


def pairs(engine: Engine) -> set[tuple[int, int, bool]]:
    with reading(engine) as session:
        return {(pair.a_id, pair.b_id, pair.duplicate) for pair in session.scalars(select(Pair))}


def story(engine: Engine, article_id: int) -> list[tuple[int, int, str]]:
    with reading(engine) as session:
        return [(one.article_id, one.depth, one.relation) for one in read_story(session, article_id)]


def judge(engine: Engine, a: int, b: int, choice: Choice, canonical: int | None = None) -> int:
    with transaction(engine) as session:
        revisions = [
            session.scalars(select(Revision.id).where(Revision.article_id == one)).one() for one in (a, b)
        ]
        seen = session.scalar(
            select(func.max(Judgement.id)).where(Judgement.a_id == min(a, b), Judgement.b_id == max(a, b))
        )
        decision = Decision(
            articles=(a, b),
            revisions=(revisions[0], revisions[1]),
            choice=choice,
            canonical=canonical,
            editor="An",
            seen=seen,
        )
        number = record(session, decision, made_at=NOW)
        refresh_stories(session, [a, b])
        return number


@pytest.fixture
def three(newsroom: Newsroom) -> tuple[int, int, int]:
    """The release in three places, an hour apart, and an article of its own."""
    ids = [
        newsroom.publish(one, province=province).article_id
        for one, province in [
            (RELEASE, "Sơn La"),
            (copied(hours=1), "Lai Châu"),
            (copied(hours=2, more=" Đêm xuống, cả bản múa xòe."), "Điện Biên"),
        ]
    ]
    newsroom.publish(OTHER)
    compare_all(newsroom.engine)
    return ids[0], ids[1], ids[2]


def test_copies_are_paired_once_and_another_story_is_not(
    newsroom: Newsroom, three: tuple[int, int, int]
) -> None:
    a, b, c = three
    assert pairs(newsroom.engine) == {(a, b, True), (a, c, True), (b, c, True)}
    compare_all(newsroom.engine)
    assert len(pairs(newsroom.engine)) == 3


def test_a_changed_text_is_compared_anew(newsroom: Newsroom) -> None:
    page = newsroom.page()
    changing = newsroom.store(page, [newsroom.capture(page)], OTHER).article_id
    copy = newsroom.publish(copied()).article_id
    compare_all(newsroom.engine)
    assert pairs(newsroom.engine) == set()
    newsroom.store(page, [newsroom.capture(page)], RELEASE)
    compare_all(newsroom.engine)
    assert pairs(newsroom.engine) == {(changing, copy, True)}
    newsroom.store(page, [newsroom.capture(page)], OTHER)
    compare_all(newsroom.engine)
    assert pairs(newsroom.engine) == set()
    assert story(newsroom.engine, copy) == []


def test_signatures_of_another_method_are_refused_and_can_be_rebuilt(
    newsroom: Newsroom, three: tuple[int, int, int]
) -> None:
    engine = newsroom.engine
    before = pairs(engine)
    with transaction(engine) as session:
        require_one_algorithm(session)
        session.execute(update(Signature).values(algorithm="bands-0"))
    with reading(engine) as session:
        with pytest.raises(AlgorithmMismatch, match="tintinh dedupe rebuild"):
            require_one_algorithm(session)
        assert len(unsigned_articles(session)) == 4
    with transaction(engine) as session:
        # Half way: the one that is signed anew is not compared with those that are not yet.
        assert flag_duplicates(session, three[2]).pairs == 0
    compare_all(engine)
    with reading(engine) as session:
        require_one_algorithm(session)
    assert pairs(engine) == before


def test_entries_go_with_their_signature(newsroom: Newsroom, three: tuple[int, int, int]) -> None:
    with transaction(newsroom.engine) as session:
        withdraw(session, three[1])
        left = set(session.scalars(select(SignatureEntry.article_id)))
        assert three[1] not in left
        assert {three[0], three[2]} <= left
    assert story(newsroom.engine, three[2]) == [(three[0], 0, "canonical"), (three[2], 1, "copy")]


def test_lists_of_everyday_values_are_not_continued(newsroom: Newsroom) -> None:
    engine = newsroom.engine
    first = newsroom.publish(RELEASE).article_id
    compare_all(engine)
    with transaction(engine) as session:
        value = session.scalars(
            select(SignatureEntry.value).where(SignatureEntry.article_id == first)
        ).first()
        session.add_all(SignatureEntry(value=value, article_id=10_000 + n) for n in range(CROWD))
    second = newsroom.publish(copied()).article_id
    compare_all(engine)
    with reading(engine) as session:
        values = set(session.scalars(select(SignatureEntry.value).where(SignatureEntry.article_id == second)))
    assert values
    assert value not in values
    assert pairs(engine) == {(first, second, True)}


def test_a_story_is_told_from_its_first_article_down(newsroom: Newsroom, three: tuple[int, int, int]) -> None:
    a, b, c = three
    assert story(newsroom.engine, b)[:2] == [(a, 0, "canonical"), (b, 1, "identical")]
    assert {(one, relation) for one, _, relation in story(newsroom.engine, b)[2:]} == {(c, "copy")}
    with reading(newsroom.engine) as session:
        top: StoryArticle = read_story(session, c)[0]
        assert (top.title, top.site_name) == (RELEASE.title, "Báo Sơn La")
        assert count_articles(session) == 4
        assert count_stories(session) == 2
        assert count_stories(session, ArticleFilter(province="Lai Châu")) == 1
        once = list_articles(session, ArticleFilter(once_a_story=True))
        assert {row.article_id for row in once} == {a} | {
            row.article_id for row in once if row.title == OTHER.title
        }
        assert len(once) == count_stories(session)


def test_a_reprint_that_names_its_source_is_not_canonical(newsroom: Newsroom) -> None:
    reprint = replace(RELEASE, text=f"{RELEASE.text}\nTheo Báo Lai Châu")
    first = newsroom.publish(reprint, province="Sơn La").article_id
    source = newsroom.publish(copied(hours=3), province="Lai Châu").article_id
    compare_all(newsroom.engine)
    assert [one[0] for one in story(newsroom.engine, first)] == [source, first]


def test_a_judgement_splits_a_story_and_its_undoing_joins_it_again(
    newsroom: Newsroom, three: tuple[int, int, int]
) -> None:
    engine = newsroom.engine
    a, b, c = three
    judge(engine, a, b, "duplicate", canonical=b)
    split = judge(engine, a, c, "not_duplicate")
    assert [one[0] for one in story(engine, a)] == [b, a]
    assert story(engine, c) == []
    with transaction(engine) as session:
        undo(session, split, editor="An", made_at=NOW)
        refresh_stories(session, [a, c])
    assert {one[0] for one in story(engine, c)} == {a, b, c}
    assert story(engine, c)[0] == (b, 0, "canonical")


def test_an_editor_can_join_what_was_not_found(newsroom: Newsroom, three: tuple[int, int, int]) -> None:
    with reading(newsroom.engine) as session:
        (alone,) = (row.article_id for row in list_articles(session) if row.title == OTHER.title)
    judge(newsroom.engine, three[0], alone, "duplicate")
    assert (alone, 1, "judged") in story(newsroom.engine, three[0])
    judge(newsroom.engine, three[0], alone, "unsure")
    assert story(newsroom.engine, alone) == []


def test_refreshing_again_changes_nothing(newsroom: Newsroom, three: tuple[int, int, int]) -> None:
    def rows() -> set[tuple[int, int, int | None, str]]:
        with reading(newsroom.engine) as session:
            return {
                (row.article_id, row.story_id, row.parent_id, row.reason)
                for row in session.scalars(select(StoryMember))
            }

    before = rows()
    for article_id in three:
        with transaction(newsroom.engine) as session:
            refresh_stories(session, [article_id])
    assert rows() == before


def test_two_that_work_at_one_story_at_once_wait_for_each_other(
    newsroom: Newsroom, three: tuple[int, int, int]
) -> None:
    def refresh(article_id: int) -> None:
        for _ in range(10):
            with transaction(newsroom.engine) as session:
                refresh_stories(session, [article_id])

    with ThreadPoolExecutor() as pool:
        list(pool.map(refresh, three))
    assert {one[0] for one in story(newsroom.engine, three[0])} == set(three)


def test_the_last_thresholds_applied_are_in_force(newsroom: Newsroom) -> None:
    with transaction(newsroom.engine) as session:
        assert current_thresholds(session) == STANDARD
        apply_thresholds(session, Thresholds(copied=0.5), judgements=10, at=NOW)
        apply_thresholds(session, Thresholds(copied=0.99, parallel=0.99), judgements=12, at=NOW)
    newsroom.publish(RELEASE)
    newsroom.publish(
        copied(more=" Cả bản múa xòe suốt đêm. Mâm cỗ bày dọc bờ suối, khách qua đường cũng được mời.")
    )
    compare_all(newsroom.engine)
    assert [duplicate for _, _, duplicate in pairs(newsroom.engine)] in ([False], [])


def test_signatures_name_their_algorithm(newsroom: Newsroom, three: tuple[int, int, int]) -> None:
    with reading(newsroom.engine) as session:
        assert set(session.scalars(select(Signature.algorithm))) == {ALGORITHM}
        assert set(session.scalars(select(Pair.algorithm))) == {ALGORITHM}

"""`tintinh dedupe`, `rebuild` and `tune`, over a database on disk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

import pipeline
from config import load_config
from db.engine import reading, transaction
from db.judgements import Choice, Decision, record
from db.models import Pair, Signature, ThresholdChange
from db.stories import read_story, refresh_stories
from db.thresholds import current_thresholds
from dedupe.signature import ALGORITHM
from dedupe.verdict import STANDARD
from tests.commands.test_cli import run
from tests.db.samples import NOW, Newsroom, Story

SENTENCES = [
    "Sáng nay, hơn hai trăm hộ dân bản Nà Lốc ra quân làm đường vào khu sản xuất.",
    "Mỗi nhà góp ba ngày công, người có máy xúc thì góp máy, người có vườn thì hiến đất.",
    "Con đường dài gần hai cây số, trước đây chỉ đi được bằng xe thồ vào mùa khô.",
    "Trưởng bản cho biết nông sản từ nay không còn bị ép giá vì khó vận chuyển.",
    "Xã hỗ trợ xi măng, huyện cử cán bộ kỹ thuật xuống hướng dẫn từng đoạn.",
    "Dự kiến trước vụ ngô tới, xe tải nhỏ sẽ vào được tận chân nương.",
]


def told(*places: int, title: str = "Nà Lốc làm đường") -> Story:
    return Story(title=title, text=" ".join(SENTENCES[place] for place in places), name=None, day=None)


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text("", encoding="utf-8")
    return path


@pytest.fixture
def engine(settings: Path) -> Engine:
    """Two whole copies, and two articles that share about half of their sentences."""
    engine = pipeline.prepare(load_config(settings))
    newsroom = Newsroom(engine)
    newsroom.publish(told(0, 1, 2, 3, 4, 5))
    newsroom.publish(told(0, 1, 2, 3, 4, 5, title="Dân góp công mở đường"), province="Lai Châu")
    newsroom.publish(told(3, 4, 5, title="Xe tải sắp vào nương"), province="Điện Biên")
    newsroom.publish(replace(told(3, 4, 5), text=f"{told(3, 4, 5).text} {OWN}"), province="Hòa Bình")
    return engine


OWN = (
    "Ở xã bên, câu chuyện lại khác: nhiều gia đình còn đắn đo vì đất vườn ít, tre đang cho măng. "
    "Cán bộ phải đến từng nhà, ngồi uống nước chè, nghe hết lẽ rồi mới bàn chuyện dịch hàng rào."
)


def kinds(engine: Engine) -> dict[tuple[int, int], bool]:
    with reading(engine) as session:
        return {(pair.a_id, pair.b_id): pair.duplicate for pair in session.scalars(select(Pair))}


def judge(engine: Engine, a: int, b: int, choice: Choice) -> None:
    with transaction(engine) as session:
        pair = session.scalars(select(Pair).where(Pair.a_id == a, Pair.b_id == b)).one()
        revisions = (pair.a_revision_id, pair.b_revision_id)
        decision = Decision(articles=(a, b), revisions=revisions, choice=choice, editor="An", seen=None)
        record(session, decision, made_at=NOW)
        refresh_stories(session, [a, b])


def test_signatures_of_another_version_stop_the_stage_until_they_are_rebuilt(
    engine: Engine, settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("dedupe", "--config", settings) == 0
    found = kinds(engine)
    assert found[1, 2]
    with transaction(engine) as session:
        session.execute(update(Signature).values(algorithm="bands-0"))
    assert run("dedupe", "--config", settings) == 1
    assert "tintinh dedupe rebuild" in capsys.readouterr().err
    assert run("dedupe", "rebuild", "--config", settings) == 0
    assert "4/4" in capsys.readouterr().err
    assert kinds(engine) == found
    assert run("dedupe", "--config", settings) == 0
    assert run("dedupe", "rebuild", "--config", settings) == 0
    assert "0 bài / articles" in capsys.readouterr().out


def test_a_rebuild_goes_on_where_it_was_interrupted(engine: Engine, settings: Path) -> None:
    assert run("dedupe", "--config", settings) == 0
    found = kinds(engine)
    with transaction(engine) as session:
        session.execute(update(Signature).values(algorithm="bands-0"))
    seen = []

    def stop(progress: pipeline.StageProgress) -> None:
        seen.append((progress.done, progress.total))
        if progress.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pipeline.compare_waiting(engine, stop)
    with reading(engine) as session:
        assert sorted(session.scalars(select(Signature.algorithm))) == ["bands-0"] * 2 + [ALGORITHM] * 2
    assert pipeline.compare_waiting(engine, lambda step: seen.append((step.done, step.total))).articles == 2
    assert seen == [(1, 4), (2, 4), (1, 2), (2, 2)]
    assert kinds(engine) == found


def test_tune_shows_what_would_change_and_changes_nothing(
    engine: Engine, settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("dedupe", "--config", settings)
    before = kinds(engine)
    capsys.readouterr()
    assert run("dedupe", "tune", "--set", "copied=0.99", "--set", "parallel=0.99", "--config", settings) == 0
    out = capsys.readouterr().out
    assert "0 cặp đã quyết định" in out
    assert "--apply" in out
    assert kinds(engine) == before
    with reading(engine) as session:
        assert current_thresholds(session) == STANDARD


def test_what_editors_say_is_learned_when_told_to(
    engine: Engine, settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("dedupe", "--config", settings)
    before = kinds(engine)
    near = [pair for pair, duplicate in before.items() if 4 in pair and not duplicate]
    assert near
    for a, b in near:
        judge(engine, a, b, "duplicate")
    judge(engine, 1, 2, "duplicate")
    capsys.readouterr()
    assert run("dedupe", "tune", "--apply", "--config", settings) == 0
    assert "đã áp dụng" in capsys.readouterr().out
    after = kinds(engine)
    assert all(after[pair] for pair in near)
    with reading(engine) as session:
        assert current_thresholds(session) != STANDARD
        assert len(read_story(session, 4)) == 4


def test_thresholds_that_hold_already_are_not_applied_again(
    engine: Engine, settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("dedupe", "--config", settings)
    assert run("dedupe", "tune", "--apply", "--config", settings) == 0
    assert "nothing to change" in capsys.readouterr().out
    with reading(engine) as session:
        assert session.scalars(select(ThresholdChange)).all() == []


@pytest.mark.parametrize("wrong", ["copied", "copied=no", "copied=1.5", "length=0.5", "=0.5"])
def test_wrong_thresholds_are_told(
    wrong: str, engine: Engine, settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("dedupe", "tune", "--set", wrong, "--config", settings) == 2
    assert "NAME=VALUE" in capsys.readouterr().err

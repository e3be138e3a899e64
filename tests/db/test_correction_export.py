"""Corrected articles as labelled examples: what is gold, what is not, and that the evaluation reads it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

import pipeline
from config import load_config
from db.correction_export import every_correction, gold_examples, partial_examples
from db.engine import reading
from evaluation.gold import read_gold
from evaluation.run import evaluate_gold
from extract.corrections import Action, AuthorValues, MentionValues, PersonValues
from extract.fact import Change
from tests.commands.test_cli import SITE, run, write
from tests.db.samples import Newsroom, Story, about
from tests.db.test_corrections import DAY, SECRETARY, Editor

TWICE = Story(
    text="Đồng chí Lò Văn Thử, Bí thư Huyện ủy, đến thăm bản ngày 7/2/2025. Lò Văn Thử tặng quà bà con."
)


@pytest.fixture
def editors(newsroom: Newsroom) -> tuple[Editor, Editor]:
    """Two corrected articles; only the first was checked whole."""
    one = newsroom.publish(TWICE)
    other = newsroom.publish(about("Quàng Thị Mẫu"))
    checked, partly = (Editor(newsroom.engine, stored.article_id) for stored in (one, other))
    checked.says(Action.MEND, "Bí thư Huyện ủy", was=SECRETARY, becomes=replace(SECRETARY, former=True))
    checked.says(Action.ADD, None, becomes=AuthorValues(name="Hà Thị Bản"))
    checked.completes()
    partly.says(Action.WRONG, "ngày 7/2/2025", was=DAY)
    partly.says(Action.ADD, "bản", becomes=PersonValues(name="Lò Thị Bản"))
    return checked, partly


def test_an_article_checked_whole_is_gold_with_the_facts_of_that_revision(
    newsroom: Newsroom, editors: tuple[Editor, Editor]
) -> None:
    with reading(newsroom.engine) as session:
        ((name, labelled),) = gold_examples(session)
    assert name == f"Sơn La-{editors[0].article}"
    assert labelled["published"] == "2025-02-07"
    assert labelled["people"] == [
        {
            "name": "Lò Văn Thử",
            "offices": [
                {
                    "title": "Bí thư",
                    "organization": "Huyện ủy",
                    "variants": ["Bí thư Huyện ủy Mường La"],
                    "former": True,
                }
            ],
        }
    ]
    assert labelled["dates"] == [{"text": "ngày 7/2/2025", "start": "2025-02-07", "end": "2025-02-07"}]
    assert labelled["authors"] == []  # the text names none


def test_other_corrected_articles_say_only_what_people_said(
    newsroom: Newsroom, editors: tuple[Editor, Editor]
) -> None:
    with reading(newsroom.engine) as session:
        (partial,) = partial_examples(session)
    assert [one["name"] for one in partial["right"]] == ["Lò Thị Bản"]
    assert [one["text"] for one in partial["wrong"]] == ["ngày 7/2/2025"]


def test_speech_and_changes_of_offices_are_no_labels_but_lines(
    newsroom: Newsroom, editors: tuple[Editor, Editor]
) -> None:
    checked, partly = editors
    former = replace(SECRETARY, former=True)
    checked.says(Action.MEND, "Bí thư Huyện ủy", was=former, becomes=replace(former, change=Change.ENDED))
    checked.completes()
    silent = MentionValues(name="Quàng Thị Mẫu", speaks=False)
    partly.says(Action.MEND, "Quàng Thị Mẫu", was=silent, becomes=replace(silent, speaks=True))
    somebody = MentionValues(name="Quàng Thị Mẫu", speaks=True)
    partly.says(Action.MEND, "Quàng Thị Mẫu", was=somebody, becomes=replace(somebody, name="Thị Mẫu"))
    with reading(newsroom.engine) as session:
        ((_, labelled),) = gold_examples(session)
        (partial,) = partial_examples(session)
        lines = [json.loads(line) for line in every_correction(session)]
    (office,) = labelled["people"][0]["offices"]
    assert set(office) == {"title", "organization", "variants", "former"}
    assert {one["name"] for one in partial["right"]} == {"Lò Thị Bản", "Thị Mẫu"}
    assert [set(one) for one in partial["right"]] == [{"kind", "name", "span"}] * 2
    assert [one["becomes"]["speaks"] for one in lines if one["kind"] == "mention"] == [True, True]
    assert lines[3]["becomes"]["change"] == "ended"


def test_a_correction_after_the_check_takes_the_article_out_of_the_gold(
    newsroom: Newsroom, editors: tuple[Editor, Editor]
) -> None:
    checked, _ = editors
    checked.says(Action.WRONG, "ngày 7/2/2025", was=DAY)
    with reading(newsroom.engine) as session:
        assert list(gold_examples(session)) == []
        assert len(list(partial_examples(session))) == 2


def test_every_correction_is_a_line(engine: Engine, editors: tuple[Editor, Editor]) -> None:
    editors[0].says(Action.WRONG, "ngày 7/2/2025", was=DAY)
    with reading(engine) as session:
        lines = [json.loads(line) for line in every_correction(session)]
    assert [line["action"] for line in lines] == ["wrong", "add", "wrong", "complete", "add", "mend"]
    assert [line["state"] for line in lines] == ["holds", "holds", "holds", "past", "holds", "holds"]
    assert lines[0]["was"] == {"text": "ngày 7/2/2025", "start": "2025-02-07", "end": "2025-02-07"}
    assert (lines[0]["quote"], lines[0]["before"][-4:], lines[0]["reason"]) == (
        "ngày 7/2/2025",
        "bản ",
        "đọc lại bài",
    )


def test_the_evaluation_reads_what_the_command_writes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = write(tmp_path, SITE)
    engine = pipeline.prepare(load_config(settings))
    stored = Newsroom(engine).publish(TWICE)
    editor = Editor(engine, stored.article_id)
    editor.says(Action.MEND, "Bí thư Huyện ủy", was=SECRETARY, becomes=replace(SECRETARY, former=True))
    editor.completes()
    gold = tmp_path / "nhan"
    assert run("export", "corrections", "--config", settings, "--gold", gold) == 0
    assert "1 bài đã soát đủ" in capsys.readouterr().err
    (article,) = read_gold(gold)
    assert article.source.text == editor.view().text
    figures = evaluate_gold(gold)
    assert figures.tallies["all"]["people"].f1 == 1.0
    assert figures.tallies["all"]["offices"].f1 < 1.0  # the person said: former; the extractor does not
    assert run("evaluate", gold) == 0
    assert run("export", "corrections", "--config", settings, "--jsonl") == 0
    assert len(capsys.readouterr().out.splitlines()) >= 2
    assert run("export", "corrections", "--config", settings, "--gold", gold) != 0  # the folder is not empty
    assert run("export", "corrections", "--config", settings) == 2
    engine.dispose()

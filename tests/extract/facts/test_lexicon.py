"""The loader of word lists, and that every list in the house loads."""

from __future__ import annotations

from pathlib import Path

import pytest

import extract.lexicon
from extract.lexicon import LexiconError, entries, table

HOME = Path(extract.lexicon.__file__).parent


@pytest.mark.parametrize("path", sorted(HOME.glob("*.txt")), ids=lambda path: path.stem)
def test_every_list_has_a_source_and_entries(path: Path) -> None:
    assert len(entries(path.stem)) > 1


@pytest.mark.parametrize("path", sorted(HOME.glob("*.toml")), ids=lambda path: path.stem)
def test_every_table_has_a_source_and_entries(path: Path) -> None:
    assert table(path.stem)


def test_comments_and_blank_lines_are_no_entries(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("# Words. Source: ours.\nmột\n\nhai  # twice one\n", encoding="utf-8")
    assert entries("words", home=tmp_path) == ("một", "hai")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("một\n", "words.txt:1: must begin with a comment"),
        ("# Source\nmột\nhai\nmột\n", "words.txt:4: 'một' is there already, in line 2"),
        ("# Source\nmô\u0323t\n", "words.txt:2: .* is not in NFC"),
    ],
)
def test_errors_name_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "words.txt").write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=message):
        entries("words", home=tmp_path)


def test_a_missing_list_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"words\.txt: cannot be read"):
        entries("words", home=tmp_path)


def test_broken_toml_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text("# Source\na = \n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"words\.toml: not valid TOML: .*line 2"):
        table("words", home=tmp_path)

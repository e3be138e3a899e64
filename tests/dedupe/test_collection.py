"""Both steps over a small collection as the benchmark writes it: what is planted is found, and nothing else."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from dedupe.candidates import candidate_pairs
from dedupe.signature import sign
from dedupe.verdict import Kind, Text, compare

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
SMALL = {"articles": 300, "pairs_per_edit": 8, "templates": 25, "formulas": 0.02}


@pytest.fixture(scope="module")
def invented() -> ModuleType:
    spec = importlib.util.spec_from_file_location("invented_articles", BENCHMARKS / "invented_articles.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["invented_articles"] = module
    spec.loader.exec_module(module)
    return module


def collection(invented: ModuleType, seed: int) -> tuple[list[Text], dict[tuple[int, int], str]]:
    settings = invented.read_settings(BENCHMARKS / "duplicates.toml", quick=True) | SMALL
    articles, planted = invented.write_collection(settings, seed)
    texts = [Text(title=one.title, body=one.body) for one in articles]
    return texts, {(one.a, one.b): one.edit for one in planted}


def test_planted_copies_are_found_and_nothing_else(invented: ModuleType) -> None:
    texts, planted = collection(invented, seed=5)
    pairs = candidate_pairs([sign(f"{text.title}\n{text.body}") for text in texts])
    found = {pair: compare(texts[pair[0]], texts[pair[1]]) for pair in pairs}
    duplicates = {pair for pair, verdict in found.items() if verdict.duplicate}
    assert duplicates <= {pair for pair, edit in planted.items() if edit != "template"}
    missed = Counter(edit for pair, edit in planted.items() if edit != "template" and pair not in duplicates)
    assert missed.pop("30 % of words changed", 0) <= 3
    assert not missed
    bulletins = [found[pair].kind for pair, edit in planted.items() if edit == "template" and pair in found]
    assert bulletins
    assert set(bulletins) == {Kind.TEMPLATE}


def test_a_seed_tells_the_collection(invented: ModuleType) -> None:
    texts, planted = collection(invented, seed=3)
    assert (texts, planted) == collection(invented, seed=3)
    assert texts != collection(invented, seed=4)[0]
    assert len(texts) == SMALL["articles"]
    assert len(set(planted.values())) == 12

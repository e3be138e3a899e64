"""Floors: what a run must not fall below, and that they only rise."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.floors import FloorError, check, raised, read_floors, write_floors

ROOT = Path(__file__).parents[2]
FLOORS = Path("benchmarks") / "floors.toml"
FIGURES = {"gold.all.dates": 0.98, "gold.all.people": 0.97}


def test_a_run_at_its_floors_has_no_problem() -> None:
    assert check(FIGURES, FIGURES) == []


def test_a_broken_floor_is_named_with_both_numbers() -> None:
    (problem,) = check({**FIGURES, "gold.all.dates": 0.9}, FIGURES)
    assert problem.startswith("gold.all.dates: 0.9000")
    assert "is below its floor 0.9800" in problem


def test_a_figure_that_is_no_number_breaks_its_floor() -> None:
    assert len(check({**FIGURES, "gold.all.dates": float("nan")}, FIGURES)) == 1


def test_a_figure_without_a_floor_and_a_floor_without_a_figure_are_problems() -> None:
    assert "has no floor yet" in check({**FIGURES, "gold.all.awards": 0.8}, FIGURES)[0]
    assert "gave no such figure" in check({"gold.all.dates": 0.98}, FIGURES)[0]


def test_floors_of_a_kind_of_run_that_did_not_take_place_are_left_alone() -> None:
    assert check({"pages.f1": 0.9}, {"pages.f1": 0.9, **FIGURES}) == []


numbers = st.dictionaries(st.sampled_from(["gold.a.b", "gold.a.c", "pages.d"]), st.floats(0, 1))


@settings(deadline=None)
@given(numbers, numbers)
def test_raised_floors_never_fall_and_hold_for_the_run_that_earned_them(
    figures: dict[str, float], floors: dict[str, float]
) -> None:
    floors = {name: round(floor, 4) for name, floor in floors.items()}
    after = raised(figures, floors)
    assert all(after[name] >= floor for name, floor in floors.items())
    assert all(after[name] <= max(figure, floors.get(name, 0.0)) for name, figure in figures.items())


@settings(deadline=None)
@given(numbers)
def test_written_floors_are_read_again(
    tmp_path_factory: pytest.TempPathFactory, floors: dict[str, float]
) -> None:
    floors = raised(floors, {})
    path = tmp_path_factory.mktemp("floors") / "floors.toml"
    write_floors(path, floors)
    assert read_floors(path) == pytest.approx(floors)


@pytest.mark.parametrize("content", ["a = ", "a = 'hoch'", "a = 1.5", "a = true"])
def test_a_broken_file_of_floors_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "floors.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FloorError, match=r"floors\.toml"):
        read_floors(path)


def test_the_floors_of_this_repository_have_never_fallen(tmp_path: Path) -> None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("no history here")

    def run(*arguments: str) -> str:
        command = [git, "-c", "safe.directory=*", *arguments]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    present = read_floors(ROOT / FLOORS)
    for commit in run("log", "--format=%H", "--", str(FLOORS)).split():
        past = tmp_path / f"{commit}.toml"
        past.write_text(run("show", f"{commit}:{FLOORS.as_posix()}"), encoding="utf-8")
        for name, floor in read_floors(past).items():
            assert present.get(name, 0.0) >= floor, (
                f"{name} stood at {floor} in {commit[:10]}; floors only rise"
            )

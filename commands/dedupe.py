"""The commands about duplicates: `tintinh dedupe`, and its verbs rebuild, tune and compare."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import click

import oneoff
import pipeline
from commands import report
from commands.options import AS_JSON, CONFIG, FILES, example
from commands.terminal import progress, show_table
from config import load_config
from db.engine import reading, transaction
from db.thresholds import current_thresholds
from db.tuning import change_thresholds, effect_on_queue, judged_pairs
from dedupe.tuning import TUNED, Judged, alternatives, quality, quality_of_suggestions, suggestion
from dedupe.verdict import Text, Thresholds, compare


@click.group(invoke_without_command=True, epilog=example("tintinh dedupe compare --json PAIRS.jsonl"))
@CONFIG
@click.pass_context
def dedupe(context: click.Context, config_path: Path) -> int:
    """So các bài mới với bài đã có / compare new articles with those in store."""
    if context.invoked_subcommand is not None:
        return 0
    engine = pipeline.prepare(load_config(config_path))
    with pipeline.recorded_run(engine, "dedupe"), progress() as shown:
        outcome = pipeline.dedupe_stage(engine, shown)
    report.show_dedupe(outcome)
    return 0


@dedupe.command("rebuild", epilog=example("tintinh dedupe rebuild"))
@CONFIG
def dedupe_rebuild(config_path: Path) -> int:
    """Ký lại những bài ký theo cách cũ / sign anew what another version signed; goes on where it stopped."""
    engine = pipeline.prepare(load_config(config_path))
    with pipeline.recorded_run(engine, "dedupe rebuild"), progress() as shown:
        outcome = pipeline.compare_waiting(engine, shown)
    report.show_dedupe(outcome)
    return 0


@dedupe.command("tune", epilog=example("tintinh dedupe tune --set copied=0.58 --apply"))
@CONFIG
@click.option(
    "--set", "wanted", multiple=True, metavar="NAME=VALUE", help=f"Ngưỡng / threshold: {', '.join(TUNED)}."
)
@click.option("--apply", "put_in_force", is_flag=True, help="Áp dụng / put the thresholds in force.")
def dedupe_tune(*, config_path: Path, wanted: tuple[str, ...], put_in_force: bool) -> int:
    """Thử ngưỡng trên các quyết định đã có / try thresholds on the judgements so far."""
    engine = pipeline.prepared(load_config(config_path))
    with reading(engine) as session:
        current, judged = current_thresholds(session), judged_pairs(session)
        chosen = _with(current, wanted) if wanted else suggestion(judged, current)
        effect = effect_on_queue(session, chosen)
    click.echo(f"{len(judged)} cặp đã quyết định / pairs judged")
    _show_alternatives(judged, current)
    rows = {
        "hiện dùng / in force": (current, quality(judged, current)),
        "đề nghị / proposed": (chosen, quality(judged, chosen)),
    }
    show_table(
        "Ngưỡng / thresholds",
        ("", *TUNED, "đúng / precision", "đủ / recall", "F1"),
        [
            (
                name,
                *(asdict(thresholds)[one] for one in TUNED),
                *(f"{share:.3f}" for share in (found.precision, found.recall, found.f1)),
            )
            for name, (thresholds, found) in rows.items()
        ],
    )
    if not wanted and judged:
        left_out = quality_of_suggestions(judged, current).f1
        click.echo(f"F1 trên cặp để riêng / on pairs left out of the choice: {left_out:.3f}")
    click.echo(
        f"Hàng đợi / queue: {effect.suspected} nghi trùng / suspected, "
        f"+{effect.added} thêm / added, −{effect.dropped} bớt / dropped"
    )
    if chosen == current:
        click.echo("không có gì để đổi / nothing to change")
    elif put_in_force:
        with transaction(engine) as session:
            changed = change_thresholds(session, chosen, len(judged), datetime.now(UTC))
        click.echo(f"đã áp dụng, {changed} cặp đổi loại / in force, {changed} pairs changed their kind")
    else:
        click.echo("chưa đổi gì; thêm --apply để áp dụng / nothing changed; --apply puts them in force")
    return 0


def _with(thresholds: Thresholds, wanted: tuple[str, ...]) -> Thresholds:
    values = {}
    for one in wanted:
        name, _, value = one.partition("=")
        try:
            values[name] = float(value)
        except ValueError:
            values[name] = -1.0
        if name not in TUNED or not 0 < values[name] <= 1:
            msg = f"--set {one}: write NAME=VALUE, a name of {', '.join(TUNED)} and a value up to 1"
            raise click.UsageError(msg)
    return replace(thresholds, **values)


def _show_alternatives(judged: list[Judged], current: Thresholds) -> None:
    rows = [(one.copied, quality(judged, one)) for one in alternatives(current, "copied")]
    show_table(
        "Phần lời văn trùng / copied",
        ("ngưỡng / threshold", "đúng / precision", "đủ / recall", "F1"),
        [
            (value, *(f"{share:.3f}" for share in (found.precision, found.recall, found.f1)))
            for value, found in rows[::3]
        ],
    )


@dedupe.command("compare", epilog=example("tintinh dedupe compare --json PAIRS.jsonl"))
@AS_JSON
@FILES
def dedupe_compare(*, as_json: bool, files: tuple[str, ...]) -> int:
    """So từng cặp bài (`pair`, `a`, `b`) / compare pairs of articles, without a database."""
    for name in files:
        for line, row in oneoff.json_lines(name):
            a, b = (_side(name, line, row, key) for key in ("a", "b"))
            verdict = compare(a, b)
            answer = {
                "pair": row.get("pair", line),
                "kind": verdict.kind.value,
                "duplicate": verdict.duplicate,
                "score": verdict.score,
                "scores": dict(verdict.scores),
                "reasons": list(verdict.reasons),
            }
            if as_json:
                click.echo(json.dumps(answer, ensure_ascii=False))
            else:
                click.echo(
                    f"{answer['pair']}\t{verdict.kind}\t{verdict.score:.2f}\t{'; '.join(verdict.reasons)}"
                )
    return 0


def _side(name: str, line: int, row: dict[str, object], key: str) -> Text:
    side = row.get(key)
    if not isinstance(side, dict) or not isinstance(side.get("body"), str):
        msg = f"{name}:{line}: {key}: expected an article with title and body"
        raise oneoff.BadFile(msg)
    published = side.get("published")
    try:
        moment = datetime.fromisoformat(str(published)) if published else None
    except ValueError as error:
        msg = f"{name}:{line}: {key}.published: expected an ISO day or time, not {published!r}"
        raise oneoff.BadFile(msg) from error
    return Text(
        title=str(side.get("title") or ""), body=side["body"], publisher=side.get("site"), published=moment
    )

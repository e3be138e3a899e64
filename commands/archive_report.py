"""What the commands over the archive say at their end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import click

from commands.terminal import show_table
from stages.importing import ImportOutcome
from stages.replay import HOWS, KINDS, Change, Rehearsal, RollbackOutcome

_EXAMPLES = 3
_EXAMPLE_LENGTH = 110


def show_rehearsal(rehearsals: Iterable[Rehearsal]) -> None:
    """What a replay would change: counts by kind, a few examples of each, and what would be refused."""
    articles = changed = 0
    counts: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], list[Change]] = {}
    refused: list[Rehearsal] = []
    for one in rehearsals:
        articles += 1
        changed += bool(one.changes)
        if one.refusal is not None:
            refused.append(one)
        for change in one.changes:
            counts[change.kind, change.how] += 1
            shown = examples.setdefault((change.kind, change.how), [])
            if len(shown) < _EXAMPLES:
                shown.append(change)
    names = {
        "text": "chữ / text",
        "person": "người / people",
        "office": "chức vụ / offices",
        "date": "ngày / dates",
        "award": "khen thưởng / awards",
    }
    show_table(
        f"Thử đọc lại / rehearsal: {articles} bài / articles, {changed} sẽ khác / would change",
        ("", "thêm / gained", "mất / lost", "đổi / changed"),
        [(names[kind], *(counts[kind, how] for how in HOWS)) for kind in KINDS],
    )
    for (kind, how), shown in sorted(examples.items()):
        click.echo(f"{names[kind]}, {how}:")
        for change in shown:
            click.echo(f"  {change.url}")
            if change.before:
                click.echo(f"    - {_brief(change.before)}")
            if change.after:
                click.echo(f"    + {_brief(change.after)}")
    if refused:
        click.echo(f"{len(refused)} trang không đọc được, bài cũ vẫn giữ / refused, the articles stay:")
        for one in refused[:_EXAMPLES]:
            click.echo(f"  {one.url}: {one.refusal}")
    click.echo("chưa có gì bị thay / nothing has been replaced")


def _brief(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXAMPLE_LENGTH else f"{line[:_EXAMPLE_LENGTH]}…"


def show_rollback(version: str, outcome: RollbackOutcome) -> None:
    """How many articles went back, and how many could not."""
    click.echo(
        f"Trở lại bản đọc / back to version {version}: {outcome.restored} bài / articles; "
        f"{outcome.page_changed} giữ nguyên vì trang đã đổi / kept, because their page has changed since"
    )


def show_import(outcome: ImportOutcome) -> None:
    """How many pages were brought in, and which were left out, with the reason; what to run next."""
    click.echo(
        f"Nhập / import: {outcome.added} trang mới / brought in, {outcome.known} đã có / known already, "
        f"{outcome.left_out.total()} bỏ qua / left out"
    )
    for reason, number in outcome.left_out.most_common():
        click.echo(f"  {reason} × {number}: {', '.join(outcome.examples[reason])}")

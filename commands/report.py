"""What the commands say at their end: tables and lines on standard output."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from statistics import median

import click
from sqlalchemy import Engine

from commands.terminal import show_table
from config import Config
from crawler import CrawlOutcome
from db.engine import reading
from db.read import SiteRow, totals
from db.reasons import in_both_languages
from db.search import Hit
from extract.article import Article, FetchedPage
from extract.fact import Award, Date, Facts, Office, Person, Span
from extract.pages.marked import mark_page
from night.report import Night, local_time, reasons_in_words
from night.schedule import Job, Scheduled
from oneoff import Input
from pipeline import DedupeOutcome, ExtractOutcome, NightlyOutcome
from stages.prospect import Proposal
from stages.sample import Sample


def show_crawl(outcome: CrawlOutcome) -> None:
    """A line for each site, then why pages failed or were refused."""
    rows = [
        (
            site_id,
            site.progress.found,
            site.progress.fetched,
            site.progress.unchanged,
            site.progress.failed,
            site.progress.refused,
        )
        for site_id, site in sorted(outcome.sites.items())
    ]
    columns = (
        "trang / site",
        "thấy / found",
        "tải / fetched",
        "như cũ / unchanged",
        "hỏng / failed",
        "bỏ / refused",
    )
    show_table("Tải trang / crawl", columns, rows)
    for site_id, site in sorted(outcome.sites.items()):
        if site.reasons:
            click.echo(f"  {site_id}: {reasons_in_words(site.reasons)}")
    for site_id, error in sorted(outcome.errors.items()):
        click.echo(f"  {site_id}: KHÔNG TẢI ĐƯỢC / NOT CRAWLED: {in_both_languages(error)}")


def show_extract(outcome: ExtractOutcome) -> None:
    """How many articles were read, in one line."""
    click.echo(
        f"Đọc bài / extract: {outcome.new} bài mới / new, {outcome.revised} bài sửa / revised, "
        f"{outcome.unchanged} như cũ / unchanged, {outcome.refused} không phải bài / refused"
    )


def show_dedupe(outcome: DedupeOutcome) -> None:
    """How many articles were compared, in one line."""
    click.echo(
        f"So trùng / dedupe: {outcome.articles} bài / articles, {outcome.pairs} cặp / pairs, "
        f"{outcome.duplicates} nghi trùng / suspected duplicates"
    )


def show_night(engine: Engine, outcome: NightlyOutcome, took: float) -> None:
    """What a nightly run did, what is in store after it, and the time it took, in seconds."""
    show_crawl(outcome.crawl)
    show_extract(outcome.extract)
    show_dedupe(outcome.dedupe)
    _show_totals(engine)
    click.echo(f"Thời gian / time: {took:.1f} giây / seconds")


def _show_totals(engine: Engine) -> None:
    with reading(engine) as session:
        stored = totals(session)
    rows = [
        ("trang / sites", stored.sites),
        ("địa chỉ / pages", sum(stored.pages.values())),
        *((f"  {state}", number) for state, number in sorted(stored.pages.items())),
        ("bài / articles", stored.articles),
        ("chuyện / stories", stored.stories),
        ("người / people", stored.people),
        ("chức vụ / offices", stored.offices),
        ("ngày / dates", stored.dates),
        ("khen thưởng / awards", stored.awards),
        ("nghi trùng / suspected duplicates", stored.suspected_duplicates),
    ]
    show_table("Trong kho / in store", ("", "số / number"), rows)


def show_status(engine: Engine, night: Night) -> None:
    """The totals, each site's last line in the ledger and the last runs."""
    _show_totals(engine)
    show_table("Các trang / sites", _LEDGER_COLUMNS, [_ledger_row(site, night) for site in night.sites])
    show_table(
        "Các lần chạy / runs",
        (
            "số / no.",
            "lệnh / command",
            "bắt đầu / started",
            "giây / seconds",
            "kết quả / state",
            "lỗi / error",
        ),
        [
            (
                run.run_id,
                run.command,
                local_time(run.started_at),
                round((run.finished_at - run.started_at).total_seconds(), 1) if run.finished_at else "",
                run.state,
                run.error or "",
            )
            for run in night.runs[:10]
        ],
    )


_LEDGER_COLUMNS = (
    "trang / site",
    "trong kho / in store",
    "thấy / found",
    "tải / fetched",
    "như cũ / same",
    "hỏng / failed",
    "bỏ / refused",
    "bài mới / new",
    "thường / usual",
    "bài sửa / revised",
    "không bài / empty",
    "dữ kiện / facts",
    "nghi trùng / dupl.",
    "lần cuối / last run",
    "ghi chú / note",
)


def _ledger_row(site: SiteRow, night: Night) -> tuple[object, ...]:
    line = site.last_run
    if line is None:
        return (site.site_id, site.articles, *[0] * 11, "–", "")
    earlier = [past.articles_new for past in night.history.get(site.site_id, [])[:-1]]
    return (
        site.site_id,
        site.articles,
        line.found,
        line.fetched,
        line.unchanged,
        line.failed,
        line.refused,
        line.articles_new,
        f"{median(earlier):.0f}" if earlier else "–",
        line.articles_revised,
        line.empty,
        line.facts,
        line.duplicates,
        local_time(line.started_at),
        in_both_languages(line.error) if line.error else reasons_in_words(line.reasons),
    )


def show_alarms(night: Night) -> None:
    """What is out of the ordinary, with the reason."""
    if not night.alarms:
        click.echo("Không có báo động / no alarm stands")
        return
    show_table(
        "BÁO ĐỘNG / ALARMS",
        ("trang / site", "loại / kind", "lý do / reason"),
        [(alarm.site_id or "–", alarm.kind, alarm.reason) for alarm in night.alarms],
    )


def show_timer(timer: Path) -> None:
    """How to start a timer that has been written, and how to see it run."""
    click.echo(f"đã ghi / written: {timer}")
    for what, command in (
        (
            "bắt đầu ngay / start it now",
            f"systemctl --user daemon-reload && systemctl --user start {timer.name}",
        ),
        ("chạy cả khi không đăng nhập / run while you are logged out", "loginctl enable-linger"),
        ("xem lịch / see the timer", f"systemctl --user list-timers {timer.name}"),
        ("xem nhật ký / see what it says", f"journalctl --user -u {timer.stem}.service"),
    ):
        click.echo(f"  {what}:\n    {command}")


def show_crontab(job: Job) -> None:
    """Where to see a line of the crontab that has been written, and what it says when it runs."""
    click.echo("đã ghi vào crontab / written into the crontab")
    for what, command in (
        ("xem lịch / see the line", "crontab -l"),
        ("xem nhật ký / see what it says", f"tail -f {job.log}"),
    ):
        click.echo(f"  {what}:\n    {command}")


def show_schedule(schedules: Sequence[Scheduled]) -> None:
    """When the next nights run."""
    if not schedules:
        click.echo("chưa đặt lịch / nothing is scheduled; run: tintinh schedule install --systemd")
    for one in schedules:
        runs = ", ".join(
            moment.strftime("%d/%m/%Y %H:%M") for moment in one.next_runs(datetime.now().astimezone())
        )
        click.echo(f"{one.keeper} ({one.where}): {runs}")


def show_sites(config: Config) -> None:
    """The sites of the settings, the enabled ones marked."""
    show_table(
        str(config.path),
        ("id", "tên / name", "tỉnh / province", "hệ / vendor", "bật / enabled", "bắt đầu / start"),
        [
            (
                site.id,
                site.name,
                site.province,
                site.vendor or "–",
                "có / yes" if site.enabled else "–",
                site.start,
            )
            for site in config.site
        ],
    )


def show_sample(sample: Sample) -> None:
    """What `site check` found: how fetching went, then each article in brief."""
    show_crawl(sample.crawl)
    for article in (sampled.view for sampled in sample.articles):
        click.echo(f"\n{article.url}\n  {article.title}")
        when = article.published_at and f"{local_time(article.published_at)} ({article.published_source})"
        click.echo(f"  ngày / published: {when or 'không có / none'}")
        click.echo(f"  tác giả / authors: {', '.join(article.authors) or '–'}")
        click.echo(
            f"  {len(article.body)} chữ cái / characters; {len(article.people)} người / people, "
            f"{len(article.dates)} ngày / dates, {len(article.awards)} khen thưởng / awards"
        )
        if article.witness_f1 is not None:
            click.echo(
                f"  khớp với bộ đọc chung / agreement with the generic extractor: {article.witness_f1:.2f}"
            )
        for warning in article.warnings:
            click.echo(f"  chú ý / warning: {warning}")
    if not sample.articles:
        click.echo(
            "không đọc được bài nào; xem lại start, listings và article_pattern của trang này / "
            "no article could be read; look at start, listings and article_pattern of this site"
        )


def show_proposal(proposal: Proposal) -> None:
    """A proposed table, ready to be copied, and behind a # what it rests on."""
    click.echo(proposal.toml)
    if proposal.site.vendor is None:
        click.echo("# không nhận ra hệ nào / no vendor recognised: the generic extractor reads it")
    for address, number in proposal.articles.items():
        click.echo(f"# {number} bài / articles: {address}")


def show_article(article: Article) -> None:
    """An article as a person reads it."""
    click.echo(f"# {article.title}")
    click.echo(
        f"{article.published.isoformat() if article.published else 'không ngày / no date'}"
        f" · {', '.join(article.authors) or 'không tác giả / no author'} · {article.kind}"
    )
    for block in article.blocks:
        click.echo(f"[{block.kind}] {block.text}")
    for file in article.attachments:
        click.echo(f"[attachment] {file.name} <{file.url}>")
    for warning in article.warnings:
        click.echo(f"[warning] {warning}")
    click.echo()


def write_marked(folder: Path, stem: str, page: FetchedPage, article: Article) -> Path:
    """The page beside its article, what was taken marked, as an HTML file in the folder; returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stem}.html"
    path.write_text(mark_page(page, article), encoding="utf-8")
    return path


def explain_facts(item: Input, facts: Facts) -> None:
    """Each fact with its sentence, place, rule and confidence."""
    text = item.source.text
    click.echo(f"# {item.id}: {item.source.title}")
    for person in facts.people:
        click.echo(f"người / person: {person.name}  {_why(person)}")
        _quote(text, person.mentions)
        for office in person.offices:
            former = " (nguyên / former)" if office.former else ""
            click.echo(f"chức vụ / office: {person.name} | {office.full}{former}  {_why(office)}")
            _quote(text, (office.span,))
    for day in facts.dates:
        click.echo(f"ngày / date: {day.start} … {day.end}  {_why(day)}")
        _quote(text, (day.span,))
    for award in facts.awards:
        recipient = f"{award.count} {award.recipient}" if award.count else award.recipient
        what = f"{award.award} → {recipient or '?'}, {award.issuer or '?'}, {award.status}"
        click.echo(f"khen thưởng / award: {what}  {_why(award)}")
        _quote(text, (award.span,))


def _why(fact: Person | Office | Date | Award) -> str:
    return f"[{fact.rule}, {fact.confidence:.2f}]"


def _quote(text: str, spans: Sequence[Span]) -> None:
    for span in spans:
        click.echo(f"    {span.start}–{span.end}: {_in_context(text, span)}")


def _in_context(text: str, span: Span) -> str:
    """The wording in brackets, with what stands around it in its line."""
    line_end = text.find("\n", span.end)
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - 60)
    end = min(line_end if line_end >= 0 else len(text), span.end + 60)
    return f"{text[start : span.start]}【{text[span.start : span.end]}】{text[span.end : end]}"


def show_hits(hits: Sequence[Hit]) -> None:
    """The articles found, each with the piece of text that shows why."""
    for hit in hits:
        day = hit.published_day.strftime("%d/%m/%Y") if hit.published_day else "không ngày / no date"
        click.echo(
            f"{hit.article_id}\t{day}\t{hit.site_name}\t{hit.title}\n\t{hit.snippet.text}\n\t{hit.url}"
        )
    click.echo(f"{len(hits)} bài / articles")

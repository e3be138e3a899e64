"""Alarms: what in the ledger is out of the ordinary, each with its reason in figures. Pure.

A site's last line is held against its own earlier lines. Figures of articles are judged over the
last nights that together brought enough pages to judge by, against as many earlier stretches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from db.read import RunRow, SiteRunRow
from db.reasons import in_vietnamese
from night.usual import usual

STRETCH_PAGES = 5
"""Pages that must have been read before figures per article are judged."""
CERTIFICATE_DAYS = 14
"""An alarm stands when a certificate ends within so many days."""
ABANDONED = timedelta(days=7)
"""A site that no run has visited for so long before the newest run is crawled no more, and not judged."""

_DAY = timedelta(days=1)


class AlarmKind(StrEnum):
    """What is wrong; docs/operations.md says what to do about each."""

    RUN = "run"
    OVERDUE = "overdue"
    UNREACHABLE = "unreachable"
    FAILING = "failing"
    SLOW = "slow"
    ROBOTS = "robots"
    CERTIFICATE = "certificate"
    SILENT = "silent"
    SELECTOR = "selector"
    DISAGREEMENT = "disagreement"
    TIMES = "times"
    EMPTY = "empty"
    TEXT = "text"
    FACTS = "facts"


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing out of the ordinary; `site_id` is empty where it is about the runs themselves."""

    site_id: str
    kind: AlarmKind
    vietnamese: str
    english: str

    @property
    def reason(self) -> str:
        """Why it stands: in Vietnamese, then in English."""
        return f"{self.vietnamese} / {self.english}"


def standing_alarms(
    history: Mapping[str, Sequence[SiteRunRow]], runs: Sequence[RunRow], now: datetime
) -> list[Alarm]:
    """All alarms that stand: of the runs (the newest first), then of each site (the oldest line first)."""
    found = list(_run_alarms(runs, now))
    newest = max((lines[-1].started_at for lines in history.values() if lines), default=now)
    for _, lines in sorted(history.items()):
        if lines and newest - lines[-1].started_at <= ABANDONED:
            found += site_alarms(lines)
    return found


def site_alarms(lines: Sequence[SiteRunRow]) -> list[Alarm]:
    """What is out of the ordinary at a site, by its lines in the ledger, the oldest first."""
    found = (*_reach_alarms(lines), *_guest_alarms(lines), *_silence_alarms(lines), *_article_alarms(lines))
    return [Alarm(lines[-1].site_id, *one) for one in found]


Found = tuple[AlarmKind, str, str]
"""What is wrong, and why one says so: in Vietnamese, in English."""

_ENDS = {"failed": "hỏng", "interrupted": "bị ngắt"}


def _run_alarms(runs: Sequence[RunRow], now: datetime) -> Iterator[Alarm]:
    nights = [run for run in runs if run.command == "nightly"]
    if not nights:
        return
    last = nights[0]
    if last.state in _ENDS:
        why = f": {last.error}" if last.error else ""
        yield Alarm(
            "",
            AlarmKind.RUN,
            f"đêm cuối không xong ({_ENDS[last.state]}{why})",
            f"the last night did not finish ({last.state}{why})",
        )
    waited = _overdue([run.started_at for run in reversed(nights)], now)
    if waited is not None:
        rest, usually = _days(now - last.started_at), _days(waited)
        yield Alarm(
            "",
            AlarmKind.OVERDUE,
            f"{rest} ngày chưa chạy đêm nào, thường {usually}",
            f"no night has run for {rest} days, usually every {usually}",
        )


def _reach_alarms(lines: Sequence[SiteRunRow]) -> Iterator[Found]:
    last = lines[-1]
    if last.error is not None:
        yield (
            AlarmKind.UNREACHABLE,
            f"không tải được: {in_vietnamese(last.error)}",
            f"could not be crawled: {last.error}",
        )
    if _asked(last) >= STRETCH_PAGES:
        shares = [line.failed / _asked(line) for line in lines[:-1] if _asked(line) >= STRETCH_PAGES]
        known = usual(shares, least=0.05)
        share = last.failed / _asked(last)
        if known is not None and known.is_far_above(share):
            yield (
                AlarmKind.FAILING,
                f"{share:.0%} trang hỏng, thường {known.middle:.0%}",
                f"{share:.0%} of pages failed, usually {known.middle:.0%}",
            )
    if last.answer_ms is not None:
        before = [line.answer_ms for line in lines[:-1] if line.answer_ms is not None]
        known = usual(before, least=200.0, share=0.2)
        if known is not None and known.is_far_above(last.answer_ms):
            yield (
                AlarmKind.SLOW,
                f"trả lời sau {last.answer_ms} ms, thường {known.middle:.0f}",
                f"answers after {last.answer_ms} ms, usually {known.middle:.0f}",
            )


def _asked(line: SiteRunRow) -> int:
    return line.fetched + line.unchanged + line.failed


def _guest_alarms(lines: Sequence[SiteRunRow]) -> Iterator[Found]:
    """What changed in how the site receives us: robots.txt, certificate."""
    last, before = lines[-1], lines[:-1]
    robots = next((line.robots_digest for line in reversed(before) if line.robots_digest), None)
    if robots and last.robots_digest and robots != last.robots_digest:
        yield AlarmKind.ROBOTS, "robots.txt đã đổi", "robots.txt has changed"
    issuer = next((line.certificate_issuer for line in reversed(before) if line.certificate_issuer), None)
    if issuer and last.certificate_issuer and issuer != last.certificate_issuer:
        change = f"{issuer} → {last.certificate_issuer}"
        yield (
            AlarmKind.CERTIFICATE,
            f"chứng thư do nơi khác ký: {change}",
            f"the certificate has another issuer: {change}",
        )
    if last.certificate_expires_at is not None:
        left = last.certificate_expires_at - last.started_at
        if left < timedelta(days=CERTIFICATE_DAYS):
            yield (
                AlarmKind.CERTIFICATE,
                f"chứng thư còn {left.days} ngày",
                f"the certificate ends in {left.days} days",
            )


def _silence_alarms(lines: Sequence[SiteRunRow]) -> Iterator[Found]:
    news = [line.started_at for line in lines if line.articles_new]
    cadence = _overdue(news, lines[-1].started_at)
    if cadence is not None:
        quiet, usually = _days(lines[-1].started_at - news[-1]), _days(cadence)
        yield (
            AlarmKind.SILENT,
            f"{quiet} ngày không có bài mới, thường {usually}",
            f"no new article for {quiet} days, usually every {usually}",
        )


def _overdue(moments: Sequence[datetime], now: datetime) -> timedelta | None:
    """The usual time between the moments, where by now it has been passed by far; else none."""
    gaps = [(later - earlier) / _DAY for earlier, later in pairwise(moments)]
    known = usual(gaps, least=0.5, share=0.5)
    if known is None or not known.is_far_above((now - moments[-1]) / _DAY):
        return None
    return timedelta(days=known.middle)


def _days(span: timedelta) -> str:
    return f"{span / _DAY:.1f}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """One or more nights in a row that together brought pages enough to judge by."""

    articles: int = 0
    empty: int = 0
    characters: int = 0
    timed: int = 0
    templated: int = 0
    agreement: float = 0.0
    facts: int = 0

    def with_line(self, line: SiteRunRow) -> Stretch:
        """The stretch and one more night."""
        return Stretch(
            articles=self.articles + line.articles,
            empty=self.empty + line.empty,
            characters=self.characters + line.characters,
            timed=self.timed + line.timed,
            templated=self.templated + line.templated,
            agreement=self.agreement + line.agreement,
            facts=self.facts + line.facts,
        )

    @property
    def pages(self) -> int:
        """Pages read as articles."""
        return self.articles + self.empty


def stretches(lines: Sequence[SiteRunRow]) -> list[Stretch]:
    """The nights packed into stretches of enough pages each, the newest first."""
    packed, open_one = [], Stretch()
    for line in reversed(lines):
        open_one = open_one.with_line(line)
        if open_one.pages >= STRETCH_PAGES:
            packed.append(open_one)
            open_one = Stretch()
    return packed


def _article_alarms(lines: Sequence[SiteRunRow]) -> Iterator[Found]:
    packed = stretches(lines)
    if not packed:
        return
    for measure in _MEASURES:
        now, before = measure.of(packed[0]), [measure.of(stretch) for stretch in packed[1:]]
        earlier = [value for value in before if value is not None]
        known = usual(earlier, least=measure.least, share=measure.share)
        if now is None or known is None:
            continue
        rises, falls = known.is_far_above(now), known.is_far_below(now)
        if (rises and measure.may_not_rise) or (falls and measure.may_not_fall):
            figure = measure.figure
            yield (
                measure.kind,
                f"{measure.vietnamese} {figure.format(now)}, thường {figure.format(known.middle)}",
                f"{measure.english} {figure.format(now)}, usually {figure.format(known.middle)}",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measure:
    """A figure of a stretch that is held against the earlier ones."""

    kind: AlarmKind
    vietnamese: str
    english: str
    of: Callable[[Stretch], float | None]
    figure: str
    least: float
    share: float = 0.0
    may_not_rise: bool = False
    may_not_fall: bool = False


def _per_article(total: Callable[[Stretch], float]) -> Callable[[Stretch], float | None]:
    return lambda stretch: total(stretch) / stretch.articles if stretch.articles else None


_MEASURES = (
    _Measure(
        kind=AlarmKind.SELECTOR,
        vietnamese="bài đọc được bằng bộ chọn của hệ:",
        english="articles that the vendor's selectors read:",
        of=_per_article(lambda stretch: stretch.templated),
        figure="{:.0%}",
        least=0.05,
        may_not_fall=True,
    ),
    _Measure(
        kind=AlarmKind.DISAGREEMENT,
        vietnamese="khớp với bộ đọc chung:",
        english="agreement with the generic extractor:",
        of=lambda stretch: stretch.agreement / stretch.templated if stretch.templated else None,
        figure="{:.2f}",
        least=0.03,
        may_not_fall=True,
    ),
    _Measure(
        kind=AlarmKind.TIMES,
        vietnamese="bài có giờ đăng:",
        english="articles with a time of publication:",
        of=_per_article(lambda stretch: stretch.timed),
        figure="{:.0%}",
        least=0.05,
        may_not_fall=True,
    ),
    _Measure(
        kind=AlarmKind.EMPTY,
        vietnamese="trang không có bài:",
        english="pages without an article:",
        of=lambda stretch: stretch.empty / stretch.pages,
        figure="{:.0%}",
        least=0.05,
        may_not_rise=True,
    ),
    _Measure(
        kind=AlarmKind.TEXT,
        vietnamese="chữ mỗi bài:",
        english="characters an article:",
        of=_per_article(lambda stretch: stretch.characters),
        figure="{:.0f}",
        least=50.0,
        share=0.1,
        may_not_rise=True,
        may_not_fall=True,
    ),
    _Measure(
        kind=AlarmKind.FACTS,
        vietnamese="dữ kiện mỗi bài:",
        english="facts an article:",
        of=_per_article(lambda stretch: stretch.facts),
        figure="{:.1f}",
        least=0.3,
        share=0.1,
        may_not_rise=True,
        may_not_fall=True,
    ),
)

"""Pairs joined into stories: which articles tell one thing, which speaks for it, who took it from whom.

Groups: links are joined strongest first, an editor's before the machine's, and none that would
bring two articles together which an editor told apart. A compilation (a text that came later
than two others and holds both) does not join the stories that it tells.

The canonical article is, in this order: the one that an editor chose last; one that does not
name another publisher of the story as its source; the earliest; the longest.

Each other article hangs on the earlier one from which it was most likely taken: the publisher
that it names, else the strongest link.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dedupe.verdict import Kind

JUDGED = "judged"
CANONICAL = "canonical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article that may belong to a story."""

    id: int
    published: datetime | None
    has_time: bool
    """Whether `published` is a moment; else it is the midnight at which its day begins."""
    length: int
    credited: frozenset[int] = frozenset()
    """The articles whose publisher this one names as its source."""

    @property
    def latest(self) -> datetime:
        """The moment by which it was published: a day alone may mean its last minute."""
        if self.published is None:
            return datetime.max.replace(tzinfo=UTC)
        return self.published if self.has_time else self.published + timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two articles that tell the same, `a < b`."""

    a: int
    b: int
    relation: str
    """A kind of duplicate, or `JUDGED`."""
    score: float
    reason: str
    canonical: int | None = None
    """The one that an editor chose."""
    judgement: int | None = None
    """The number of the judgement; later ones count first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An article's place in its story."""

    id: int
    story: int
    parent: int | None
    relation: str
    reason: str


def place_in_stories(
    members: Mapping[int, Member], links: Iterable[Link], apart: Iterable[tuple[int, int]] = ()
) -> list[Placed]:
    """The places of all articles that share a story with another, by story and time.

    Links to articles that are not among the members are passed over.
    """
    known = [link for link in links if link.a in members and link.b in members]
    placed: list[Placed] = []
    for group in _groups(members, known, frozenset(frozenset(pair) for pair in apart)):
        within = [link for link in known if link.a in group and link.b in group]
        placed += _syndication([members[one] for one in group], within)
    return placed


def _groups(
    members: Mapping[int, Member], links: Sequence[Link], apart: frozenset[frozenset[int]]
) -> list[set[int]]:
    """The stories of more than one article."""
    group = {one: {one} for one in members}
    held: dict[int, int] = {}
    for link in sorted(links, key=_strength):
        left, right = group[link.a], group[link.b]
        if left is right or any(frozenset((a, b)) in apart for a in left for b in right):
            continue
        if link.relation == Kind.EXCERPT and link.judgement is None:
            short, long = sorted((members[link.a], members[link.b]), key=lambda member: member.length)
            other = members[held.setdefault(long.id, short.id)]
            if other is not short and long.latest > max(short.latest, other.latest):
                continue
        left |= right
        for one in right:
            group[one] = left
    return [found for one, found in sorted(group.items()) if len(found) > 1 and one == min(found)]


def _strength(link: Link) -> tuple[int, int, float, int, int]:
    """Links sorted by this come strongest first; excerpts, which may join a compilation, last."""
    return -(link.judgement or 0), link.relation == Kind.EXCERPT, -link.score, link.a, link.b


def _syndication(group: list[Member], links: Sequence[Link]) -> list[Placed]:
    """The canonical article, then the others as they came, each with its parent."""
    chosen = max(
        (link for link in links if link.canonical is not None),
        key=lambda link: link.judgement or 0,
        default=None,
    )
    by_time = sorted(group, key=_precedence)
    first = by_time[0]
    reason = _why_first(by_time)
    if chosen is not None:
        first = next(member for member in group if member.id == chosen.canonical)
        reason = "biên tập viên chọn / chosen by an editor"
    story = min(member.id for member in group)
    placed = [Placed(id=first.id, story=story, parent=None, relation=CANONICAL, reason=reason)]
    for member in by_time:
        if member is not first:
            placed.append(_below(member, placed, links))
    return placed


def _precedence(member: Member) -> tuple[bool, datetime, int, int]:
    return bool(member.credited), member.latest, -member.length, member.id


def _why_first(by_time: Sequence[Member]) -> str:
    first, second = by_time[:2]
    if bool(first.credited) != bool(second.credited):
        return "các bài khác ghi nguồn từ nơi khác / the others name another source"
    if first.latest != second.latest:
        return "đăng sớm nhất / published first"
    if first.length != second.length:
        return "đăng cùng lúc, dài nhất / published at the same time, the longest"
    return "đăng cùng lúc, lưu trước / published at the same time, stored first"


def _below(member: Member, placed: Sequence[Placed], links: Sequence[Link]) -> Placed:
    """The member under one of those placed before it."""
    earlier = {one.id: place for place, one in enumerate(placed)}
    others = {
        (link.b if link.a == member.id else link.a): link for link in links if member.id in (link.a, link.b)
    }
    linked = {other: link for other, link in others.items() if other in earlier}
    story = placed[0].story
    if not linked:
        return Placed(
            id=member.id,
            story=story,
            parent=placed[0].id,
            relation=Kind.COPY.value,
            reason="cùng chuyện, qua bài khác / the same story, by way of other articles",
        )
    parent = min(
        linked, key=lambda other: (other not in member.credited, -linked[other].score, earlier[other])
    )
    reason = linked[parent].reason
    if parent in member.credited:
        reason = f"ghi nguồn này / names this source; {reason}"
    return Placed(id=member.id, story=story, parent=parent, relation=linked[parent].relation, reason=reason)

"""From the appearances of names to persons: agglomerative clustering under constraints.

Appearances that say exactly the same, and enough, start together; so do those that an editor has bound.
Then the two clusters of one name for which most speaks are joined, and weighed anew as what they are
together, until for no two of them more speaks for one person than against (greedy agglomerative clustering,
as is usual in author name disambiguation: Ferreira, Gonçalves and Laender 2012). What an editor keeps
apart is never joined. Appearances are taken in the order of their addresses, and ties go to the first: the
result does not depend on the order in which they came in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush
from math import exp, inf

from extract.identity.appearance import Appearance, Evidence, Ref
from extract.identity.compare import BARE, name_weight, total, weigh
from extract.identity.grounds import Ground, successor
from extract.identity.links import Links
from extract.identity.profile import Profile, profile_of
from extract.identity.reasons import Placed, Reason, reason

_BLOCK = 250
"""What more clusters of a name than this share tells nobody from anybody."""
_COMPARED = 8
"""Parts of a cluster with which a part is compared to say why it is there."""


@dataclass(slots=True)
class _Cluster:
    """Appearances of one person so far."""

    refs: list[Ref]
    profile: Profile
    parts: list[_Cluster] = field(default_factory=list)
    """What it was joined from; itself where it was not."""
    bound: bool = False
    rival: float = -inf
    """The most that speaks for its being one person with a cluster that it was not joined with."""


def cluster(appearances: Sequence[Appearance], links: Links) -> tuple[tuple[Placed, ...], ...]:
    """Persons, each as the appearances that stand for them; the same in whatever order these are given."""
    names: dict[str, list[Appearance]] = defaultdict(list)
    for one in sorted(appearances, key=lambda one: (one.url, one.ref)):
        names[one.ref.key].append(one)
    persons = [found for key, own in sorted(names.items()) for found in _cluster_name(key, own, links)]
    return tuple(tuple(_explained(person)) for person in _across_names(persons, links))


def _cluster_name(key: str, appearances: Sequence[Appearance], links: Links) -> list[_Cluster]:
    clusters = dict(enumerate(_beginnings(key, appearances, links)))
    near = _neighbours(key, clusters)
    heap: list[tuple[float, int, int]] = []
    for a, others in near.items():
        for b in others:
            if a < b:
                _consider(heap, key, clusters, (a, b), links)
    heapify(heap)
    for number in range(len(clusters), 2 * len(clusters)):
        pair = _best(heap, clusters)
        if pair is None:
            break
        near[number] = set().union(*(near.pop(one) for one in pair)) - set(pair)
        clusters[number] = _joined([clusters.pop(one) for one in pair])
        for other in sorted(near[number]):
            near[other] = (near[other] - set(pair)) | {number}
            _consider(heap, key, clusters, (other, number), links)
    return list(clusters.values())


def _consider(
    heap: list[tuple[float, int, int]],
    key: str,
    clusters: Mapping[int, _Cluster],
    pair: tuple[int, int],
    links: Links,
) -> None:
    """Weigh two clusters: what speaks for joining them is kept, what speaks against is noted with both."""
    one, other = clusters[pair[0]], clusters[pair[1]]
    weight = _weight(key, one, other, links)
    if weight > 0:
        heappush(heap, (-weight, *pair))
    else:
        one.rival, other.rival = max(one.rival, weight), max(other.rival, weight)


def _best(heap: list[tuple[float, int, int]], clusters: dict[int, _Cluster]) -> tuple[int, int] | None:
    """The pair for which most speaks, of clusters that are still there."""
    while heap:
        _, a, b = heappop(heap)
        if a in clusters and b in clusters:
            return a, b
    return None


def _beginnings(key: str, appearances: Sequence[Appearance], links: Links) -> list[_Cluster]:
    """Appearances together that an editor has bound, and those that say the same, if that is enough."""
    bound = set(links.bound())
    groups: dict[object, list[Appearance]] = defaultdict(list)
    for one in appearances:
        groups[links.group(one.ref) if one.ref in bound else _said(one.evidence)].append(one)
    clusters = []
    for said, own in groups.items():
        parts = [_Cluster([one.ref], profile_of(one.evidence)) for one in own]
        if isinstance(said, Ref):
            clusters.append(_joined(parts, bound=len(parts) > 1))
        elif len(parts) > 1 and total(weigh(key, parts[0].profile, _without_company(parts[1].profile))) > 0:
            whole = _joined(parts)
            clusters.append(_Cluster(whole.refs, whole.profile))
        else:
            clusters += parts
    place = {one.ref: number for number, one in enumerate(appearances)}
    return sorted(clusters, key=lambda found: place[found.refs[0]])


def _said(evidence: Evidence) -> Evidence:
    """What the evidence says of the person, without when and in what company."""
    return replace(evidence, day=None, company=(), leaders=(), awards=())


def _without_company(profile: Profile) -> Profile:
    return replace(profile, company=set(), leaders=set(), awards={})


def _neighbours(key: str, clusters: Mapping[int, _Cluster]) -> dict[int, set[int]]:
    """For each cluster those that may be the same person: they share something that speaks for it."""
    alone_enough = name_weight(key) + BARE > 0
    blocks: dict[object, list[int]] = defaultdict(list)
    for number, one in clusters.items():
        for trait in _traits(one.profile):
            blocks[trait].append(number)
        if alone_enough:
            for home in one.profile.homes:
                blocks[successor(home)].append(number)
    anywhere = [number for number, one in clusters.items() if alone_enough and not one.profile.homes]
    near: dict[int, set[int]] = {number: set(anywhere) for number in clusters}
    near |= {number: set(clusters) for number in anywhere}
    for block in blocks.values():
        if len(block) <= _BLOCK:
            for number in block:
                near[number].update(block)
    for number, others in near.items():
        others.discard(number)
    return near


def _traits(profile: Profile) -> Iterator[object]:
    """What two clusters of one person are likely to share."""
    yield from profile.company
    yield from profile.grounds
    yield from profile.units
    yield from {post.seat for post in profile.posts}
    yield from {Ground(post.seat.level, post.seat.place) for post in profile.posts if post.seat.place}
    for year in profile.born:
        yield from (year - 1, year, year + 1)
    if profile.days.first:
        week = profile.days.first.toordinal() // 5
        yield from ((leader, week + step) for leader in profile.leaders for step in (0, 1))


def _weight(key: str, one: _Cluster, other: _Cluster, links: Links) -> float:
    if any(links.apart(a, b) for a in _separated(one, links) for b in other.refs):
        return -inf
    return total(weigh(key, one.profile, other.profile))


def _separated(one: _Cluster, links: Links) -> list[Ref]:
    return [ref for ref in one.refs if links.separated(ref)]


def _joined(clusters: Sequence[_Cluster], *, bound: bool = False) -> _Cluster:
    refs = [ref for one in clusters for ref in one.refs]
    profile = Profile()
    for one in clusters:
        profile.include(one.profile)
    parts = [part for one in clusters for part in (one.parts or [one])]
    return _Cluster(refs, profile, parts, bound or any(one.bound for one in clusters))


def _across_names(clusters: Sequence[_Cluster], links: Links) -> list[_Cluster]:
    """Clusters of different names are one person where an editor says so, and only there."""
    groups: dict[Ref, int] = {}
    found: dict[int, list[_Cluster]] = {}
    for number, one in enumerate(clusters):
        bound = {links.group(ref) for ref in one.refs}
        into = min((groups[group] for group in bound if group in groups), default=number)
        for group in bound:
            groups[group] = into
        found.setdefault(into, []).append(one)
    return [own[0] if len(own) == 1 else _joined(own, bound=True) for own in found.values()]


def _explained(person: _Cluster) -> Iterator[Placed]:
    parts = person.parts or [person]
    for part in parts:
        score, reasons = _why(part, parts, person)
        yield from (Placed(ref=ref, score=score, reasons=reasons) for ref in part.refs)


def _why(part: _Cluster, parts: Sequence[_Cluster], person: _Cluster) -> tuple[float, tuple[Reason, ...]]:
    """How sure it is that a part belongs to its person, and why: by the part of it that is nearest."""
    key = part.refs[0].key
    others = [one for one in parts if one is not part][:_COMPARED]
    if len(part.refs) > 1:
        others.append(part)
    evidence = [weigh(key, part.profile, one.profile) for one in others]
    best = max(evidence, key=total, default=None)
    if person.bound:
        said = sorted([reason("decision", 10.0), *(best or [])], key=lambda one: -abs(one.weight))
        return 1.0, tuple(said)
    if best is not None:
        return _probability(total(best)), tuple(sorted(best, key=lambda one: -abs(one.weight)))
    return _probability(-person.rival), (reason("alone", 0.0),)


def _probability(weight: float) -> float:
    return round(1 / (1 + exp(-max(-30.0, min(30.0, weight)))), 4)

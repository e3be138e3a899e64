"""What editors decided, as constraints: appearances that are one person, and that are not.

A later decision wins over an earlier one that contradicts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extract.identity.appearance import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One decision that stands: all of `one` are one person, who is none of `others`."""

    number: int
    """The higher, the later."""
    one: tuple[Ref, ...]
    others: tuple[Ref, ...] = ()


@dataclass(slots=True)
class Links:
    """Groups of appearances that must be together, and the groups that must not."""

    _group: dict[Ref, Ref] = field(default_factory=dict)
    _apart: dict[Ref, set[Ref]] = field(default_factory=dict)

    def group(self, ref: Ref) -> Ref:
        """The representative of the group in which the appearance must be; itself where nothing binds it."""
        while (above := self._group.get(ref, ref)) != ref:
            ref = above
        return ref

    def apart(self, one: Ref, other: Ref) -> bool:
        """Whether two appearances must not be one person."""
        return self.group(other) in self._apart.get(self.group(one), ())

    def bound(self) -> Iterator[Ref]:
        """The appearances that a decision speaks of, in no order."""
        return iter(self._group)

    def separated(self, one: Ref) -> frozenset[Ref]:
        """The representatives of the groups that must be apart from the appearance's."""
        return frozenset(self._apart.get(self.group(one), ()))

    def join(self, one: Ref, other: Ref) -> None:
        """Bind two appearances together, unless a later decision keeps them apart."""
        a, b = sorted((self.group(one), self.group(other)))
        self._group.setdefault(a, a)
        self._group.setdefault(b, b)
        if a == b or b in self._apart.get(a, ()):
            return
        self._group[b] = a
        for group in self._apart.pop(b, set()):
            self._apart[group].discard(b)
            self._keep_apart(a, group)

    def part(self, one: Ref, other: Ref) -> None:
        """Keep two appearances apart, unless a later decision binds them together."""
        a, b = self.group(one), self.group(other)
        self._group.setdefault(a, a)
        self._group.setdefault(b, b)
        if a != b:
            self._keep_apart(a, b)

    def _keep_apart(self, a: Ref, b: Ref) -> None:
        self._apart.setdefault(a, set()).add(b)
        self._apart.setdefault(b, set()).add(a)


def links_of(rulings: Iterable[Ruling], present: frozenset[Ref]) -> Links:
    """The constraints on the appearances that are present, from decisions in any order."""
    links = Links()
    for ruling in sorted(rulings, key=lambda ruling: ruling.number, reverse=True):
        one, others = _present(ruling.one, present), _present(ruling.others, present)
        for ref in one[1:]:
            links.join(one[0], ref)
        for group in sorted({links.group(ref) for ref in one}):
            for other in others:
                links.part(group, other)
    return links


def _present(refs: Sequence[Ref], present: frozenset[Ref]) -> list[Ref]:
    return sorted(ref for ref in refs if ref in present)

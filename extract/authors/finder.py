"""Who signed an article: the byline or signature at the head or foot of its plain text.

A signature stands behind the last sentence (`… an toàn giao thông. Hoàng Nam`), in a line
of its own, or behind a credit (`Bài và ảnh: A - B`). A source (`Theo PLO`), an agency
(`TTXVN`), an unnamed reporter (`P.V`) or office (`BBT`) is no author, but signs as well.
`extract.authors.signature` reads one; this module finds the places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extract.authors.signature import is_sure, opens_with_credit, opens_with_link, read_signature
from extract.fact import Span
from extract.paragraphs import paragraphs

_LONGEST = 120
_TAIL_LINES = 5
_OTHER_LINES = 1
_WRAPPED_LINES = 3
_HEAD_LINES = 2

_SENTENCE_END = re.compile(
    r"""[.!?…]["”’'»)\]]*\s+(?=\S)|["”»)\]]\s+(?=[^\W\d])|(?<=[^\W\d_][^\W\d_])\.(?=[^\W\d_])"""
)


@dataclass(frozen=True, slots=True)
class _Signature:
    """A signature with its place in the body, and the people it names."""

    span: Span
    names: tuple[str, ...]


def find_authors(title: str, body: str) -> tuple[str, ...]:
    """The people who signed the article, in the order of their names, each once."""
    return tuple(dict.fromkeys(name for signature in _signatures(title, body) for name in signature.names))


def byline_spans(title: str, body: str) -> tuple[Span, ...]:
    r"""Where signatures stand in `title + "\n" + body`, with or without a person's name."""
    return tuple(signature.span for signature in _signatures(title, body))


@lru_cache(maxsize=1)
def _signatures(title: str, body: str) -> tuple[_Signature, ...]:
    """The signatures at the head and the foot, in order; kept, as names and spans are asked in turn."""
    text = f"{title}\n{body}"
    lines = paragraphs(text, len(title) + 1)
    found = [*_head(text, lines), *_foot(text, lines)]
    return tuple(
        sorted({signature.span: signature for signature in found}.values(), key=lambda one: one.span)
    )


def _head(text: str, lines: list[tuple[int, int]]) -> Iterator[_Signature]:
    """Lines at the head that open with a credit: `Bài, ảnh: …`."""
    for start, end in lines[:_HEAD_LINES]:
        if opens_with_credit(text[start : start + _LONGEST]):
            signature = _signature(text, start, end)
            if signature is not None:
                yield signature


def _foot(text: str, lines: list[tuple[int, int]]) -> Iterator[_Signature]:
    """The signature at the foot: behind the last sentence, or among the last lines."""
    others = 0
    for index in range(len(lines) - 1, max(-1, len(lines) - 1 - _TAIL_LINES), -1):
        start, end = lines[index]
        found = _wrapped(text, lines[: index + 1])
        if found is None and others == 0:
            found = _behind_sentences(text, start, end)
        sure = found is not None and is_sure(text[slice(*found.span)], found.names)
        if found is not None and (others == 0 or not found.names or sure):
            yield found
            if found.names:
                return
        elif not opens_with_link(text[start : start + _LONGEST]):
            others += 1
            if others > _OTHER_LINES:
                return


def _wrapped(text: str, lines: list[tuple[int, int]]) -> _Signature | None:
    """The last line as a signature, with the lines before that it was broken from, as many as fit."""
    end = lines[-1][1]
    found = (_signature(text, start, end) for start, _ in lines[-_WRAPPED_LINES:])
    return next((signature for signature in found if signature is not None), None)


def _behind_sentences(text: str, start: int, end: int) -> _Signature | None:
    """The signature that follows the last sentence of a paragraph: the longest that names people, if any."""
    window = max(start, end - _LONGEST)
    ends = (match.end() for match in _SENTENCE_END.finditer(text, window, end))
    found = [
        signature
        for behind in ends
        if not text[behind].islower() and (signature := _signature(text, behind, end)) is not None
    ]
    return next((signature for signature in found if signature.names), found[-1] if found else None)


def _signature(text: str, start: int, end: int) -> _Signature | None:
    """The stretch of text as a signature, if it is one from end to end."""
    stretch = text[start:end]
    names = read_signature(stretch) if len(stretch) <= _LONGEST else None
    if names is None:
        return None
    lead = len(stretch) - len(stretch.lstrip())
    return _Signature(Span(start + lead, start + len(stretch.rstrip())), names)

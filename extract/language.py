"""The language layer: an article as sentences, tokens and parts of speech.

`read(source)` gives the `Document` that every finder of facts works on. All offsets are
into `Source.text` and exact. Sentences are found at once, in linear time; tokens when
they are first asked for. `tag` joins tokens into words with parts of speech, by the
models that ship with Underthesea on its compiled engine: slow beside all else (see
docs/performance.md), so ask only about the few tokens that matter.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import NamedTuple, Protocol, cast

from extract.fact import Source
from extract.lexicon import entries
from extract.paragraphs import paragraphs
from extract.text import fold

MAX_SENTENCE = 4000
"""Characters after which a sentence is cut, at a space where there is one."""

_INVISIBLE = "\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_TOKEN = re.compile(
    r"\d+(?:[.,/:]\d+)*"  # numbers, dates, clock times
    r"|[^\W\d_]\.[^\W\d_](?![^\W_])"  # T.Ư
    r"|[^\W\d_][^\W_]*(?:(?:['’ʼ`]|&(?=[^\W\d_]))[^\W\d_]+)*"  # words; H'Hen and GD&ĐT are one
    rf"|[^\w\s{_INVISIBLE}]|_"
)
_STOP = re.compile(r"[.!?…]+[\"'”’)\]»]*(?=\s|[^\W\d_])")
_WORD_BEFORE = re.compile(r"[^\s,;:()\"“”]+\Z")


@lru_cache(maxsize=65536)
def word_key(word: str) -> str:
    """The comparison key of one token; never empty, even of a mark that `fold` would drop."""
    return fold(word) or word


class Token(NamedTuple):
    """A syllable, number or mark."""

    text: str
    start: int
    end: int


class Word(NamedTuple):
    """A word of one or more syllables with its part of speech (`Np` is a name, `N` a noun …)."""

    text: str
    start: int
    end: int
    pos: str


@dataclass(frozen=True)
class Sentence:
    """A sentence of the document, of at least one token; it never runs over a paragraph.

    Its text is exactly the document's, so in a hard-wrapped text it may hold line breaks.
    """

    text: str
    start: int
    paragraph: int
    """The number of its paragraph in the document; the title is 0."""

    @property
    def end(self) -> int:
        """The offset behind its last character."""
        return self.start + len(self.text)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Its tokens, with offsets into the document's text."""
        start, text = self.start, self.text
        spans = [match.span() for match in _TOKEN.finditer(text)]
        return tuple([Token(text[first:last], start + first, start + last) for first, last in spans])

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The comparison keys of its tokens."""
        return tuple([word_key(token.text) for token in self.tokens])


@dataclass(frozen=True)
class Document:
    """An article, read: its source, text and sentences."""

    source: Source
    text: str
    sentences: tuple[Sentence, ...]

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(sentence.start for sentence in self.sentences)

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that holds the character at `offset` (or the last before it).

        Raises `LookupError` where no sentence begins at or before `offset`.
        """
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            raise LookupError(f"no sentence at offset {offset}")
        return self.sentences[index]


def read(source: Source) -> Document:
    """The document of a source: its text cut into paragraphs and sentences."""
    text = source.text
    sentences = []
    title_end = len(source.title)
    for number, (start, end) in enumerate([(0, title_end), *paragraphs(text, title_end + 1)]):
        for first, last in _sentence_spans(text, start, end):
            sentences.append(Sentence(text[first:last], first, number))
    return Document(source, text, tuple(sentences))


def _sentence_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of the sentences of one paragraph, trimmed, none longer than `MAX_SENTENCE`."""
    cuts = [stop.end() for stop in _STOP.finditer(text, start, end) if _ends_sentence(text, start, stop)]
    spans = []
    for cut in [*cuts, end]:
        while cut - start > MAX_SENTENCE:
            space = text.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
            middle = space if space >= 0 else start + MAX_SENTENCE
            spans.append(_trim(text, start, middle))
            start = middle
        spans.append(_trim(text, start, cut))
        start = cut
    return [(first, last) for first, last in spans if _TOKEN.search(text, first, last)]


def _ends_sentence(text: str, first: int, stop: re.Match[str]) -> bool:
    """Whether the stop ends a sentence: no abbreviation before it, no lower-case word after it."""
    after = text[stop.end() : stop.end() + 8].lstrip()
    if not after or after[0].islower():
        return False
    spaced = text[stop.end()].isspace()
    if stop[0] != ".":
        return spaced
    before = _WORD_BEFORE.search(text, max(first, stop.start() - 12), stop.start())
    word = before[0] if before else ""
    if not spaced and (len(word) < 2 or word[1:] != word[1:].lower()):
        return False  # TP.HCM, P.Y, Q.Bình
    return word not in _dotted() and not (len(word) == 1 and word.isupper())


@cache
def _dotted() -> frozenset[str]:
    return frozenset(entries("dotted"))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the white space at its ends."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def is_word(text: str) -> bool:
    """Whether the dictionary that ships with Underthesea (72,000 words) has the text, in any case."""
    return text.lower() in _dictionary()


@cache
def _dictionary() -> frozenset[str]:
    from underthesea.transformer.tagged_feature import lower_words  # noqa: PLC0415  slow to load

    return frozenset(lower_words)


class _Tagger(Protocol):
    def predict(self, tokens: list[list[str]]) -> list[str]: ...


@cache
def _tagger(package: str, model: str) -> _Tagger:
    """A shipped model, loaded once; `underthesea.pos_tag(model="v2.0")` fails on its second call."""
    from underthesea.models.fast_crf_sequence_tagger import FastCRFSequenceTagger  # noqa: PLC0415  slow to load

    tagger = FastCRFSequenceTagger()
    tagger.load(str(files(f"underthesea.pipeline.{package}") / "models" / model))
    return cast("_Tagger", tagger)


def tag(tokens: Sequence[Token]) -> tuple[Word, ...]:
    """Neighbouring tokens joined into words, with parts of speech."""
    if not tokens:
        return ()
    marks = _tagger("word_tokenize", "ws_crf_vlsp2013_20230727").predict([[token.text] for token in tokens])
    groups: list[list[Token]] = []
    for token, mark in zip(tokens, marks, strict=True):
        if mark == "I-W" and groups:
            groups[-1].append(token)
        else:
            groups.append([token])
    texts = [" ".join(token.text for token in group) for group in groups]
    tags = _tagger("pos_tag", "pos_crf_vlsp2013_20230303").predict([[text] for text in texts])
    return tuple(
        Word(text, group[0].start, group[-1].end, tag.removeprefix("B-"))
        for text, group, tag in zip(texts, groups, tags, strict=True)
    )

"""Which element of a page is the headline: evidence from the page's metadata, its markup and its place."""

from __future__ import annotations

from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING
from unicodedata import normalize

from extract.pages.lexicon import opens_box
from extract.pages.survey import Survey, text_of
from extract.text import fold

if TYPE_CHECKING:
    from lxml.etree import _Element

    from extract.pages.metadata import Metadata

_HEADING_WEIGHT = {"h1": 3.0, "h2": 2.0, "h3": 1.0, "h4": 0.5}
_REFUSAL = 12.0
"""Outweighs all that may speak for a headline."""
_BARRED = 4.0
_BOXES = frozenset({"nav", "footer", "aside", "li"})
_OPENING = 4
_SURE_HEADLINE = 5.0
_LONE_HEADLINE = 3.0
_LIKELY_HEADLINE = 2.0
_NEAR = 3
"""What speaks for a heading in the body; one less for each step that it stands further out."""
_EMPHASISED_LENGTHS = range(15, 300)
_SENTENCE = 80
_HEAD = 15
"""The head of an article, where its headline stands, ends with such a text, or after so many elements."""
_HEADLINE_LENGTHS = range(6, 400)
_HOME = frozenset({"/", "./", "/index.html", "/trang-chu", "/home"})


class Headlines:
    """The elements that may be the headline, with how much speaks for each."""

    def __init__(self, survey: Survey, metadata: Metadata) -> None:
        self._survey = survey
        self._metadata = metadata
        self._barred: dict[_Element, bool] = {}
        self._hints = [fold(hint) for hint in metadata.headlines]
        self._page_title = fold(metadata.page_title)
        known = (*metadata.headlines, metadata.page_title)
        self._openings = {
            normalize(form, text[:_OPENING]) for text in known if text for form in ("NFC", "NFD")
        }

    @cached_property
    def _scored(self) -> list[tuple[float, _Element]]:
        survey, openings = self._survey, self._openings
        named = {element for element, mark in survey.named.items() if mark.headline}
        hinted = {e for e in survey.elements if (own := e.text) and own.lstrip()[:_OPENING] in openings}
        scored = []
        for element in sorted({*named, *hinted, *survey.body.iter(*_HEADING_WEIGHT)}, key=survey.place):
            barred = self._is_barred(element)
            if survey.size(element) not in _HEADLINE_LENGTHS or (barred and element not in hinted):
                continue
            text = text_of(element)
            known = text[:_OPENING] in openings and self._hinted(fold(text))
            # A linked heading that the metadata do not know is another story's.
            if known or survey.linked(element) <= survey.plain(element):
                rank = _HEADING_WEIGHT.get(str(element.tag), 0.0) + 2.0 * (element in named)
                evidence = self._evidence(element, text) - _BARRED * barred
                scored.append((rank + known + evidence, element))
        return scored

    def _hinted(self, folded: str) -> float:
        """How well the metadata know this text."""
        if folded in self._hints:
            return 6.0
        title = self._page_title
        if len(folded) >= 8 and (title == folded or (len(folded) >= 20 and title.startswith(folded))):
            return 5.0
        cut = title.rstrip(". …")
        if title != cut and len(cut) >= 20 and folded.startswith(cut):
            return 5.0
        return 0.0

    def _evidence(self, element: _Element, text: str) -> float:
        """What the element's markup and place say for and against it."""
        score = 1.5 if element.get("itemprop") in {"headline", "name"} else 0.0
        if self._survey.linked(element) > self._survey.plain(element):
            score -= 3.0
        if opens_box(text) or _leads_home(element):
            score -= _REFUSAL
        return score

    def _is_barred(self, element: _Element) -> bool:
        """Whether something around the element says that no headline stands in it."""
        survey, known = self._survey, self._barred
        passed = []
        barred = False
        for ancestor in element.iterancestors():
            if ancestor in known:
                barred = known[ancestor]
                break
            passed.append(ancestor)
        for ancestor in reversed(passed):
            named = ancestor.tag in _BOXES or survey.marks(ancestor).junk
            # A box of a third of the page is no box.
            boxed = named and 3 * survey.size(ancestor) < survey.size(survey.body)
            known[ancestor] = barred = barred or boxed or survey.is_hidden(ancestor)
        return barred

    @cached_property
    def sure(self) -> _Element | None:
        """The headline, where the evidence for one is beyond doubt."""
        best = max(self._scored, key=lambda pair: pair[0], default=None)
        return best[1] if best and best[0] >= _SURE_HEADLINE else None

    @cached_property
    def lone(self) -> _Element | None:
        """The one first-rank heading of a page without better evidence."""
        ranked = [(score, element) for score, element in self._scored if score >= _LONE_HEADLINE]
        return ranked[0][1] if len(ranked) == 1 and not self._survey.is_cut(ranked[0][1]) else None

    def before(self, body: _Element | None) -> _Element | None:
        """The likeliest headline before the body, or inside it at its head; the nearest of equals."""
        if body is None:
            return None
        survey = self._survey
        start = survey.place(body)
        sentences = (
            survey.place(element) for element in body.iter("*") if len(element.text or "") >= _SENTENCE
        )
        end = max(next(sentences, start + _HEAD), start)
        near = {
            around: _NEAR - up for up, around in enumerate(islice(chain([body], body.iterancestors()), _NEAR))
        }
        likely = [
            (score + (near.get(parent, 0) if parent is not None else 0), survey.place(element), element)
            for score, element in self._scored
            for parent in [element.getparent()]
            if not survey.is_cut(element) and survey.place(element) <= end
        ]
        best = max(likely, key=lambda item: item[:2], default=None)
        if best is not None and best[0] >= _LIKELY_HEADLINE:
            return best[2]
        return None if self._metadata.headlines else self._emphasised(end)

    def _emphasised(self, end: int) -> _Element | None:
        """The last line in bold or large letters before the text: the headline of pages without headings."""
        survey = self._survey
        lines = (
            element
            for element in survey.body.iter("b", "strong", "font")
            if survey.place(element) < end
            and survey.size(element) in _EMPHASISED_LENGTHS
            and not survey.linked(element)
            and not survey.is_cut(element)
        )
        return max(lines, key=survey.place, default=None)

    @property
    def stated(self) -> str:
        """The title by the metadata, for pages that do not show one."""
        return next(iter(self._metadata.headlines), self._metadata.page_title)


def _leads_home(element: _Element) -> bool:
    """Whether the element is the site's name or logo: a link to its home page."""
    return any(link.get("href", "").strip() in _HOME for link in (element, *element.iter("a")))

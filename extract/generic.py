"""Find the article in a page of unknown making: headline, body, and the lead between them.

The headline is the heading that the page's metadata repeat, or the likeliest heading. The body is the
element that the page names as such and that holds text, or else the one that holds most of the
page's running text. A notice of a few words is looked for beside its headline.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import TYPE_CHECKING
from unicodedata import normalize

from extract.moments import is_time_line
from extract.page_lexicon import labels, opens_box
from extract.survey import Survey, text_of
from extract.text import clean, fold

if TYPE_CHECKING:
    from lxml.etree import _Element

    from extract.marks import Marks
    from extract.metadata import Metadata

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
_LEAD_LENGTH = 50
_DOMINANT = 0.7
"""A child that holds this share of its parent's running text stands for the parent."""
_NEVER_BODY = frozenset({"html", "body", "a", "img", "p", "span", "h1", "h2", "h3", "h4", "h5"})
_TRUSTED = 0.3
"""An element that the page names as its text is believed from this share of the densest element's text on."""
_HOME = frozenset({"/", "./", "/index.html", "/trang-chu", "/home"})
_LISTED_STORIES = 4
_TEASER_LENGTH = 500
"""A listing shows at least so many stories, and less text beside them for each."""
_RUNNING_TEXT = 250
"""Characters; a page with less is a notice, or none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Where the article is. `between` is what stands between headline and body, in order."""

    title: str
    headline: _Element | None
    body: _Element | None
    between: tuple[_Element, ...]
    region: _Element
    """The smallest element that holds headline and body: times, bylines and files are looked for here."""


def find_article(survey: Survey, metadata: Metadata) -> Found:
    """Find the article; cuts junk from the survey on the way."""
    headlines = _Headlines(survey, metadata)
    survey.cut_junk(headlines.sure)
    body = _find_body(survey, headlines.sure)
    headline = headlines.sure if headlines.sure is not None else headlines.before(body)
    if body is None and headlines.lone is not None:
        headline, body = headlines.lone, _beside(survey, headlines.lone)
    region = _common_ancestor(headline, body) if headline is not None and body is not None else survey.body
    return Found(
        title=text_of(headline) if headline is not None else headlines.stated,
        headline=headline,
        body=body,
        between=tuple(_between(survey, headline, body, region))
        if headline is not None and body is not None
        else (),
        region=region,
    )


class _Headlines:
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


def _find_body(survey: Survey, headline: _Element | None) -> _Element | None:
    named = _named_body(survey, headline)
    dense = _densest(survey)
    dense_prose = survey.prose(dense)
    if named is not None and survey.prose(named) >= _TRUSTED * dense_prose:
        return named
    if dense_prose >= _RUNNING_TEXT and dense is not survey.body and _may_follow(survey, headline, dense):
        return dense
    if headline is None:
        return dense if dense_prose >= _RUNNING_TEXT else named
    return named if named is not None else _beside(survey, headline)


def _named_body(survey: Survey, headline: _Element | None) -> _Element | None:
    """The element that the page calls the article's text; of several the nearest to the headline."""
    named = {element for element, mark in survey.named.items() if mark.body and not _is_part(mark)}
    stated = {element for element in survey.elements if element.get("itemprop") == "articleBody"}
    candidates = [
        element
        for element in sorted(named | stated, key=survey.place)
        if element.tag not in _NEVER_BODY
        and not survey.is_cut(element)
        and (survey.has_text(element) or next(element.iter("img", "iframe", "embed"), None) is not None)
        and _may_follow(survey, headline, element)
    ]
    if not candidates:
        return None
    around = set() if headline is None else set(headline.iterancestors())

    def fitness(element: _Element) -> tuple[int, bool, int]:
        return _nearness(headline, element), element not in around, survey.prose(element)

    best = max(candidates, key=fitness)
    fullest = max(candidates, key=survey.prose)
    if survey.prose(fullest) > 3 * max(survey.prose(best), 100):
        best = fullest
    inner = [
        e
        for e in candidates
        if e is not best and best in e.iterancestors() and survey.prose(e) >= 0.9 * survey.prose(best)
    ]
    return inner[-1] if inner else best


def _is_part(mark: Marks) -> bool:
    """Whether a name that speaks of the text means a part of it: `content-detail-sapo`."""
    return mark.lead or mark.headline or mark.date or mark.author or mark.source or mark.caption


def _may_follow(survey: Survey, headline: _Element | None, element: _Element) -> bool:
    """Whether the element stands behind the headline, or around it."""
    if headline is None:
        return True
    return survey.place(element) > survey.place(headline) or element in headline.iterancestors()


def _nearness(headline: _Element | None, element: _Element) -> int:
    """The depth of the element that holds both: the deeper, the nearer they are."""
    if headline is None:
        return 0
    return sum(1 for _ in _common_ancestor(headline, element).iterancestors())


def _common_ancestor(first: _Element, second: _Element) -> _Element:
    around = {first, *first.iterancestors()}
    if second in around:
        return second
    return next(ancestor for ancestor in second.iterancestors() if ancestor in around)


def _densest(survey: Survey) -> _Element:
    """Go down from the body, always into the child that holds most of the running text."""
    current = survey.body
    while True:
        children = [child for child in current if isinstance(child.tag, str) and not survey.is_cut(child)]
        best = max(children, key=survey.prose, default=None)
        if best is None or best.tag == "p" or survey.prose(best) < _DOMINANT * survey.prose(current):
            return current
        current = best


def _beside(survey: Survey, headline: _Element) -> _Element | None:
    """The nearest element around the headline that shows anything but the headline and times."""
    for ancestor in headline.iterancestors():
        if ancestor not in set(survey.body.iterancestors()) and any(_tells(survey, headline, ancestor)):
            return ancestor
        if ancestor is survey.body:
            break
    return None


def _tells(survey: Survey, headline: _Element, ancestor: _Element) -> Iterator[bool]:
    """For each thing behind the headline, whether it says something: text, a picture or a file."""
    within = {headline, *headline.iterdescendants()}
    start = survey.place(headline)
    for element in ancestor.iter():
        if (
            not isinstance(element.tag, str)
            or element in within
            or survey.place(element) < start
            or survey.is_cut(element)
        ):
            continue
        mark = survey.marks(element)
        own = clean(element.text or "")
        yield (
            bool(own) and len(own) > 2 and not (mark.date or mark.author or mark.source or _is_furniture(own))
        )


def _is_furniture(text: str) -> bool:
    """Whether a short text is a time, a counter or a control, not the article's."""
    return is_time_line(text) or (len(text) < 60 and bool(labels().control.match(fold(text))))


def _between(survey: Survey, headline: _Element, body: _Element, region: _Element) -> Iterable[_Element]:
    """The outermost elements between headline and body that are not cut."""
    around = {*body.iterancestors(), *headline.iterancestors()}
    start, end = survey.place(headline), survey.place(body)
    inside: set[_Element] = set(headline.iterdescendants())
    for element in region.iter():
        if not isinstance(element.tag, str) or not start < survey.place(element) < end:
            continue
        if element in around or element in inside or element.getparent() in inside:
            if element.getparent() in inside:
                inside.add(element)
            continue
        inside.add(element)
        if survey.has_text(element) and not survey.is_cut(element):
            yield element


def is_listing(survey: Survey, found: Found) -> bool:
    """Whether what was found is a list of articles: stories with a linked heading, and little else."""
    area = survey.body if found.body is None else found.body
    stories = sum(1 for element in area.iter() if survey.is_story(element))
    if stories < _LISTED_STORIES or survey.plain(area) >= stories * _TEASER_LENGTH:
        return False
    return not any(
        len(e.text or "") >= _SENTENCE and not survey.is_cut(e) for e in area.iter("p", "div", "td", "span")
    )


def is_lead(survey: Survey, element: _Element) -> bool:
    """Whether an element between headline and body is the article's lead, or its first picture's caption."""
    mark = survey.marks(element)
    if mark.author or mark.source or mark.date or mark.clock or survey.prose(element) <= 0:
        return False
    if _is_furniture(text_of(element)):
        return False
    captioned = any(item.tag == "figcaption" or survey.marks(item).caption for item in element.iter())
    return (
        captioned
        or mark.lead
        or element.get("itemprop") == "description"
        or survey.plain(element) >= _LEAD_LENGTH
    )

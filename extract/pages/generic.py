"""Find the article in a page of unknown making: headline, body, and the lead between them.

The headline is the heading that the page's metadata repeat, or the likeliest heading. The body is the
element that the page names as such and that holds text, or else the one that holds most of the
page's running text. A notice of a few words is looked for beside its headline.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.pages.headline import Headlines
from extract.pages.lexicon import labels
from extract.pages.moments import is_time_line
from extract.pages.survey import Survey, text_of
from extract.text import clean, fold

if TYPE_CHECKING:
    from lxml.etree import _Element

    from extract.pages.marks import Marks
    from extract.pages.metadata import Metadata

_LEAD_LENGTH = 50
_DOMINANT = 0.7
"""A child that holds this share of its parent's running text stands for the parent."""
_NEVER_BODY = frozenset({"html", "body", "a", "img", "p", "span", "h1", "h2", "h3", "h4", "h5"})
_TRUSTED = 0.3
"""An element that the page names as its text is believed from this share of the densest element's text on."""
_SENTENCE = 80
"""Characters of a text that no heading, menu or teaser has."""
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
    headlines = Headlines(survey, metadata)
    survey.cut_junk(headlines.sure)
    body = _find_body(survey, headlines.sure)
    headline = headlines.sure if headlines.sure is not None else headlines.before(body)
    if body is None and headlines.lone is not None:
        headline, body = headlines.lone, _beside(survey, headlines.lone)
    title = headlines.stated if headline is None else text_of(headline)
    if headline is None or body is None:
        return Found(title=title, headline=headline, body=body, between=(), region=survey.body)
    return Found(
        title=title,
        headline=headline,
        body=body,
        between=tuple(_between(survey, headline, body)),
        region=_common_ancestor(headline, body),
    )


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
        if any(_tells(survey, element) for element in _behind(survey, headline, ancestor)):
            return ancestor
        if ancestor is survey.body:
            break
    return None


def _behind(survey: Survey, headline: _Element, ancestor: _Element) -> Iterator[_Element]:
    """The elements of an ancestor that stand behind the headline and are not cut."""
    start = survey.place(headline)
    within = {headline, *headline.iterdescendants()}
    for element in ancestor.iter("*"):
        if survey.place(element) > start and element not in within and not survey.is_cut(element):
            yield element


def _tells(survey: Survey, element: _Element) -> bool:
    """Whether the element's own text says something of an article."""
    mark = survey.marks(element)
    own = clean(element.text or "")
    return len(own) > 2 and not (mark.date or mark.author or mark.source or _is_furniture(own))


def _is_furniture(text: str) -> bool:
    """Whether a short text is a time, a counter or a control, not the article's."""
    return is_time_line(text) or (len(text) < 60 and bool(labels().control.match(fold(text))))


def _between(survey: Survey, headline: _Element, body: _Element) -> Iterator[_Element]:
    """The outermost elements between headline and body that are not cut."""
    around = {*body.iterancestors(), *headline.iterancestors()}
    inside: set[_Element | None] = {headline}
    for element in survey.elements[survey.place(headline) + 1 : survey.place(body)]:
        if element.getparent() in inside:
            inside.add(element)
        elif element not in around:
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

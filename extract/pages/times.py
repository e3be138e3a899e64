"""When an article was published and changed, by everything that its page says.

A time counts only with its place: in the page's statements for machines, or between headline and
text. A date elsewhere on the page (today's, or another story's) is never the article's.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from extract.pages.lexicon import time_words
from extract.pages.moments import is_time_line, is_update_line, parse_moment
from extract.pages.survey import text_of
from extract.text import fold

if TYPE_CHECKING:
    from lxml.etree import _Element

    from extract.article import Moment
    from extract.pages.generic import Found
    from extract.pages.metadata import Metadata
    from extract.pages.survey import Survey

_LINE_LENGTH = 120
_HEAD = 30
"""Elements behind the headline among which a time inside the body may stand."""
_CLIMB = 2
"""Times may stand so many levels above the element that holds headline and body."""


def read_times(survey: Survey, found: Found, metadata: Metadata) -> tuple[Moment | None, Moment | None]:
    """When the article was published, and when it was last changed; None where the page does not say."""
    if found.headline is None:
        return metadata.published, _other(metadata.updated, metadata.published)
    item = dict(_microdata(survey, found))
    stated = metadata.published or item.get("datePublished")
    shown_published, shown_updated = _shown(survey, found)
    published = _settled(stated, shown_published)
    if published is None and shown_updated is not None:
        # Many systems label the only time that they show as one of change.
        return shown_updated, None
    updated = shown_updated or metadata.updated or item.get("dateModified")
    return published, _other(updated, published)


def _settled(stated: Moment | None, shown: Moment | None) -> Moment | None:
    """The time of publication, from what the page states for machines and what it shows.

    Some systems overwrite the stated time at each edit and some swap its day and month; the time
    shown is then the earlier one, or the one with day and month in their places.
    """
    if stated is None or shown is None:
        return stated or shown
    same_day = stated.at.date() == shown.at.date()
    if same_day:
        return shown if shown.has_time and not stated.has_time else stated
    swapped = (stated.at.year, stated.at.day, stated.at.month) == (
        shown.at.year,
        shown.at.month,
        shown.at.day,
    )
    return shown if swapped or shown.at.date() < stated.at.date() else stated


def _other(updated: Moment | None, published: Moment | None) -> Moment | None:
    """The time of the change, where it is another than that of publication."""
    if updated is None or (published is not None and updated.at <= published.at):
        return None
    return updated


def _microdata(survey: Survey, found: Found) -> Iterator[tuple[str, Moment]]:
    """Times by `itemprop` around headline and body, the last first, so that the first wins in a dict."""
    properties = [
        element
        for element in found.region.iter()
        if isinstance(element.tag, str) and element.get("itemprop") in {"datePublished", "dateModified"}
    ]
    for element in reversed(properties):
        if survey.is_cut(element):
            continue
        name = element.get("itemprop") or ""
        value = element.get("content") or element.get("datetime") or text_of(element)
        moment = parse_moment(value, source=f"microdata:{name}")
        if moment:
            yield name, moment


def _shown(survey: Survey, found: Found) -> tuple[Moment | None, Moment | None]:
    """The times that readers see with the article."""
    area = found.region
    for _ in range(_CLIMB + 1):
        published, updated = _shown_in(survey, found, area)
        parent = area.getparent()
        if published or updated or parent is None or area is survey.body:
            return published, updated
        area = parent
    return None, None


def _shown_in(survey: Survey, found: Found, area: _Element) -> tuple[Moment | None, Moment | None]:
    published: list[tuple[int, Moment]] = []
    updated: list[tuple[int, Moment]] = []
    for element, text in _time_elements(survey, found, area):
        moment = parse_moment(element.get("datetime") or text, source=f"text:{text}")
        if moment is None:
            continue
        shown = parse_moment(text, source=f"text:{text}")
        if shown is not None and shown.has_time and not moment.has_time:
            moment = shown
        distance = (
            abs(survey.place(element) - survey.place(found.headline)) if found.headline is not None else 0
        )
        (updated if is_update_line(text) else published).append((distance, moment))
    first = min(published, key=lambda pair: pair[0], default=None)
    last = min(updated, key=lambda pair: pair[0], default=None)
    return (first[1] if first else None), (last[1] if last else None)


def _time_elements(survey: Survey, found: Found, area: _Element) -> Iterator[tuple[_Element, str]]:
    """The short elements that show a time: above the text, or below it with a word that says which."""
    if found.body is None or found.headline is None:
        return
    around = {found.body, *found.body.iterancestors()}
    inside = set(found.body.iterdescendants())
    head = max(survey.place(found.body), survey.place(found.headline) + _HEAD)
    taken: set[_Element] = set()
    for dated in _dated(area):
        element = _widest(survey, dated, around)
        if element is None or element in taken or (survey.is_cut(element) and not _in_trail(survey, element)):
            continue
        taken.add(element)
        text = text_of(element)
        above = survey.place(element) <= head
        if any(survey.marks(inner).clock for inner in element.iter()) or (element in inside and not above):
            continue
        if above or time_words().publish.search(fold(text)) or is_update_line(text):
            yield element, text


def _in_trail(survey: Survey, element: _Element) -> bool:
    """Whether the element stands in the way from home page to section, where some papers show the time."""
    return any(survey.marks(around).trail for around in (element, *islice(element.iterancestors(), 2)))


def _dated(area: _Element) -> Iterator[_Element]:
    """The elements whose own text holds what may be a year."""
    for element in area.iter("*"):
        for text, holder in ((element.text, element), (element.tail, element.getparent())):
            if text and ("20" in text or "19" in text) and holder is not None:
                yield holder


def _widest(survey: Survey, element: _Element, around: set[_Element]) -> _Element | None:
    """The largest short element around a year that is a time line, or is named as one."""
    widest = None
    current: _Element | None = element
    while current is not None and current not in around and 0 < survey.size(current) <= _LINE_LENGTH:
        text = text_of(current)
        named = current.tag == "time" or survey.marks(current).date
        if is_time_line(text) or (named and survey.plain(current) > 0 and widest is None):
            widest = current
        current = current.getparent()
    return widest

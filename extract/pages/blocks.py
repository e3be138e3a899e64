"""The lines of an article's fragment to its blocks: junk out, captions and signatures told apart.

What goes: labels of boxes with the stories they announce, invitations to read on, counters and
controls, the time above the text, copies of the text. What stays, stays in order.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from extract.article import Block, BlockKind
from extract.authors.signatures import find_signatures
from extract.pages.attachments import is_file, is_file_name
from extract.pages.bylines import authors_in, read_byline
from extract.pages.legacy_fonts import legacy_font, to_unicode
from extract.pages.lexicon import is_notice, is_paging, labels, opens_box
from extract.pages.lines import Line, LineKind, read_lines
from extract.pages.moments import beside_time, is_time_line
from extract.text import clean, fold

_CUT = re.compile(r"\s*(?:\.{2,}|…)$")
_URL_TEXT = re.compile(r"(?:https?|ttps?)://|www\.", re.IGNORECASE)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp|jfif|heic|tiff?)$", re.IGNORECASE)
_NUMBERED_ALT = re.compile(r"[-–.:]\s*[^\W\d_]{1,6}\s*\d{1,2}\s*\.?$")
_KINDS = {
    LineKind.TEXT: BlockKind.PARAGRAPH,
    LineKind.HEADING: BlockKind.HEADING,
    LineKind.LIST_ITEM: BlockKind.LIST_ITEM,
    LineKind.TABLE_ROW: BlockKind.TABLE_ROW,
    LineKind.CAPTION: BlockKind.CAPTION,
}
_BRIEF, _SHORT, _LONG, _MIDDLING = 40, 60, 80, 200
"""Lengths of lines, in characters."""
_CAPTION_LENGTH = 350
_ALT_WORDS = 5
_STORY_WORDS = 5
_PARTLY = 0.3
"""The share of a line in links from which it may be there for them."""
_HEAD = 5
_TAIL = 4
"""Signatures stand among so many last lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a fragment says."""

    blocks: tuple[Block, ...]
    authors: tuple[str, ...]
    images: int


def read_blocks(lead: str, body: str, *, title: str) -> Reading:
    """Read the article's blocks from the HTML of its lead (may be empty) and of its body."""
    found = _unicode(read_lines(lead, body))
    heading, found = _heading(found)
    images = sum(line.kind is LineKind.IMAGE for line in found)
    found = _without_copies(_without_junk(found))
    end = _lead_end(found)
    lead_lines, lines = found[:end], found[end:]
    _mark_captions(lead_lines, title)
    _mark_captions(lines, title)
    leads = [_lead_block(line) for line in lead_lines if line.text]
    texts = [line for line in lines if line.text]
    signed = find_signatures(texts)
    blocks = [_block(line, signs=place in signed.places) for place, line in enumerate(texts)]
    said = {fold(block.text) for block in leads}
    kept = [block for place, block in enumerate(blocks) if not (place < _TAIL and fold(block.text) in said)]
    return Reading(blocks=(*leads, *kept), authors=authors_in(heading) or signed.authors, images=images)


def _heading(lines: list[Line]) -> tuple[list[str], list[Line]]:
    """Part short lines above a time line at the head (who wrote it, and when) from the text."""
    for place, line in enumerate(lines[:_HEAD]):
        if len(line.text) > _SHORT:
            break
        if is_time_line(line.text):
            above = [other.text for other in lines[:place] if other.text]
            return above, [other for other in lines[:place] if not other.text] + lines[place + 1 :]
    return [], lines


def _lead_end(lines: list[Line]) -> int:
    """How many of the first lines are the lead, with the captions in it."""
    end = 0
    for place, line in enumerate(lines):
        if line.text and not line.lead:
            break
        if line.text:
            end = place + 1
    return end


def _lead_block(line: Line) -> Block:
    """A line above the body: the lead, or the caption of the article's first picture."""
    if line.kind is LineKind.CAPTION:
        return Block(BlockKind.CAPTION, line.text, line.image)
    return Block(BlockKind.LEAD, line.text)


def _unicode(lines: list[Line]) -> list[Line]:
    """Old fonts to Unicode, line by line; where most lines are of one font, short lines go with them."""
    fonts = [legacy_font(line.text) for line in lines]
    common = None
    if any(fonts):
        long_fonts = [font for line, font in zip(lines, fonts, strict=True) if len(line.text) >= _LONG]
        common = max(set(long_fonts), key=long_fonts.count, default=None)
    for line, font in zip(lines, fonts, strict=True):
        line.text = clean(to_unicode(line.text, font or common) if font or common else line.text)
    return [line for line in lines if line.text or line.kind is LineKind.IMAGE]


def _without_junk(lines: list[Line]) -> list[Line]:
    """The lines that the article itself says."""
    kept: list[Line] = []
    in_box = False
    for line in lines:
        if line.kind is LineKind.IMAGE:
            kept.append(line)
            continue
        if len(line.text) <= _SHORT and opens_box(line.text):
            in_box = True
            continue
        story = _is_story_link(line)
        if in_box and story:
            continue
        in_box = False
        if _is_junk(line, story=story, first=not any(old.text for old in kept)):
            continue
        kept.append(line)
    return kept


def _is_junk(line: Line, *, story: bool, first: bool) -> bool:
    if story or len(line.text) > _MIDDLING:
        return story
    heading = (first or line.byline) and _is_heading_line(line.text)
    paging = line.linked > 0.9 and len(line.text) < _BRIEF and is_paging(line.text)
    return bool(heading or paging or _is_to_click(line) or is_notice(line.text))


def _is_to_click(line: Line) -> bool:
    """Whether a line invites to read something else, or is a control or a counter."""
    if line.linked <= _PARTLY and len(line.text) > _SHORT:
        return False
    folded = fold(line.text[:_SHORT])
    invites = (line.linked > _PARTLY or len(line.text) < _BRIEF) and labels().read_more.match(folded)
    return bool(invites or (len(line.text) <= _SHORT and labels().control.match(folded)))


def _is_heading_line(text: str) -> bool:
    """Whether a line above the text gives its time, or its author and time."""
    if is_time_line(text):
        return True
    rest = beside_time(text)
    return rest is not None and read_byline(rest, styled=True) is not None


def _is_story_link(line: Line) -> bool:
    """Whether a line is nothing but a link to another story."""
    if line.linked < 0.9 or len(line.links) == 0 or line.kind is LineKind.TABLE_ROW:
        return False
    if (
        any(is_file(address) for address, _ in line.links)
        or is_file_name(line.text)
        or _URL_TEXT.match(line.text)
    ):
        return False
    return len(line.text.split()) >= _STORY_WORDS


def _without_copies(lines: list[Line]) -> list[Line]:
    """Leave out a second copy of the text (print view, mobile twin) with all that comes with it."""
    lines = [line for place, line in enumerate(lines) if place >= _HEAD or not _is_cut_copy(line, lines)]
    seen: dict[str, int] = {}
    copies = []
    for place, line in enumerate(lines):
        if len(line.text) >= _LONG:
            key = line.text.casefold()
            if key in seen:
                copies.append(place)
            seen.setdefault(key, place)
    if not copies:
        return lines
    first = copies[0]
    behind = [place for place in range(first, len(lines)) if len(lines[place].text) >= _LONG]
    if len(copies) >= 2 and len(copies) >= 0.6 * len(behind):
        early = {line.text.casefold() for line in lines[:first]}
        while first and (lines[first - 1].kind is LineKind.IMAGE or is_time_line(lines[first - 1].text)):
            first -= 1
        return lines[:first] + [
            line for line in lines[first:] if len(line.text) >= _LONG and line.text.casefold() not in early
        ]
    return [line for place, line in enumerate(lines) if place not in set(copies)]


def _is_cut_copy(line: Line, lines: list[Line]) -> bool:
    """Whether a line is the beginning of another one, cut by a machine: `Ngày 1/12, Đoàn xã ra mắt...`."""
    start = _CUT.sub("", line.text)
    if start == line.text or len(start) < _BRIEF:
        return False
    return any(other is not line and other.text.startswith(start) for other in lines)


def _mark_captions(lines: list[Line], title: str) -> None:
    """Make captions of the lines that stand under pictures as captions do, and of telling `alt` texts."""
    bare = []
    for place, line in enumerate(lines):
        if line.kind is not LineKind.IMAGE:
            continue
        following = lines[place + 1] if place + 1 < len(lines) else None
        if following is not None and following.kind is LineKind.TEXT and _is_set_as_caption(following):
            following.kind = LineKind.CAPTION
        if following is not None and following.kind is LineKind.CAPTION:
            following.image = line.image
        elif place and lines[place - 1].kind is LineKind.CAPTION and lines[place - 1].image is None:
            lines[place - 1].image = line.image
        elif line.alt:
            bare.append(line)
    if bare:
        _caption_by_alt(bare, lines, title)


def _caption_by_alt(pictures: list[Line], lines: list[Line], title: str) -> None:
    """Give pictures without a caption their `alt` text, where it was written for this picture alone."""
    key = fold(title)
    alts = Counter(fold(line.alt) for line in lines if line.alt)
    said = {fold(line.text) for line in lines if line.text}
    for line in pictures:
        alt = fold(line.alt)
        if alts[alt] == 1 and alt not in said and _is_telling(alt, key):
            line.text = clean(line.alt)
            line.kind = LineKind.CAPTION


def _is_set_as_caption(line: Line) -> bool:
    return len(line.text) <= _CAPTION_LENGTH and (line.align == "center" or line.italic > 0.9)


def _is_telling(alt: str, title: str) -> bool:
    """Whether a folded `alt` text says something of its own: no file name, no headline with a number."""
    if alt in labels().empty_alts or _PICTURE_FILE.search(alt) or len(alt.split()) < _ALT_WORDS:
        return False
    # "… - Ảnh 2." is the headline, numbered by the system.
    return not _NUMBERED_ALT.search(alt) and not (title and (alt in title or title in alt))


def _block(line: Line, *, signs: bool) -> Block:
    if signs:
        return Block(BlockKind.SIGNATURE, line.text)
    return Block(_KINDS[line.kind], line.text, line.image)

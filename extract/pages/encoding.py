"""Bytes of a page to text, whatever encoding they declare.

What the bytes are counts for more than what the page says they are: bytes that are valid UTF-8 are
UTF-8; other bytes are tried in the declared encodings and in windows-1258 and windows-1252, and the
reading that gives most Vietnamese wins. Text of old fonts (TCVN3, VNI) passes as windows-1252 and is
converted later, block by block (`extract.pages.legacy_fonts`).
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from extract.pages.legacy_fonts import legacy_font, syllable_share, to_unicode
from extract.text import nfc

if TYPE_CHECKING:
    from extract.article import FetchedPage

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,400}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
_LEGACY = re.compile(r"cp\d|iso8859|koi8|mac-|gb|big5|euc|shift|tis")
"""Encodings for text, unlike `base64` or `punycode`, which Python knows by the same register."""
_MARKUP = re.compile(
    r"<script.*?</script>|<style.*?</style>|<[^>]{0,2000}>|&#?\w{1,10};", re.DOTALL | re.IGNORECASE
)
_HEAD = 4096
_HEAD_OF_TEXT = 20_000
_SAMPLE = 200_000
_TWICE = tuple("\u00e1\u00ba \u00e1\u00bb".encode().split())
"""How the letters that mostly Vietnamese has begin after two encodings."""
_AS_LATIN_1 = {ord(bytes([code]).decode("cp1252", "replace")): code for code in range(0x80, 0xA0)} | {
    0xFFFD: 0xFFFD
}
"""Back from what windows-1252 shows for the bytes that Latin-1 leaves to control characters."""
_BROKEN_SHARE = 0.02
"""UTF-8 with more broken characters than this share of the accented ones is no UTF-8."""


def decode_page(page: FetchedPage) -> str:
    """The page's text. Never fails: bytes that no encoding explains become U+FFFD."""
    body = page.body
    for bom, encoding in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(encoding, errors="replace")
    wide = _wide_encoding(body[:_HEAD])
    if wide:
        return body.decode(wide, errors="replace")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return _unwound(text) if any(mark in body[:_HEAD_OF_TEXT] for mark in _TWICE) else text
    almost = body.decode("utf-8", errors="replace")
    broken = almost.count("\ufffd")
    accented = sum(char > "\x7f" for char in almost)
    if broken <= accented * _BROKEN_SHARE:
        return almost
    return max([almost, *_readings(body, _declared(page))], key=_vietnamese)


def _wide_encoding(head: bytes) -> str | None:
    """UTF-16 without a byte order mark shows as every other byte of the markup being zero."""
    half = len(head) // 2
    if half >= 8:
        if head[1::2].count(0) > half * 0.6:
            return "utf-16-le"
        if head[0::2].count(0) > half * 0.6:
            return "utf-16-be"
    return None


def _declared(page: FetchedPage) -> list[str]:
    """The encodings that the HTTP header and the markup name, where Python knows them."""
    names = _HEADER_CHARSET.findall(page.headers.get("content-type", ""))
    names += [name.decode("ascii") for name in _META_CHARSET.findall(page.body[:_HEAD])]
    known = []
    for name in names:
        try:
            known.append(codecs.lookup(name).name)
        except LookupError:
            continue
    return known


def _readings(body: bytes, declared: list[str]) -> list[str]:
    """The page in every encoding worth trying beside UTF-8, the likeliest first."""
    legacy = [name for name in declared if _LEGACY.match(name)]
    return [
        body.decode(encoding, errors="replace") for encoding in dict.fromkeys([*legacy, "cp1258", "cp1252"])
    ]


def _vietnamese(reading: str) -> float:
    """How much of a reading is Vietnamese: the share of accented words that are syllables."""
    sample = nfc(_MARKUP.sub(" ", reading[:_SAMPLE]))
    return max(syllable_share(sample), syllable_share(to_unicode(sample, legacy_font(sample))))


def _unwound(text: str) -> str:
    """The text, freed of having been encoded as UTF-8 twice (`Tiáº¿ng` is `Tiếng`)."""
    try:
        once = text.translate(_AS_LATIN_1).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
    return once if _vietnamese(once) > _vietnamese(text) else text

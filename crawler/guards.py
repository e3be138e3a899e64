"""What the crawler refuses: private networks, endless address spaces, oversized bodies. Pure.

`crawler.resolver` applies `is_private` to every answer of the name service.
"""

from __future__ import annotations

import re
import socket
import zlib
from collections import Counter
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import parse_qsl, urlsplit

MAX_ADDRESS_LENGTH = 2_000
MAX_SEGMENTS = 16
MAX_PARAMETERS = 10
MAX_SEGMENT_REPEATS = 3

_NAT64 = ip_network("64:ff9b::/96")
_CHUNK = 1 << 16
_CALENDAR_PARAMETERS = frozenset(
    {"month", "year", "day", "date", "week", "calendar", "cal", "thang", "nam", "ngay", "tuan", "lich"}
)
_CALENDAR_SEGMENTS = frozenset({"calendar", "lich", "lich-cong-tac", "lich-lam-viec", "archive-calendar"})


class BodyTooLarge(Exception):
    """A body is larger, after decompression, than the site's limit."""


class BodyBroken(Exception):
    """A body cannot be decompressed as its header says."""


def is_private(address: IPv4Address | IPv6Address | str) -> bool:
    """Whether an IP address is not one of the open Internet, also where it is wrapped in IPv6."""
    ip = ip_address(address) if isinstance(address, str) else address
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_private(inner)
    return not ip.is_global or ip.is_multicast


def literal_address(host: str) -> IPv4Address | IPv6Address | None:
    """The IP address that a host is by itself, in any spelling that a resolver takes (`127.1`, `0x7f1`)."""
    try:
        return ip_address(host)
    except ValueError:
        pass
    if not re.fullmatch(r"[0-9a-fx.]+", host, re.IGNORECASE):
        return None
    try:
        return IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def is_endless(url: str) -> bool:
    """Whether an address looks like one of an endless space: calendars, piled-up paths and parameters."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.lower().split("/") if segment]
    names = {name.lower() for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    return (
        len(url) > MAX_ADDRESS_LENGTH
        or len(segments) > MAX_SEGMENTS
        or len(names) > MAX_PARAMETERS
        or max(Counter(segments).values(), default=0) > MAX_SEGMENT_REPEATS
        or bool(names & _CALENDAR_PARAMETERS)
        or bool(_CALENDAR_SEGMENTS.intersection(segments))
    )


def decompressed(body: bytes, encodings: Iterable[str], limit: int) -> bytes:
    """The body without the compressions that its `Content-Encoding` names, at most `limit` bytes.

    Raises `BodyTooLarge` as soon as the limit is passed, so that a compressed bomb costs
    no more than the limit, and `BodyBroken` where the data are not what the header says.
    """
    for encoding in reversed([name.strip().lower() for name in encodings if name.strip()]):
        if encoding in {"gzip", "x-gzip"}:
            body = _inflate(body, wbits=31, limit=limit)
        elif encoding == "deflate":
            raw = not body or (body[0] & 0x0F) != 8 or int.from_bytes(body[:2], "big") % 31
            body = _inflate(body, wbits=-15 if raw else 15, limit=limit)
        elif encoding != "identity":
            msg = f"the answer is compressed as {encoding!r}, which was not asked for"
            raise BodyBroken(msg)
    if len(body) > limit:
        msg = f"larger than {limit} bytes"
        raise BodyTooLarge(msg)
    return body


def _inflate(body: bytes, *, wbits: int, limit: int) -> bytes:
    inflater = zlib.decompressobj(wbits=wbits)
    out = bytearray()
    try:
        while body and not inflater.eof:
            out += inflater.decompress(body, _CHUNK)
            body = inflater.unconsumed_tail
            if len(out) > limit:
                msg = f"larger than {limit} bytes after decompression"
                raise BodyTooLarge(msg)
    except zlib.error as error:
        msg = f"cannot be decompressed: {error}"
        raise BodyBroken(msg) from error
    if not inflater.eof and not out:
        msg = "cannot be decompressed: it breaks off"
        raise BodyBroken(msg)
    return bytes(out)

"""Captures as WARC records, each a gzip member of its own."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from io import BytesIO

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.captures import Capture

SOFTWARE = "TinTinh/0.1"


RENDERED_TYPE = "text/html; charset=utf-8"


def packed(capture: Capture) -> tuple[bytes, ...]:
    """The records of a capture: the answer, then what a browser made of it; it is read from the last."""
    writer = WARCWriter(BytesIO(), gzip=False)
    answer = _response(writer, capture)
    if capture.rendered is None:
        return (_member(answer),)
    answer_id = answer.rec_headers.get_header("WARC-Record-ID")
    return _member(answer), _member(_conversion(writer, capture, capture.rendered, answer_id))


def info_record(name: str) -> bytes:
    """The record that a file begins with."""
    writer = WARCWriter(BytesIO(), gzip=False)
    return _member(
        writer.create_warcinfo_record(name, {"software": SOFTWARE, "format": "WARC File Format 1.0"})
    )


def _response(writer: WARCWriter, capture: Capture) -> ArcWarcRecord:
    headers = {"WARC-Date": _warc_date(capture.fetched_at)}
    if capture.ip_address:
        headers["WARC-IP-Address"] = capture.ip_address
    status = StatusAndHeaders(
        f"{capture.status} {capture.reason}".strip(), list(capture.headers), protocol=capture.protocol
    )
    return writer.create_warc_record(
        capture.url,
        "response",
        payload=BytesIO(capture.body),
        length=len(capture.body),
        http_headers=status,
        warc_headers_dict=headers,
    )


def _conversion(writer: WARCWriter, capture: Capture, rendered: bytes, answer_id: str) -> ArcWarcRecord:
    """What a browser made of the answer (WARC 1.0, section 7.8: a transformed version of another record)."""
    return writer.create_warc_record(
        capture.url,
        "conversion",
        payload=BytesIO(rendered),
        length=len(rendered),
        warc_content_type=RENDERED_TYPE,
        warc_headers_dict={"WARC-Date": _warc_date(capture.fetched_at), "WARC-Refers-To": answer_id},
    )


def _member(record: ArcWarcRecord) -> bytes:
    """The record as a gzip member of its own."""
    buffer = BytesIO()
    WARCWriter(buffer, gzip=False).write_record(record)
    return gzip.compress(buffer.getvalue(), compresslevel=6, mtime=0)


def _warc_date(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

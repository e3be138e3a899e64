"""Pictures, style sheets and documents of the replica sites: tiny, but real files."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import PurePosixPath
from urllib.parse import unquote

from demo.http import Response

_UPLOADED = datetime(2024, 1, 2, 1, 0, tzinfo=UTC)
_PIXEL_GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
_TYPES = {
    ".jpg": "image/gif",  # a one-pixel GIF under any picture's name, as some sites do serve
    ".jpeg": "image/gif",
    ".png": "image/gif",
    ".gif": "image/gif",
    ".css": "text/css",
    ".js": "text/javascript",
    ".mp3": "audio/mpeg",
    ".pdf": "application/pdf",
}


def file_response(path: str) -> Response | None:
    """The file at this address, or None where the address is not a file's."""
    name = PurePosixPath(unquote(path)).name
    content_type = _TYPES.get(PurePosixPath(name).suffix.lower())
    if content_type is None:
        return None
    if content_type == "application/pdf":
        body = tiny_pdf(name)
    else:
        body = _PIXEL_GIF if content_type.startswith("image/") else b""
    return Response(body=body, content_type=content_type, last_modified=_UPLOADED)


def tiny_pdf(label: str) -> bytes:
    """A valid PDF of one page that shows the label (its ASCII characters)."""
    shown = label.encode("ascii", "replace").replace(b"\\", b"").replace(b"(", b"").replace(b")", b"")
    stream = b"BT /F1 12 Tf 40 780 Td (" + shown + b") Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return body + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, table, len(objects) + 1, len(body))
    )

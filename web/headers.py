"""What every answer tells a browser to refuse.

Nothing runs but our own script files, nothing is loaded from elsewhere, and no page of others may
show ours in a frame. Crawled text that slipped through the templates' escaping could still not act.
"""

from __future__ import annotations

_POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}

_WITHOUT_SCRIPTS = "allow-same-origin allow-forms allow-downloads"
"""What a page in a sandbox may still do: be of our origin, so that its links know the reader, and search."""

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    # Forms must tell where they come from (web/visitor.py); other sites learn nothing.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
    "Vary": "Cookie",
}

OVER_TLS = {"Strict-Transport-Security": "max-age=31536000"}
PRIVATE = {"Cache-Control": "private, no-store"}
"""For what somebody sees who is signed in."""


def policy(**changes: str) -> str:
    """The content security policy, with directives changed or added (`connect_src="'self'"`)."""
    directives = _POLICY | {name.replace("_", "-"): value for name, value in changes.items()}
    return "; ".join(f"{name} {value}".strip() for name, value in directives.items())


def headers_for(path: str) -> dict[str, str]:
    """The headers of an answer to the path."""
    if path.startswith("/review"):
        # The desk's script fetches the next pair ahead; what editors see is never kept.
        return EVERYWHERE | {
            "Content-Security-Policy": policy(connect_src="'self'"),
            "Cache-Control": "no-store",
        }
    if path.endswith(("/correct", "/identity")):
        return EVERYWHERE | {"Content-Security-Policy": policy(), "Cache-Control": "no-store"}
    if path.startswith("/captures/"):
        return EVERYWHERE | {"Content-Security-Policy": policy(script_src="'none'", sandbox=_WITHOUT_SCRIPTS)}
    return EVERYWHERE | {"Content-Security-Policy": policy()}

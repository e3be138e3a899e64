"""Everything that a revision states, as one digest: equal digests, nothing new to store.

What comes and goes with a page's furniture stays outside: pictures' addresses, the
"last updated" line, the witness's opinion and warnings.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from extract.article import Article
from extract.fact import Facts


def text_digest(title: str, body: str) -> str:
    r"""SHA-256 of `title + "\n" + body`, hexadecimal."""
    return sha256(f"{title}\n{body}".encode()).hexdigest()


def statement_digest(article: Article, facts: Facts) -> str:
    """SHA-256 of the article's statements and facts, hexadecimal; the extractor's version is not in it."""
    published = article.published
    statement = {
        "kind": article.kind,
        "title": article.title,
        "body": article.text,
        "lead": article.lead,
        "published": None if published is None else [published.at.timestamp(), published.has_time],
        "authors": article.authors,
        "captions": article.captions,
        "attachments": [asdict(attachment) for attachment in article.attachments],
        "facts": _stated(facts),
    }
    canonical = json.dumps(statement, ensure_ascii=False, sort_keys=True, default=str)
    return sha256(canonical.encode()).hexdigest()


def corrected_digest(read: str, facts: Facts) -> str:
    """The digest of a reading's statement (`read`) with the facts as people have corrected them."""
    canonical = json.dumps({"read": read, "facts": _stated(facts)}, sort_keys=True, default=str)
    return sha256(canonical.encode()).hexdigest()


def _stated(facts: Facts) -> dict[str, Any]:
    """The facts as plain data; what speaks or changes nowhere has the digest from before that was read."""
    stated = asdict(facts)
    for person in stated["people"]:
        if not person["speaks"]:
            del person["speaks"]
        for office in person["offices"]:
            if office["change"] is None:
                del office["change"]
    return stated

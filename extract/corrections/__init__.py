"""What people correct in an article's facts, applied to whatever an extractor reads. Pure.

    corrected = apply_corrections(text, facts, standing)     # facts that a person's word overrules

`values`: what a fact says, as a form and a row hold it · `anchor`: a place in a text, found again
when the text moves · `correction`: one correction · `apply`: all of them, in order.
"""

from extract.corrections.anchor import Anchor, anchor_at, locate
from extract.corrections.apply import Corrected, apply_corrections
from extract.corrections.correction import CONFIDENCE, RULE, Action, Correction, Outcome, State
from extract.corrections.stated import Stated, stated_facts
from extract.corrections.values import (
    AuthorValues,
    AwardValues,
    BadValue,
    DateValues,
    Kind,
    MentionValues,
    OfficeValues,
    PersonValues,
    Values,
    agree,
    from_json,
    kind_of,
    to_json,
)

__all__ = [
    "CONFIDENCE",
    "RULE",
    "Action",
    "Anchor",
    "AuthorValues",
    "AwardValues",
    "BadValue",
    "Corrected",
    "Correction",
    "DateValues",
    "Kind",
    "MentionValues",
    "OfficeValues",
    "Outcome",
    "PersonValues",
    "State",
    "Stated",
    "Values",
    "agree",
    "anchor_at",
    "apply_corrections",
    "from_json",
    "kind_of",
    "locate",
    "stated_facts",
    "to_json",
]

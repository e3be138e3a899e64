"""Facts as JSON: the form of the guidelines, with spans and confidence."""

from __future__ import annotations

import json
from datetime import date

from evaluation.prediction import to_json
from evaluation.score import score, total
from extract.fact import Award, AwardStatus, Date, Facts, Office, Person, Span

FACTS = Facts(
    authors=("Hoàng Lam",),
    people=(
        Person(
            name="Vi Văn Sen",
            mentions=(Span(4, 14), Span(40, 50)),
            offices=(
                Office(
                    title="Trưởng thôn",
                    organization="",
                    former=False,
                    full="Trưởng thôn",
                    span=Span(16, 27),
                    rule="after",
                    confidence=0.9,
                ),
            ),
            rule="address",
            confidence=0.98,
        ),
    ),
    dates=(
        Date(
            text="năm 2023",
            start=date(2023, 1, 1),
            end=date(2023, 12, 31),
            span=Span(30, 38),
            rule="year",
            confidence=0.98,
        ),
    ),
    awards=(
        Award(
            award="Giấy khen",
            issuer=None,
            recipient="tập thể",
            count=3,
            status=AwardStatus.PROPOSED,
            span=Span(60, 69),
            rule="group",
            confidence=0.8,
        ),
    ),
)


def test_facts_become_json_that_scores_as_itself() -> None:
    predicted = json.loads(json.dumps(to_json("one", FACTS)))
    assert all(tally.f1 == 1.0 for tally in total([score(predicted, predicted)]).values())


def test_every_fact_has_its_span_and_confidence() -> None:
    predicted = to_json("one", FACTS)
    person = predicted["people"][0]
    for fact in (person, person["offices"][0], predicted["dates"][0], predicted["awards"][0]):
        assert len(fact["span"]) == 2
        assert 0 < fact["confidence"] <= 1
    assert person["mentions"] == [[4, 14], [40, 50]]
    assert predicted["awards"][0]["status"] == "proposed"

"""The awards: who honoured whom with what, by issuer, recipient, kind, status, year and province."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from pydantic import BeforeValidator, Field
from sqlalchemy import Engine

from db.engine import reading
from db.filters import ArticleFilter
from db.read import AwardCounts, AwardFilter, count_awards, list_awards, list_sites
from db.read.awards import Counted
from extract.awards.kinds import award_kinds
from web import wording
from web.access import READERS
from web.addresses import PAGE_SIZE, Id, Name, Place, Words, address, next_page, two_numbers
from web.charts import Column, columns
from web.language import Said, language_of
from web.remembered import Remembered
from web.render import Renderer

Status = Literal["", "conferred", "decided", "proposed"]
Year = Annotated[
    Annotated[int, Field(ge=1900, le=2100)] | None, BeforeValidator(lambda value: value or None), Query()
]

_LONGEST = 250
"""Longer values cannot be asked for in an address."""

_KINDS = {kind.id: Said(kind.vietnamese, kind.english) for kind in award_kinds()}


@dataclass(frozen=True, slots=True)
class AskedAwards:
    """What an address asks of the awards; `values` are its parts, in the order they are written in."""

    articles: ArticleFilter
    awards: AwardFilter
    before: str | None
    values: dict[str, object]

    @property
    def data_address(self) -> str | None:
        """Where the same rows can be taken away; none where the data sets cannot be asked for them."""
        asked, year = self.values, self.awards.year
        if any(asked[name] for name in ("q", "issuer", "recipient", "kind")):
            return None
        days = {"since": f"{year}-01-01", "until": f"{year}-12-31"} if year else {}
        kept = {name: asked[name] for name in ("status", "province", "person")}
        return address("/data", **kept, **days)

    def but(self, **changes: object) -> str:
        """The address of the same view with other values."""
        return address("/awards", **self.values | changes)


@dataclass(frozen=True, slots=True)
class Facet:
    """A value by which awards can be asked for: where it leads, its words, how many, whether it is chosen."""

    href: str
    words: Said | str
    awards: int
    chosen: bool


def asked_awards(  # noqa: PLR0913 -- what the address asks for
    *,
    q: Name = "",
    issuer: Words = "",
    recipient: Words = "",
    kind: Annotated[str, Query(max_length=30)] = "",
    status: Status = "",
    year: Year = None,
    province: Name = "",
    person: Id = None,
    before: Place = None,
) -> AskedAwards:
    """The awards that the address asks for."""
    values: dict[str, object] = {
        "q": q, "issuer": issuer, "recipient": recipient, "kind": kind, "status": status, "year": year,
        "province": province, "person": person,
    }  # fmt: skip
    awards = AwardFilter(
        words=q.strip() or None,
        issuer=issuer.strip() or None,
        recipient=recipient.strip() or None,
        kind=kind or None,
        status=status or None,
        year=year,
        person=person,
    )
    return AskedAwards(ArticleFilter(province=province or None), awards, before, values)


def award_pages(engine: Engine, renderer: Renderer) -> APIRouter:
    """`/awards` over a database."""
    router = APIRouter(dependencies=[READERS])
    counted = Remembered(count_awards)

    @router.get("/awards", response_class=HTMLResponse)
    def awards(request: Request, asked: Annotated[AskedAwards, Depends(asked_awards)]) -> Response:
        """The awards that the address asks for, those of the newest articles first, and how many of which."""
        place = two_numbers(asked.before) if asked.before is not None else None
        with reading(engine) as session:
            rows = list_awards(session, asked.articles, asked.awards, limit=PAGE_SIZE, before=place)
            counts = counted.of(session, asked.articles, asked.awards)
            provinces = sorted({site.province for site in list_sites(session)})
        last = "{}.{}".format(*rows[-1].cursor) if len(rows) == PAGE_SIZE else None
        label = Said("Khen thưởng theo năm đăng bài", "Awards by year of publication")
        return renderer.page(
            request,
            "awards.html",
            section="/awards",
            rows=rows,
            counts=counts,
            years=_year_chart(counts, asked, label.to(language_of(request))),
            facets=_facets(counts, asked),
            kinds=_KINDS.items(),
            statuses=wording.STATUSES.items(),
            provinces=[(name, name) for name in provinces],
            asked=asked.values,
            data_address=asked.data_address,
            filtered=any(asked.values.values()),
            paged=asked.before is not None,
            next_page=next_page("/awards", last, **asked.values),
        )

    return router


def _year_chart(counts: AwardCounts, asked: AskedAwards, label: str) -> Markup | None:
    """A column for each year; none where there are fewer than two."""
    dated = {int(one.value): one.awards for one in counts.years if one.value is not None}
    if len(dated) < 2 and not asked.values["year"]:
        return None
    chosen = asked.values["year"]
    shown = [
        Column(str(year), number, asked.but(year=None if year == chosen else year), chosen=year == chosen)
        for year, number in dated.items()
    ]
    return columns(shown, label)


def _facets(counts: AwardCounts, asked: AskedAwards) -> list[tuple[Said, list[Facet]]]:
    """The values to choose from, by what they are."""

    def facet(name: str, counted: Iterable[Counted], words: dict[str, Said]) -> list[Facet]:
        return [
            Facet(
                asked.but(**{name: "" if asked.values[name] == value else value}),
                words.get(one.value, one.value),
                one.awards,
                chosen=asked.values[name] == value,
            )
            for one in counted
            if one.value and len(one.value) < _LONGEST
            # A part of an issuer's name would find others too.
            for value in [f'"{one.value}"' if name == "issuer" else one.value]
        ]

    return [
        (Said("Loại", "Kind"), facet("kind", counts.kinds, _KINDS)),
        (Said("Nơi tặng", "Issuer"), facet("issuer", counts.issuers, {})),
        (Said("Mức", "Status"), facet("status", counts.statuses, wording.STATUSES)),
        (Said("Tỉnh", "Province"), facet("province", counts.provinces, {})),
    ]

"""Views of the country's units, before and after its reforms."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import aliased

from db.models import Place, PlaceChange
from db.views.model import View

_ABOVE = aliased(Place, name="above")

_PLACES = View(
    "places",
    select(
        Place.id.label("place_id"),
        Place.code,
        Place.name.label("place"),
        Place.search_key,
        Place.level,
        Place.parent_id,
        _ABOVE.name.label("parent"),
        Place.valid_from,
        Place.valid_until,
    ).outerjoin(_ABOVE, _ABOVE.id == Place.parent_id),
    key=("place_id",),
    articles=(),
)

_OLD, _NEW = aliased(Place, name="old"), aliased(Place, name="new")

_PLACE_CHANGES = View(
    "place_changes",
    select(
        PlaceChange.old_id,
        _OLD.name.label("old_place"),
        PlaceChange.new_id,
        _NEW.name.label("new_place"),
        PlaceChange.day,
        PlaceChange.kind,
    )
    .join(_OLD, _OLD.id == PlaceChange.old_id)
    .join(_NEW, _NEW.id == PlaceChange.new_id),
    key=("old_id", "new_id"),
    articles=(),
)

PLACE_VIEWS = (_PLACES, _PLACE_CHANGES)

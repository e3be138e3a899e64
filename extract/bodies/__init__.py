"""Bodies as entities: from the name that an article gives one to its level, its unit and the body above it.

name = read_body("Dân vận Tỉnh ủy Sơn La", title="Trưởng Ban")
body = identify(name, Setting(day=..., site=...))
body.key, body.level, body.unit_id, body.parent
"""

from __future__ import annotations

from extract.bodies.honours import body_of_award
from extract.bodies.identity import Body, Succession, central, identify, successions
from extract.bodies.names import BodyName, read_body
from extract.bodies.words import BodyLevel

__all__ = [
    "Body",
    "BodyLevel",
    "BodyName",
    "Succession",
    "body_of_award",
    "central",
    "identify",
    "read_body",
    "successions",
]

"""Signatures of texts: the least hash values of their shingles, which find what is worth comparing.

A. Broder, On the resemblance and containment of documents, 1997: of two texts that share
much, the `SIZE` least hash values of either are to a good part the same ones, wherever in
the text they come from. Against bands of MinHash rows (Leskovec, Rajaraman, Ullman, Mining
of Massive Datasets, chapter 3) this needs a fifth of the rows in the database for a higher
recall, because any value may meet any other, not only the one at the same place:
`docs/duplicates.md` has the figures.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dedupe.words import RUN, Hashes, hashed_syllables, shingles

SIZE = 32
"""Values in a signature. Of a text with 30 % of its words changed, five or six of them remain."""

ALGORITHM = f"bottom-{SIZE}-of-{RUN}grams-1"
"""Name and version, stored with each signature. Change it with anything that changes the values."""

REBUILD_COMMAND = "tintinh dedupe rebuild"


class AlgorithmMismatch(Exception):
    """Signatures of different methods or versions were to be compared."""

    def __init__(self, found: str) -> None:
        super().__init__(
            f"chữ ký theo cách khác / signatures by another method: {found!r}, here: {ALGORITHM!r}; "
            f"they are never compared. Rebuild them with: {REBUILD_COMMAND}"
        )


@dataclass(frozen=True, slots=True)
class Signature:
    """The least hash values of a text's shingles, ascending, with the method that made them."""

    algorithm: str
    values: Hashes

    def to_bytes(self) -> bytes:
        """The values as little-endian 64-bit numbers."""
        return self.values.astype("<u8").tobytes()

    def entries(self) -> list[int]:
        """The values as signed 64-bit numbers, as databases keep them."""
        return entries_of(self.to_bytes())


def entries_of(values: bytes) -> list[int]:
    """The entries behind what `to_bytes` wrote, in this or any other version of the method."""
    numbers: list[int] = np.frombuffer(values, "<i8").tolist()
    return numbers


def sign(text: str) -> Signature | None:
    """The signature of a text; None where it has no words."""
    found = shingles(hashed_syllables(text))
    return Signature(ALGORITHM, found[:SIZE]) if len(found) else None

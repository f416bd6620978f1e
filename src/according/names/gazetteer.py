"""
Names of places: countries, regions and towns with their coordinates, from GeoNames (CC BY 4.0).

    >>> [place.country for place in default().find("Mosul")]
    ['IQ']
    >>> fold("Al-Ba’aj")
    'al baaj'
"""

from __future__ import annotations

import gzip
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import takewhile
from typing import Literal

from according.names.countries import demonyms
from according.statement import Precision

# Country, first-order region, sea or wider region, populated place.
Kind = Literal["C", "A", "Z", "P"]

# Words for a kind of region, as GeoNames and English reports write them after or before the name.
GENERIC_WORDS = frozenset(
    [
        "oblast",
        "province",
        "provincia",
        "state",
        "region",
        "governorate",
        "muhafazat",
        "wilayat",
        "wilaya",
        "department",
        "departamento",
        "departement",
        "prefecture",
        "krai",
        "kray",
        "canton",
        "county",
        "district",
        "territory",
        "voivodeship",
        "vilayet",
        "republic",
        "respublika",
        "autonomous",
    ]
)
PRECISION_OF_KIND: dict[str, Precision] = {"C": "country", "A": "region", "Z": "region", "P": "city"}
# Letters whose stroke or missing dot is part of the letter: Unicode does not part it from them as it parts an accent.
_STROKED = str.maketrans("ıłŁøØđĐħĦ", "ilLoOdDhH")
# An apostrophe is left out where a hyphen becomes a blank: "Ba'aj" is also spelt "Baaj", and "Deir-ez-Zor" in three words.
_DROP = dict.fromkeys(map(ord, "'’‘`´ʿʾʼ."), None) | dict.fromkeys(map(ord, "-–—_/"), " ")


@cache
def _plain(char: str) -> str:
    """Return a character without its combining marks."""
    return "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))


def fold(name: str) -> str:
    """
    Reduce a spelling to what its variants share.

    Case, accents, apostrophes and points are dropped; hyphens, dashes and slashes become blanks, and blanks single.
    """
    # Most words are ASCII, and every word with a capital is folded: the slow part is left out for them.
    if not name.isascii():
        name = "".join(map(_plain, name)).translate(_STROKED)
    return " ".join(name.translate(_DROP).casefold().split())


@dataclass(frozen=True, slots=True)
class Entry:
    """
    A place as the gazetteer knows it.

    ``region`` is GeoNames' code of the first-order region in which it lies; of a country it is the capital's name. Coordinates are in
    decimal degrees, and ``None`` where the source has none.
    """

    kind: Kind
    name: str
    country: str
    region: str
    latitude: float | None
    longitude: float | None
    population: int

    @property
    def precision(self) -> Precision:
        """How narrow the place is, for a reader of the map."""
        return PRECISION_OF_KIND[self.kind]


def _entry(row: str) -> Entry:
    """Return the entry of a line of the file."""
    kind, name, country, region, latitude, longitude, population = row.split("\t")
    return Entry(kind, name, country, region, float(latitude) if latitude else None,  # type: ignore[arg-type]
                 float(longitude) if longitude else None, int(population or 0))  # fmt: skip


class Gazetteer:
    """
    Places by folded name.

    ``source`` is the text that ``training/build_gazetteer.py`` writes: places, an empty line, and names with the places' line numbers. A
    place is parsed when it is asked for.
    """

    __slots__ = ("_capitals", "_met", "_names", "_rows", "demonyms", "longest")

    def __init__(self, source: str, demonyms: Mapping[str, str]) -> None:
        places, _, names = source.partition("\n\n")
        self._rows = places.split("\n")
        # Rows and line numbers stay text until a name is asked for: to split them all would make loading take far longer.
        self._names: dict[str, str] = dict(line.split("\t") for line in names.split("\n") if line)
        self.demonyms = demonyms
        self._met: dict[str, list[Entry]] = {}
        self._capitals: dict[str, str] = {}
        # Words of a name. GeoNames has names of more, but none that a report would print.
        self.longest = 6

    def __contains__(self, folded: str) -> bool:
        return folded in self._names

    def find(self, name: str) -> list[Entry]:
        """Return the places of that name, in the file's order: countries, regions, seas, towns."""
        return self.at(fold(name))

    def at(self, folded: str) -> list[Entry]:
        """Return the places of a folded name, in the file's order; the list is the caller's own."""
        if (met := self._met.get(folded)) is not None:
            # A copy: callers sort and filter what they get.
            return [*met]
        rows = self._names.get(folded)
        if not rows:
            return []
        found = self._met[folded] = [_entry(self._rows[int(row)]) for row in rows.split(",")]
        return [*found]

    def towns(self) -> Iterator[Entry]:
        """Yield all towns."""
        yield from (_entry(row) for row in self._rows if row.startswith("P\t"))

    def capitals(self, countries: Iterable[str]) -> frozenset[str]:
        """Return the folded names of the capitals of countries, given by code."""
        if not self._capitals:
            # Countries stand first in the file, so that the other rows need not be split. Of a country the fourth cell is its capital.
            rows = (row.split("\t", 4) for row in takewhile(lambda row: row.startswith("C\t"), self._rows))
            self._capitals = {row[2]: fold(row[3]) for row in rows}
        return frozenset(self._capitals[country] for country in countries if country in self._capitals)


@cache
def default() -> Gazetteer:
    """Return the package's own gazetteer, loaded once, on first use."""
    packed = (files("according") / "data" / "places.tsv.gz").read_bytes()
    return Gazetteer(gzip.decompress(packed).decode("utf8"), demonyms())

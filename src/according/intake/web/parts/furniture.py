"""The words by which what stands beside a report is known, from the package's list (``data/page_furniture.toml``)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Furniture:
    """
    What pages call what is no report; each field is told of in the head of the list.

    ``boxes`` are the words of an element in which other days stand than the page's own.
    """

    words: frozenset[str]
    boxes: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    negating: frozenset[str]
    crowding: frozenset[str]
    elements: frozenset[str]
    roles: frozenset[str]
    links: frozenset[str]
    ends: frozenset[str]
    lines: re.Pattern[str]
    locked: re.Pattern[str]


@cache
def load_furniture() -> Furniture:
    """Return the package's list."""
    held = tomllib.loads((files("according") / "data" / "page_furniture.toml").read_text(encoding="utf8"))
    sets = {name: frozenset(held[name]) for name in ("words", "negating", "crowding", "elements", "roles", "links", "ends")}
    pairs = frozenset((first, second) for first, second in map(str.split, held["pairs"]))
    lines, locked = (re.compile("|".join(held[name]), re.IGNORECASE) for name in ("lines", "locked"))
    return Furniture(boxes=sets["words"] - frozenset(held["own"]), pairs=pairs, lines=lines, locked=locked, **sets)

"""The page on JSON: every key that is written in a line of JSON, or answered by the API, stands on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import according
from according.desk.api.reports import every_report, write_matches
from according.desk.desk import Desk
from according.exports.objects.finds import found_object
from according.exports.objects.rulings import opinion_object
from according.ledger.opening import open_ledger
from according.reckoning.rulings import Opinion
from according.records import Query
from according.services.browsing.matches import find_matches

PAGE = (Path(__file__).parents[2] / "docs" / "json.md").read_text("utf8")
# Keys that are themselves values: a side, a rule-set, a measure with how many figures it has.
NAMED_BY_VALUES = ("by_alignment", "rule_sets", "measures")


def keys(held: Any) -> Iterator[str]:
    """The keys of an object and of all that is inside it."""
    if isinstance(held, dict):
        for key, value in held.items():
            yield key
            by_values = key in NAMED_BY_VALUES and isinstance(value, dict)
            yield from keys(list(value.values()) if by_values else value)
    elif isinstance(held, list):
        for value in held:
            yield from keys(value)


def written(path: Path) -> Iterable[Any]:
    """Objects of every kind that the page tells of."""
    with according.open_ledger(path) as ledger:
        found = ledger.reckon(measure="killed", rules="all")
        name = next(speakers[-1].listed_as for item in found.figures if (speakers := item.filed.statement.speakers))
        yield from (*ledger.judge("reliability", name, "C", why="tried"), found, *ledger.questions(rules="all"), *ledger.events())
        yield from (*ledger.search("soldiers"), ledger.contents(), ledger.evidence(found.figures[0].id))
        yield from ledger.add(according.read("The army said 12 soldiers were killed on Monday, 3 of them officers. They had 40 tents."))
        yield according.read("The army said 12 soldiers were killed on Monday, 3 of them officers. They had 40 tents.")
    with open_ledger(str(path)) as opened:
        yield from (*every_report(Desk(opened)), *map(found_object, opened.latest(Query(), 5)))
        yield from (write_matches(find_matches(opened, "Ukraine")), opinion_object(Opinion("the army")))


def test_every_key_is_explained(samples: Path, tmp_path: Path) -> None:
    copy = tmp_path / "ledger.db"
    copy.write_bytes(samples.read_bytes())
    named = set(re.findall(r"`(\w+)`", PAGE))
    told = {key for one in written(copy) for key in keys(one if isinstance(one, dict) else one.to_dict())}
    assert len(told) > 100
    assert told - named == set(), "explain them in docs/json.md"

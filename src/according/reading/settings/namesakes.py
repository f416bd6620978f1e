"""
Choose one among the places of the same name, by the countries and people that the report speaks of, or none.

A wrong point on a map is worse than no point: where the best does not stand out, the name stays without coordinates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log10

from according.language.sentence import Sentence
from according.names.gazetteer import Entry, Gazetteer, fold
from according.reading.settings.place_names import name_key
from according.reading.settings.place_words import PlaceMention

# What a mention says for its country: a country by name, its people, a town that has no namesake elsewhere.
WEIGHTS = {"C": 3.0, "A": 1.0, "P": 1.0, "Z": 0.0}
PEOPLE_WEIGHT = 2.0
# A place has to stand out by this much: ten times the people of the next, or being in a country of the report.
NAMESAKE_MARGIN = 1.0
# The bonuses of a namesake: it lies in the country the report speaks of most (or at all), in a region that it names,
# or is a country, or bears the very name.
MAIN, SPOKEN, REGION, COUNTRY, OWN = 4.0, 2.5, 2.0, 2.0, 0.7
GAZETTEER_KINDS = {"country": "C", "region": "AZ", "city": "P"}


def countries_of(sentences: Sequence[Sentence], places: Sequence[Sequence[PlaceMention]], gazetteer: Gazetteer) -> Counter[str]:
    """
    Weigh the countries that a report speaks of, by their codes.

    Its first-order regions are counted too, as "country.region".
    """
    weights: Counter[str] = Counter()
    for mention in (mention for mentions in places for mention in mentions):
        countries = {entry.country for entry in mention.entries if entry.country}
        # "Tripoli" alone speaks of no country: a name counts only where all of that name lie in one.
        if len(countries) == 1:
            weights[countries.pop()] += WEIGHTS[mention.entries[0].kind]  # type: ignore[assignment]
        weights.update({_region(entry): 1 for entry in mention.entries if entry.kind == "A"})
    for token in (token for sentence in sentences for token in sentence.capitals):
        # "Iraqis" are listed as "iraqi", "Swiss" with its own "s".
        if country := gazetteer.demonyms.get(token.lower.removesuffix("s"), gazetteer.demonyms.get(token.lower)):
            weights[country] += PEOPLE_WEIGHT  # type: ignore[assignment]
    return weights


def settle(sentence: Sentence, mention: PlaceMention, weights: Counter[str], around: PlaceMention | None = None) -> Entry | None:
    """
    Return the place that a mention means, or ``None`` where none stands out.

    ``weights`` are those of :func:`countries_of`; ``around`` is a place that the sentence names as holding this one.
    """
    entries = _of_kind(mention)
    # "Moscow, Idaho" settles it; a wider place that holds none of the name is no help and is passed over.
    if around is not None and (inside := [entry for entry in entries if _lies_in(entry, around)]):
        entries = inside
    if not entries:
        return None
    # Keys with a point are regions, which outweigh no country.
    key, top = name_key(sentence, mention), max((weight for code, weight in weights.items() if "." not in code), default=0)
    # Of equal ones the first in the gazetteer goes first.
    scored = sorted(((_score(entry, key, weights, top), -at, entry) for at, entry in enumerate(entries)), reverse=True)
    best = scored[0][2]
    rivals = [score for score, _, entry in scored[1:] if not _same_place(best, entry)]
    return best if not rivals or scored[0][0] - rivals[0] >= NAMESAKE_MARGIN else None


def _lies_in(entry: Entry, around: PlaceMention) -> bool:
    """Say whether a place lies in a country or region of the other mention's name."""
    return any(
        entry.country == other.country
        and ((other.kind == "C" and entry.kind != "C") or (other.kind == "A" and entry.region == other.region))
        for other in around.entries
    )


def _of_kind(mention: PlaceMention) -> list[Entry]:
    """Keep the places of the kind that the words around the name say."""
    kinds = GAZETTEER_KINDS.get(mention.precision or "", "CAZP" if mention.precision is None else "")
    return [entry for entry in mention.entries if entry.kind in kinds]


def _score(entry: Entry, key: str, weights: Counter[str], top: float) -> float:
    """Weigh a place of the folded name ``key`` by its people and by how much the report speaks of its country, at most ``top``."""
    weight = weights[entry.country]
    spoken = MAIN if weight and weight == top else SPOKEN if weight else 0.0
    kind = COUNTRY if entry.kind == "C" else 0.3 if entry.kind == "P" else 0.0
    own = OWN if fold(entry.name) == key or (entry.kind == "A" and fold(entry.name).startswith(key)) else 0.0
    if entry.kind == "P" and weights[_region(entry)]:
        spoken += REGION
    # Ten times as many people are one point more; the ten added spare a place without people the logarithm of 0.
    return log10(entry.population + 10) + spoken + kind + own


def _region(entry: Entry) -> str:
    """Return the key of a place's region among the weights of countries."""
    return f"{entry.country}.{entry.region}"


def _same_place(one: Entry, other: Entry) -> bool:
    """Say whether two entries are a region and its town of the same name: either will do on a map."""
    return one.country == other.country and one.kind != other.kind and {one.kind, other.kind} <= {"A", "P"} and one.region == other.region

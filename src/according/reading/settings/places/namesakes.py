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
from according.reading.settings.places.place_names import name_key
from according.reading.settings.places.place_words import PlaceMention
from according.reading.weights import Weights

GAZETTEER_KINDS = {"country": "C", "region": "AZ", "city": "P"}


def countries_of(
    sentences: Sequence[Sentence], places: Sequence[Sequence[PlaceMention]], gazetteer: Gazetteer, weights: Weights
) -> Counter[str]:
    """
    Weigh the countries that a report speaks of, by their codes.

    Its first-order regions are counted too, as "country.region".
    """
    spoken: Counter[str] = Counter()
    # A continent says nothing for any one country.
    kinds = {"C": weights.spoken_country, "A": weights.spoken_region, "P": weights.spoken_town, "Z": 0.0}
    for mention in (mention for mentions in places for mention in mentions):
        # "Tripoli" alone speaks of no country: a name counts only where all of that name lie in one.
        countries = {entry.country for entry in _not_towns(mention.entries) if entry.country}
        if len(countries) == 1:
            spoken[countries.pop()] += kinds[mention.entries[0].kind]  # type: ignore[assignment]
        spoken.update({_region(entry): 1 for entry in mention.entries if entry.kind == "A"})
    for token in (token for sentence in sentences for token in sentence.capitals):
        # "Iraqis" are listed as "iraqi", "Swiss" with its own "s".
        if country := gazetteer.demonyms.get(token.lower.removesuffix("s"), gazetteer.demonyms.get(token.lower)):
            spoken[country] += weights.spoken_people  # type: ignore[assignment]
    return spoken


def _not_towns(entries: Sequence[Entry]) -> Sequence[Entry]:
    """Return the countries and regions of a name that a country bears, else all its places: a town is called Lebanon, or India, too."""
    wide = [entry for entry in entries if entry.kind in "CA"]
    return wide if any(entry.kind == "C" for entry in wide) else entries


def settle(
    sentence: Sentence, mention: PlaceMention, spoken: Counter[str], weights: Weights, around: PlaceMention | None = None
) -> Entry | None:
    """
    Return the place that a mention means, or ``None`` where none stands out.

    ``spoken`` is what :func:`countries_of` finds; ``around`` is a place that the sentence names as holding this one.
    """
    entries = _of_kind(mention)
    # "Moscow, Idaho" settles it; a wider place that holds none of the name is no help and is passed over.
    if around is not None and (inside := [entry for entry in entries if _lies_in(entry, around)]):
        entries = inside
    if not entries:
        return None
    # Keys with a point are regions, which outweigh no country.
    key, top = name_key(sentence, mention), max((weight for code, weight in spoken.items() if "." not in code), default=0)
    # Of equal ones the first in the gazetteer goes first.
    scored = sorted(((_score(entry, key, spoken, top, weights), -at, entry) for at, entry in enumerate(entries)), reverse=True)
    best = scored[0][2]
    rivals = [score for score, _, entry in scored[1:] if not _same_place(best, entry)]
    return best if not rivals or scored[0][0] - rivals[0] >= weights.namesake_margin else None


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


def _score(entry: Entry, key: str, countries: Counter[str], top: float, weights: Weights) -> float:
    """Weigh a place of the folded name ``key`` by its people and by how much the report speaks of its country, at most ``top``."""
    weight = countries[entry.country]
    spoken = weights.namesake_main if weight and weight == top else weights.namesake_spoken if weight else 0.0
    kind = weights.namesake_country if entry.kind == "C" else weights.namesake_town if entry.kind == "P" else 0.0
    own = weights.namesake_own if fold(entry.name) == key or (entry.kind == "A" and fold(entry.name).startswith(key)) else 0.0
    if entry.kind == "P" and countries[_region(entry)]:
        spoken += weights.namesake_region
    # Ten times as many people are one point more; the ten added spare a place without people the logarithm of 0.
    return log10(entry.population + 10) + spoken + kind + own


def _region(entry: Entry) -> str:
    """Return the key of a place's region among the weights of countries."""
    return f"{entry.country}.{entry.region}"


def _same_place(one: Entry, other: Entry) -> bool:
    """Say whether two entries are a region and its town of the same name: either will do on a map."""
    return one.country == other.country and one.kind != other.kind and {one.kind, other.kind} <= {"A", "P"} and one.region == other.region

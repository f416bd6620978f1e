"""
Do two figures have one place? The feature of places that are one, lie inside one another, or are apart.

It is a row of :data:`according.comparing.likeness.FEATURES`. One event is told of its town, of its region or of its country. What is
counted all over a country is not: the dead of a region are a part of the country's, and a question of their own.
"""

from __future__ import annotations

from according.comparing.counts import meet, nominal
from according.comparing.nearness import far_apart, relate_places
from according.comparing.profile import Profile
from according.comparing.setting import BARRED, ONE_STORY, Judgement, may_be_total, story_share
from according.comparing.spots import Spot
from according.comparing.stretches import start_of

# Places apart bar one event, less so where one story is told with one of them.
PLACES_APART = -5.0
APART_IN_STORY = -2.5
# Two names of which one is in no list: one may lie in the other, but mostly does not.
OTHER_NAMES = -2.5
# The most that speaks for one place where the names are not one, or one of the two has none.
OTHER_NAMES_MOST = 1.5
# Kinds of event that reach over a land: it is counted there place by place.
WIDE = frozenset({"quake", "storm", "disease"})
# How wide a place is; a town, a district and a point in one are of one width.
_WIDTHS = {"country": 2, "region": 1}
ONE_TELLS_OF_OTHER: Judgement = (1.0, "one is told of the other's place")


def judge_place(a: Profile, b: Profile) -> Judgement | None:
    """Whether the places are one, lie inside one another, or are apart; what is counted over a land is not what is in a part of it."""
    if a.spot is None or b.spot is None:
        return _judge_named(a, b)
    relation = relate_places(a.spot, b.spot)
    if relation in ("inside", "other names") and _is_region_of_land(a, b):
        return BARRED, "a land, and a place in it"
    # In one story, or beside a region in one report, a name that is in no list is more likely a part of the other place than another.
    if relation == "other names" and (story_share(a, b) >= ONE_STORY or _is_beside_region(a, b)):
        return None
    if relation == "other names" and _tells_of_other(a, b):
        return ONE_TELLS_OF_OTHER
    if relation == "apart" and a.spot.country is not None and a.spot.country == b.spot.country:
        return _judge_apart(a, b, a.spot, b.spot)
    return (min(_worth(a.spot), _worth(b.spot)), "same place") if relation == "same" else _BY_RELATION.get(relation)


_BY_RELATION: dict[str, Judgement] = {
    "inside": (OTHER_NAMES_MOST, "one place lies in the other"),
    "near": (0.5, "near places"),
    "other names": (OTHER_NAMES, "other places, as far as their names tell"),
    "country": (0.0, "same country"),
    "apart": (BARRED, "other countries"),
}


def _is_beside_region(a: Profile, b: Profile) -> bool:
    """Say whether one report tells of a land or a region, and of a name that is in no list."""
    known = a.spot if a.spot is not None and a.spot.country is not None else b.spot
    return a.spread.report == b.spread.report and known is not None and known.precision in _WIDTHS


def _tells_of_other(a: Profile, b: Profile) -> bool:
    """
    Say whether the sentence with a name in no list tells of the other report's place too: "at St George's church in Tanta".

    So it is where the sentence with the known place has all of that name, of two words or more: "at the Concord City Hall outside Tanta".
    """
    bare, known = (a, b) if a.spot is not None and a.spot.country is None else (b, a)
    if a.spread.report == b.spread.report or known.spot is None or known.spot.country is None or bare.spot is None:
        return False
    return _tells(bare, known.spot) or (" " in bare.spot.name and _tells(known, bare.spot))


def _judge_named(a: Profile, b: Profile) -> Judgement | None:
    """Judge two figures of which one has no place: its sentence may name the other's ("Nepal's rebels")."""
    bare, placed = (a, b) if a.spot is None else (b, a)
    told = placed.spot is not None and bare.spot is None and _tells(bare, placed.spot)
    return ONE_TELLS_OF_OTHER if told else None


def _tells(profile: Profile, spot: Spot) -> bool:
    """Say whether a figure's sentence holds all words of a place's name."""
    return set(spot.name.split()) <= profile.names


def _worth(spot: Spot) -> float:
    """Return what it is worth to share a place: a country says little, a town much."""
    return _WORTHS.get(spot.precision or "", 2.5)


_WORTHS = {"country": 1.0, "region": 2.0}


def _judge_apart(a: Profile, b: Profile, one: Spot, other: Spot) -> Judgement:
    """Judge two places of one country that lie apart."""
    named = _names(a, other) or _names(b, one)
    if may_be_total(a, b):
        # "2,900 in Kharkiv region since February", "1,700 in Kherson region since February": each counts its own dead.
        counted = start_of(a) is not None and start_of(b) is not None and not named
        return (PLACES_APART, "totals of places apart") if counted else (0.0, "totals of one country")
    # A bomb in one town and a bomb in another, far off: neither report knows of the other place.
    if far_apart(one, other) and not named:
        return BARRED, "places far apart"
    # Two outlets put one event at its town or at the road's next one; two events in one story are kept apart by their own report.
    return (APART_IN_STORY, "places apart, in one story") if story_share(a, b) >= ONE_STORY else (PLACES_APART, "places apart")


def _names(profile: Profile, spot: Spot) -> bool:
    """Say whether a figure's report or sentence names a place, or a word of its name."""
    return any(word in profile.spread.marks or word in profile.names for word in spot.name.split())


def _is_region_of_land(a: Profile, b: Profile) -> bool:
    """
    Say whether one figure counts over a land and the other, a smaller number, in a place within it.

    They do where both are counted since a day, or of what reaches over a land, such as an earthquake. A bombing happens at one place,
    and its town and its country are two names of it.
    """
    if a.spot is None or b.spot is None:
        return False
    one_width, other_width = _WIDTHS.get(a.spot.precision or "", 0), _WIDTHS.get(b.spot.precision or "", 0)
    if one_width == other_width:
        return False
    narrow, land = (a, b) if one_width < other_width else (b, a)
    one, other = narrow.filed.figure.quantity, land.filed.figure.quantity
    if meet(one, other) or nominal(one) >= nominal(other):
        return False
    told = a.events | b.events
    return (start_of(a) is not None and start_of(b) is not None) or bool(a.events & b.events & WIDE and not told - WIDE)

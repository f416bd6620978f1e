"""
Do two figures count the same people? The features of how many and who are counted, of single people, and of parts of a whole.

They are rows of :data:`according.comparing.likeness.FEATURES`. A group is no crowd: children, a nation's citizens, refugees among the dead
of a town are a question of their own, whichever report tells of them.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from according.comparing.counts import is_former, meet, nominal, times_apart
from according.comparing.people import KINDS_APART, anybody, tell_apart
from according.comparing.profile import Profile
from according.comparing.setting import BARRED, ODD_FROM, Judgement
from according.lexicon import default
from according.names.countries import demonyms, is_demonym
from according.names.nouns import ARMED_KINDS

# Times apart. Numbers that allow one another and lie no further apart may be one count: "at least 34" is hardly 154.
ALIKE = 2.0
# So many times a group goes into a crowd, at least, that is a part of it and no smaller count of it, put right.
PART_OF = 1.5
# What the same number is worth where chance would hardly give it, and what one and one are worth.
ODD, ONE = 2.0, 0.5
# What it is worth that two single people have one age.
SAME_PERSON = 3.0
# Kinds that say no more than that nobody is known to bear arms: "Kurds" and "Kurdish villagers".
_UNARMED = frozenset({None, "other", "civilian"})
# What stands before and behind the word for a hospital where it tells whose dead are counted.
_IN = re.compile(r"\b(?:in|at|inside)(?: [^\W\d]\S*){0,5} $", re.IGNORECASE)
_RECEIVED = re.compile(r"(?: in [A-Z]\S*)?(?: had| has)? (?:received|counted|admitted)\b")
# How a report opens what it tells of one event among several.
_ONE_OF = re.compile(r"in one\b", re.IGNORECASE)
# A word, or a number in digits.
PLAIN_OR_DIGITS = re.compile(r"[^\W_]+")
_AGE = re.compile(r"\b(\d{1,3})[- ]years?[- ]old")


def judge_number(a: Profile, b: Profile) -> Judgement | None:
    """Whether the numbers are the same, allow one another, or are far apart."""
    one, other = a.filed.figure.quantity, b.filed.figure.quantity
    x, y = nominal(one), nominal(other)
    # "Raised from 64 to 2,975": the words say that it is one count, however far apart its numbers lie.
    if a.filed.statement.id == b.filed.statement.id and is_former(a.filed) != is_former(b.filed):
        return 0.0, "a number and what it was before"
    # "Police arrested a suspect" is no count of the eight suspects.
    if lone(a) != lone(b) and (max(x, y) > 1 or _some_of_group(a) or _some_of_group(b)):
        return -8.0, "one person's fate, and a number of people"
    if x == y:
        return next((weight, words) for least, weight, words in _SAME if x >= least)
    times = times_apart(one, other)
    # "More than 40" allows 4,000, but hardly means it.
    if meet(one, other) and times <= 5:
        return (1.0, "numbers allow one another") if times <= 2 else (0.25, "numbers allow one another, far apart")
    weight, words = next((weight, words) for most, weight, words in _RATIOS if times <= most)
    # A total grows while it is counted: from hundreds to thousands in a season.
    return (max(weight, -0.5), "totals that grew") if a.total and b.total and weight > -5 else (weight, words)


def _some_of_group(profile: Profile) -> bool:
    """Say whether a figure counts so many or more of a group that its report tells of: "at least one of those arrested"."""
    return profile.filed.figure.subset_of is not None and profile.filed.figure.quantity.high is None


# The least number, the weight, the words. Dozens of events a year kill ten or twelve; few kill 37.
_SAME = ((20, ODD, "same number"), (ODD_FROM, 1.5, "same number"), (2, 1.0, "same small number"), (0, ONE, "one, as so often"))
# The most times apart, the weight, the words.
_RATIOS = (
    (2.0, 0.0, "numbers differ"),
    (5.0, -1.0, "numbers differ much"),
    (30.0, -2.0, "numbers far apart"),
    (float("inf"), -6.0, "numbers of other size"),
)


def judge_population(a: Profile, b: Profile) -> Judgement | None:
    """Whether the same people are counted: the same words, compatible ones, or others; a group is not the crowd that it is among."""
    if (why := tell_apart((a.country, a.kind), (b.country, b.kind))) is not None:
        return BARRED, why
    if a.anybody and b.anybody:
        return 1.0, "both count people"
    if a.crowd and b.crowd:
        return 0.0, "who is counted is not said"
    if a.crowd or b.crowd:
        return _beside_crowd(*((a, b) if a.crowd else (b, a)))
    if a.noun is not None and a.noun == b.noun:
        return 2.0, f"both count {a.noun}"
    return _other_words(a, b)


def _other_words(a: Profile, b: Profile) -> Judgement:
    """Judge two groups that have other nouns: "policemen" and "officers" may be the same, "guards" and "sailors" are not."""
    one, other = a.filed.figure.quantity, b.filed.figure.quantity
    if a.kind == b.kind and a.kind in KINDS_APART:
        # Whose they are is said of one alone, or alike of both: other countries have been told apart.
        return 1.5 if a.country == b.country else 1.0, f"both {a.kind}"
    # "mine workers" and "mine guards" share a word. "people" would be shared by most.
    shared = (a.heads & b.heads) - anybody() - demonyms().keys()
    if shared and (a.kind == b.kind or {a.kind, b.kind} <= _UNARMED):
        return 0.5, "in part the same words: " + " ".join(sorted(shared))
    if nominal(one) != nominal(other) and _is_nation(a) != _is_nation(b) and ARMED_KINDS.isdisjoint((a.kind, b.kind)):
        # Whoever counts a country's citizens counts none by what they were.
        return BARRED, "those of a country, and others by what they were"
    # "43 Syrians" and "34 refugees" died in one blast; "12 students" and "12 teenagers" may be one count.
    return (-3.0, "other people") if nominal(one) == nominal(other) else (-6.0, "other people, and another number of them")


def _is_nation(profile: Profile) -> bool:
    """Say whether people are named by their country alone: "Canadians"."""
    return profile.noun is not None and is_demonym(profile.noun)


def _beside_crowd(crowd: Profile, group: Profile) -> Judgement:
    """Judge people of whom no more is said beside a group that is named."""
    one, other = crowd.filed.figure.quantity, group.filed.figure.quantity
    # "12 people, all of them children" is one count in two wordings; eight of the twelve are not.
    if not (meet(one, other) and times_apart(one, other) <= ALIKE) and _is_among(crowd, group):
        return BARRED, "people, and a group among them"
    if crowd.unsaid:
        # "600 deaths" may be those of the soldiers of the other report.
        return 0.0, "who is counted is not said"
    if not meet(one, other):
        return -4.0, "people, and a group among them"
    # "eight people" may be the eight civilians, but hardly eight soldiers counted apart.
    return (-1.5, "people, and a group that may be among them") if group.kind in ARMED_KINDS else (0.0, "people of some kind")


def _is_among(crowd: Profile, group: Profile) -> bool:
    """
    Say whether a group with another number than a crowd's is a part of it, and not all of it on another day.

    Children, women and citizens of a country in another one are parts by what they are. Others are where they are by far fewer, though told
    no earlier: "12 miners" on Monday may be the first of Tuesday's 30 dead.
    """
    if group.portion or _away(crowd, group):
        return True
    if _at_home(crowd, group) or (crowd.unsaid and group.kind in ARMED_KINDS):
        # A war's dead of whom nobody says who they were are mostly its soldiers.
        return False
    earlier = None not in (crowd.published, group.published) and group.published < crowd.published  # type: ignore[operator]
    fewer = nominal(group.filed.figure.quantity) * PART_OF <= nominal(crowd.filed.figure.quantity)
    return fewer and not earlier


def _away(crowd: Profile, group: Profile) -> bool:
    """Say whether a group is of another country than the one where it was counted, and bears no arms there."""
    lands = {spot.country for spot in (crowd.spot, group.spot) if spot is not None} - {None}
    return group.country is not None and bool(lands) and group.country not in lands and group.kind not in ARMED_KINDS


def _at_home(crowd: Profile, group: Profile) -> bool:
    """Say whether a group is no more than the people of the country where they were counted: "Ruritanians" in Ruritania."""
    spot = crowd.spot or group.spot
    return group.country is not None and group.kind in (None, "other", "civilian") and (spot is None or spot.country == group.country)


def judge_person(a: Profile, b: Profile) -> Judgement | None:
    """Whether single people who are told of are one person: an age tells, a sex and a calling too."""
    if not (lone(a) and lone(b)):
        return None
    # Ages first: where both are told, nothing else is needed.
    one, other = _age(a), _age(b)
    if one is not None and other is not None:
        return (SAME_PERSON, "the same age") if one == other else (BARRED, "people of other ages")
    if {a.noun, b.noun} in _SEXES:
        return BARRED, "a man and a woman"
    # "A farmer" and "a driver" are two. "A man" may be either.
    named = a.noun is not None and b.noun is not None and not {a.noun, b.noun} & anybody()
    return (-4.0, "people of other callings") if named and a.noun != b.noun else None


# Words for two single people that cannot be one.
_SEXES = (
    {"man", "woman"},
    {"boy", "girl"},
    {"man", "girl"},
    {"woman", "boy"},
    {"father", "mother"},
    {"son", "daughter"},
    {"brother", "sister"},
)


def _age(profile: Profile) -> str | None:
    """Return the age that a population's words tell, in digits: "60" of "60-year-old farmer"."""
    population = profile.filed.figure.population
    found = None if population is None else _AGE.search(population.text)
    return None if found is None else found[1]


def lone(profile: Profile) -> bool:
    """Say whether one person is told of and no number: "a policeman", "another"."""
    return profile.filed.figure.implied or profile.filed.figure.number.text.casefold() in ("a", "an", "another")


def judge_part(a: Profile, b: Profile) -> Judgement | None:
    """Whether one figure is a part of the other or of something else: a part is a question of its own."""
    if is_part_of(a, b):
        return BARRED, "a part and its whole"
    if _in_hospital(a, b) or _in_hospital(b, a):
        return BARRED, "all, and those of one hospital"
    return (BARRED, "all, and those of one event among several") if _in_one_of_several(a, b) or _in_one_of_several(b, a) else None


def is_part_of(a: Profile, b: Profile) -> bool:
    """Say whether one of two figures is a part of the other, as its report says."""
    return a.filed.figure.subset_of == b.id or b.filed.figure.subset_of == a.id


def _in_one_of_several(part: Profile, whole: Profile) -> bool:
    """Say whether a report counts fewer in one of the events of which another sentence counts all: "In one attack 18 were wounded"."""
    if part.spread.report != whole.spread.report:
        return False
    fewer = nominal(part.filed.figure.quantity) < nominal(whole.filed.figure.quantity)
    return fewer and _ONE_OF.match(part.filed.statement.text) is not None


def _in_hospital(part: Profile, whole: Profile) -> bool:
    """Say whether a figure counts those of one hospital, and another, of more, is told without any."""
    # Asked first: hardly a sentence tells of one.
    if not _tells_ward(part.filed.statement.content.text):
        return False
    one, other = part.filed.figure.quantity, whole.filed.figure.quantity
    fewer = nominal(one) < nominal(other) and not meet(one, other)
    return fewer and not _wards().search(whole.filed.statement.text) and not _counted_between(part)


def _counted_between(part: Profile) -> bool:
    """Say whether another number stands between a figure's and the hospital: "40 have died and 11 are being treated in hospital"."""
    text, at = part.filed.statement.text, part.filed.figure.number.end - part.filed.statement.start
    found = _wards().search(text, max(at, 0))
    between = PLAIN_OR_DIGITS.findall(text[at : found.start()].casefold()) if found is not None and at > 0 else []
    # In "one hospital" the number is the hospital's.
    return any(word[0].isdigit() or default().find("numbers", word) is not None for word in between[:-1])


@lru_cache(maxsize=1 << 12)
def _tells_ward(content: str) -> bool:
    """Say whether some words tell of those who died in one hospital or were received by it: "19 died in one hospital"."""
    found = _wards().search(content)
    # "12 were killed and 30 taken to hospitals": several hospitals are all there are.
    return found is not None and bool(_IN.search(content[: found.start()]) or _RECEIVED.match(content, found.end()))


@cache
def _wards() -> re.Pattern[str]:
    """Return a pattern of the words for one hospital."""
    words = sorted(word for word in default().forms("scenes", "ward") if not word.endswith("s"))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)

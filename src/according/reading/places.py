"""
Where: the places a sentence names, each with the words around it that say what kind of place it is.

A name is a run of capitalised words. It is a place where the gazetteer knows the whole of it, or where the words
around it say so ("the town of Gereshk", "Sago coal mine", "near Sukhumi"); a part of a longer name ("Paris Hilton",
"Washington Post") is none.
"""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from according.language.sentence import Sentence, Token
from according.lexicon import Lexicon
from according.reading.gazetteer import Entry, Gazetteer, fold
from according.statement import Precision

Source = Literal["known", "frame", "common"]

PRECISIONS: dict[str, Precision] = {
    "generic-country": "country", "generic-region": "region", "generic-district": "district",
    "generic-city": "city", "generic-point": "point",
}  # fmt: skip
GENERICS = tuple(PRECISIONS)
# Words inside a name that are written small: "Deir ez-Zor", "Paseo de la Reforma".
PARTICLES = frozenset(["al", "el", "ar", "as", "ad", "an", "ash", "at", "az", "ez", "es", "de", "del", "della", "di", "da", "do", "dos", "du", "la", "le", "las", "los", "bin", "ibn", "e", "i", "sur", "-"])
# "Yazidi villages" are a people's, not a place by name; "Baaj and Qairawan regions" are named otherwise.
PLURALS = frozenset(["villages", "towns", "cities", "neighborhoods", "neighbourhoods", "settlements", "mosques", "churches", "camps", "markets"])
# Prepositions under which an unknown name is a place; "of", "from" and "to" also govern people and bodies.
FRAMES = frozenset(["in", "at", "near", "outside", "inside", "around"])
# A word that the parser takes for no name is a place from this population on.
SURE = 500_000
# Below this a town that nothing marks as a place is more often a word or a name: "Justice", "Police", "Freedom".
TOWN = 100_000
# Words that join the parts of a name that only the gazetteer can know: "Republic of Congo", "Trinidad and Tobago".
JOINTS = frozenset(("of", "and", "the"))
# Words that begin a sentence with a capital, or stand in names, without being one.
_SMALL = frozenset(("PRON", "DET", "ADP", "SCONJ", "CCONJ", "PART", "AUX", "VERB", "ADV", "NUM", "INTJ", "PUNCT", "SYM"))


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """
    A place in a sentence: the indexes of its first and last word, and of its name's.

    ``head`` is the word by which it hangs in the tree, ``case`` the preposition over it, ``entries`` the places of
    that name, ``side`` says that the words mean another place than the name ("south of Baghdad").
    """

    first: int
    last: int
    name: tuple[int, int]
    head: int
    case: str
    source: Source
    precision: Precision | None = None
    entries: tuple[Entry, ...] = ()
    side: bool = False
    possessive: bool = False
    modifier: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of places, by form."""

    kinds: dict[str, str]

    def kind(self, form: str) -> str:
        """Return what a word does to the name beside it, or the empty string."""
        return self.kinds.get(form, "")


@cache
def words_of(lexicon: Lexicon) -> Words:
    """Return the place words of a lexicon."""
    kinds = {form: entry.kind for entry in lexicon.lists["places"] for form in entry.forms}
    times = {form: "time" for entry in lexicon.lists["times"] if entry.kind in ("weekday", "month") for form in entry.forms}
    return Words(times | kinds)


def find_places(
    sentence: Sentence, lexicon: Lexicon, gazetteer: Gazetteer, *, told: frozenset[str] = frozenset(), people: frozenset[str] = frozenset()
) -> list[PlaceMention]:
    """
    Find the places that a sentence names, in order.

    ``told`` holds folded names that the report elsewhere tells to be places, ``people`` those that it tells to be people's.
    """
    words = words_of(lexicon)
    found = []
    for first, last in _runs(sentence, words, gazetteer):
        mentions = list(_read_run(sentence, first, last, words, gazetteer))
        if not mentions and told and _key(sentence, first, last) in told:
            mentions = [_mention(sentence, first, last, (first, last), words, ())]
        found.extend(mention for mention in mentions if mention.case or first != last or not _doubtful(sentence[first], mention, told, people))
    found.extend(_common(sentence, words, {index for mention in found for index in range(mention.first, mention.last + 1)}))
    return sorted(found, key=lambda mention: mention.first)


def _doubtful(token: Token, mention: PlaceMention, told: frozenset[str], people: frozenset[str]) -> bool:
    """Say whether a word without a preposition is rather a person, or a word that a small town also goes by."""
    if token.lower in people:
        return True
    if fold(token.text) in told:
        return False
    return mention.source == "known" and not mention.possessive and all(entry.kind == "P" and entry.population < TOWN for entry in mention.entries)


def name_key(sentence: Sentence, mention: PlaceMention) -> str:
    """Return the folded name of a mention."""
    return _key(sentence, *mention.name)


def surnames(sentence: Sentence, lexicon: Lexicon) -> Iterator[str]:
    """Yield the last words of names behind a title or a first name: "Jordan" in "Michael Jordan said"."""
    for token in sentence:
        if token.pos == "PROPN" and token.dep == "flat" and sentence[token.head].pos == "PROPN":
            role = sentence[token.head].dep.partition(":")[0]
            if role in ("nsubj", "appos", "flat") or (token.index and words_of(lexicon).kind(sentence[token.head].lower) == "title"):
                yield token.lower


def _is_name(token: Token, words: Words, gazetteer: Gazetteer) -> bool:
    """Say whether a word can be in a place's name."""
    if not token.text[0].isupper() or (token.lower in gazetteer.demonyms and token.pos != "PROPN") or words.kind(token.lower) == "time":
        return False
    if token.pos in _SMALL:
        return (token.text.isupper() and 1 < len(token.text) < 4 and token.pos not in ("PRON", "AUX")) or (token.pos in ("VERB", "ADV", "INTJ") and token.index > 0)
    return True


def _runs(sentence: Sentence, words: Words, gazetteer: Gazetteer) -> Iterator[tuple[int, int]]:
    """Yield the runs of words that can be one name."""
    runs: list[tuple[int, int]] = []
    index, size = 0, len(sentence)
    while index < size:
        if not sentence[index].text[0].isupper() or not _is_name(sentence[index], words, gazetteer):
            index += 1
            continue
        first = last = index
        index += 1
        while index < size:
            if _is_name(sentence[index], words, gazetteer):
                last = index
            elif sentence[index].lower not in PARTICLES:
                break
            index += 1
        index = last + 1
        runs.append((_with_particle(sentence, first), last))
    return _join(sentence, runs, gazetteer)


def _join(sentence: Sentence, runs: list[tuple[int, int]], gazetteer: Gazetteer) -> Iterator[tuple[int, int]]:
    """Join runs that are one known name with the small words between them."""
    at = 0
    while at < len(runs):
        (first, last), reach = runs[at], at + 1
        for end in range(at + 1, min(at + 3, len(runs))):
            between = range(runs[end - 1][1] + 1, runs[end][0])
            if not between or not all(sentence[index].lower in JOINTS for index in between):
                break
            if gazetteer.at(_key(sentence, first, runs[end][1])):
                last, reach = runs[end][1], end + 1
        yield first, last
        at = reach


def _with_particle(sentence: Sentence, first: int) -> int:
    """Take in an article before the name: "al-Anbar", "el Obeid"."""
    if first > 1 and sentence[first - 1].text == "-" and sentence[first - 2].lower in PARTICLES:
        return first - 2
    return first - 1 if first and sentence[first - 1].lower in ("al", "el") else first


def _key(sentence: Sentence, first: int, last: int) -> str:
    return fold("".join(_piece(sentence, index, first) for index in range(first, last + 1)))


def _piece(sentence: Sentence, index: int, first: int) -> str:
    token = sentence[index]
    return token.text if index == first or sentence[index - 1].end == token.start else " " + token.text


def _read_run(sentence: Sentence, first: int, last: int, words: Words, gazetteer: Gazetteer) -> Iterator[PlaceMention]:
    """Read one run of capitalised words as a place, or not."""
    while first < last and words.kind(sentence[first].lower) == "title":
        return
    entries = _known(sentence, first, last, words, gazetteer)
    if entries:
        yield _mention(sentence, first, last, (first, last), words, tuple(entries))
        return
    first = _skip_demonyms(sentence, first, last, gazetteer)
    body = words.kind(sentence[last].lower) in ("body", "title") or words.kind(sentence[first].lower) == "title"
    if body or sentence[last].lower in gazetteer.demonyms:
        return
    yield from _partly(sentence, first, last, words, gazetteer)


def _known(sentence: Sentence, first: int, last: int, words: Words, gazetteer: Gazetteer) -> list[Entry]:
    """Return the places of a whole run; an acronym ("NATO") or a word that is no name ("More") is none."""
    if last - first >= gazetteer.longest:
        return []
    if first == last and words.kind(sentence[first].lower):
        return []
    entries = gazetteer.at(_key(sentence, first, last))
    if first == last and entries:
        token = sentence[first]
        if token.text.replace(".", "").isupper() and len(token.text) > 1:
            return [entry for entry in entries if entry.kind == "C"]
        if token.pos != "PROPN":
            return [entry for entry in entries if entry.population >= SURE]
    return entries


def _skip_demonyms(sentence: Sentence, first: int, last: int, gazetteer: Gazetteer) -> int:
    while first < last and sentence[first].lower in gazetteer.demonyms:
        first += 1
    return first


def _partly(sentence: Sentence, first: int, last: int, words: Words, gazetteer: Gazetteer) -> Iterator[PlaceMention]:
    """Read a run that is not wholly a known name: direction or kind beside the name, two names, or a name in a frame."""
    core_first = first + (first < last and words.kind(sentence[first].lower) == "direction")
    core_last = last - (core_first < last and words.kind(sentence[last].lower) in GENERICS)
    if (core_first, core_last) != (first, last) and (entries := gazetteer.at(_key(sentence, core_first, core_last))):
        spot = words.kind(sentence[last].lower) == "generic-point"
        yield _mention(sentence, first, last, (core_first, core_last), words, () if spot else tuple(entries))
        return
    mention = _mention(sentence, first, last, (first, last), words, ())
    if _framed(sentence, mention, words):
        yield mention


def _framed(sentence: Sentence, mention: PlaceMention, words: Words) -> bool:
    """Say whether the words around an unknown name say that it is a place."""
    first, last = mention.name
    if mention.possessive or (mention.last > last and sentence[mention.last].lower in PLURALS) or all(words.kind(sentence[index].lower) for index in range(first, last + 1)):
        return False
    if first == last and (sentence[first].pos == "ADJ" or sentence[first].text.replace(".", "").isupper()):
        return False
    if mention.side and mention.first < first:
        return True
    generic = words.kind(sentence[mention.last].lower) in (*GENERICS, "fringe")
    before = sentence[first - 1] if first else None
    if before is None:
        return generic
    if before.text == "(" and sentence[last].dep in ("appos", "flat") and words.kind(sentence[sentence[first].head].lower) in GENERICS:
        return True
    if words.kind(before.lower) == "generic-city" or (before.lower == "of" and first > 1 and words.kind(sentence[first - 2].lower) in GENERICS):
        return True
    if generic:
        return mention.case != "" or mention.last > last
    return before.lower in FRAMES and sentence[last].pos == "PROPN"


def _mention(sentence: Sentence, first: int, last: int, name: tuple[int, int], words: Words, entries: tuple[Entry, ...]) -> PlaceMention:
    """Take in the kind and the direction that stand beside a name."""
    precision = PRECISIONS.get(words.kind(sentence[last].lower)) if last > name[1] else None
    known = ""
    if not entries or entries[0].kind != "C":
        last, precision, known = _kind_behind(sentence, last, words, precision, town=bool(entries) and entries[0].kind == "P")
    first, kind = _kind_before(sentence, first, words)
    side = False
    if precision is None and kind is None:
        first, side = _direction(sentence, first, words)
    head = _head(sentence, first, last, name[1], words)
    if known == "generic-point":
        entries = ()
    possessive = last + 1 < len(sentence) and sentence[last + 1].lower in ("'s", "’s", "'", "’")
    if possessive and (part := _part_behind(sentence, last + 2, words)) is not None:
        last, head, possessive, entries, precision, side = part, part, False, (), PRECISIONS.get(words.kind(sentence[part].lower), "region"), False
    modifier = not possessive and sentence[head].head > last and sentence[head].dep.partition(":")[0] in ("compound", "amod", "nmod")
    modifier = modifier and sentence.child(head, "case") is None
    case = "" if modifier else _case(sentence, first, head, words)
    source: Source = "common" if sentence[last].lower in ("capital", "border") else "known" if entries else "frame"
    return PlaceMention(first, last, name, head, case, source, precision or kind, entries, side, possessive, modifier)


def _kind_behind(sentence: Sentence, last: int, words: Words, precision: Precision | None, *, town: bool) -> tuple[int, Precision | None, str]:
    """Take in "province" behind "Helmand", and "coal mine" behind "Sago"."""
    for steps in (1, 2):
        index = last + steps
        if index >= len(sentence) or sentence[index].pos not in ("NOUN", "PROPN", "ADJ") or sentence[index].text[0].isupper():
            break
        kind = words.kind(sentence[index].lower)
        if kind in GENERICS or kind == "fringe":
            if town and index + 2 < len(sentence) and sentence[index + 1].lower == "of" and sentence[index + 2].text[0].isupper():
                break
            return index, PRECISIONS.get(kind, "district"), kind
        if kind:
            break
    return last, precision, ""


def _part_behind(sentence: Sentence, index: int, words: Words) -> int | None:
    """Find the part of a place that it owns: "airport road" behind "Baghdad's", "south" behind "Yemen's"."""
    for at in range(index, min(index + 3, len(sentence))):
        token = sentence[at]
        if token.text[0].isupper() or token.pos not in ("NOUN", "ADJ"):
            return None
        ends = at + 1 == len(sentence) or (sentence[at + 1].pos not in ("NOUN", "PROPN", "ADJ") and sentence[at + 1].lower != "of")
        if ends and token.pos == "NOUN" and (words.kind(token.lower) in (*GENERICS, "side") and token.lower not in ("city", "state", "country", "nation")):
            return at
    return None


def _kind_before(sentence: Sentence, first: int, words: Words) -> tuple[int, Precision | None]:
    """See "the town of" before "Gereshk" and "city" before "Mosul"; the words stay outside the name."""
    index = first - 1
    if index > 0 and sentence[index].lower == "of":
        index -= 1
    if index >= 0 and words.kind(sentence[index].lower) in GENERICS:
        return first, PRECISIONS[words.kind(sentence[index].lower)]
    return first, None


def _direction(sentence: Sentence, first: int, words: Words) -> tuple[int, bool]:
    """Take in "northern" before "Iraq", "south of" and "outskirts of" before "Baghdad"."""
    if first and words.kind(sentence[first - 1].lower) == "direction":
        joined = first > 2 and sentence[first - 2].lower == "and" and words.kind(sentence[first - 3].lower) == "direction"
        return first - (3 if joined else 1), True
    if first > 1 and sentence[first - 1].lower == "of" and words.kind(sentence[first - 2].lower) in ("side", "fringe"):
        return first - 2, True
    return first, False


def _head(sentence: Sentence, first: int, last: int, name: int, words: Words) -> int:
    """Return the word by which the whole phrase hangs in the tree: "town" in "the town of Gereshk"."""
    at = name
    while (up := sentence[at].head) != at:
        inside = first <= up <= last
        kind = words.kind(sentence[up].lower)
        joined = sentence[first - 1].lower == "of" or up == first - 1
        framing = joined and (kind in GENERICS or kind in ("fringe", "side")) and first - 4 <= up < first and sentence[at].dep.partition(":")[0] in (
            "nmod", "appos", "flat", "compound", "obl")  # fmt: skip
        if not inside and not framing:
            break
        at = up
    return at


def _case(sentence: Sentence, first: int, head: int, words: Words) -> str:
    """Return the preposition that governs a place, from the tree or from the words before it."""
    cases = [token for token in sentence.children(head, "case") if token.index < head and words.kind(token.lower) == "preposition"]
    if cases:
        return cases[-1].lower
    index = first - 1
    while index >= 0 and (sentence[index].pos in ("DET", "ADJ") or words.kind(sentence[index].lower) in ("direction", *GENERICS)):
        index -= 1
    return sentence[index].lower if index >= 0 and words.kind(sentence[index].lower) == "preposition" and sentence[index].pos in ("ADP", "SCONJ") else ""


def _common(sentence: Sentence, words: Words, taken: set[int]) -> Iterator[PlaceMention]:
    """Find places that are told without a name: "the Afghan border", "the capital", "the northwest"."""
    for token in sentence:
        if token.index in taken or (token.lower not in ("border", "capital") and words.kind(token.lower) != "side") or token.pos not in ("NOUN", "PROPN"):
            continue
        first = _phrase_start(sentence, token.index)
        case = _case(sentence, first, token.index, words)
        if first < token.index and case and sentence[first].lower in ("the", "its", "their", "'s"):
            precision: Precision = "city" if token.lower == "capital" else "region"
            yield PlaceMention(first, token.index, (first, token.index), token.index, case, "common", precision, side=token.lower not in ("border", "capital"))


def _phrase_start(sentence: Sentence, index: int) -> int:
    first = index
    while first and sentence[first - 1].pos in ("DET", "ADJ", "PROPN", "PRON") and index - first < 4:
        first -= 1
    return first

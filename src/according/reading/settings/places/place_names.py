"""
Find the places that a sentence names, each with the words around it that say what kind of place it is.

A name is a run of capitalised words. It is a place where the gazetteer knows the whole of it, or where the words
around it say so ("the town of Gereshk", "Sago coal mine", "near Sukhumi"). A part of a longer name ("Paris Hilton",
"Washington Post") is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from according.language.sentence import Sentence, Token
from according.lexicon import Lexicon
from according.names.gazetteer import Entry, Gazetteer, fold
from according.names.nouns import is_event_noun
from according.reading.settings.places.place_words import (
    FRAMES,
    GENERICS,
    PRECISION_OF_GENERIC,
    PlaceMention,
    Source,
    Words,
    based,
    befell,
    framed,
    is_alias,
    is_struck,
    key_of,
    mention_of,
    phrase_case,
    words_of,
)  # fmt: skip
from according.reading.settings.places.unnamed import find_common, find_lands

# A word that the parser takes for no name is a place from this population on.
TOWN_SURE = 500_000
# Below this a town that nothing marks as a place is more often a word or a name: "Justice", "Police", "Freedom".
TOWN_LEAST = 100_000
# Articles of other languages that are English words.
SHORT_WORDS = frozenset(("as", "an", "do", "i", "e", "ad"))
# Prepositions under which what a place owns is a place in it: "at Kabul's Hotel Adran", "on Nice's Promenade des Anglais".
_OWNED = FRAMES | {"on", "along", "off"}
# With a capital they are offices, with "of" and their task behind: "Department of Public Safety".
_OFFICES = frozenset({"Department", "Office", "Bureau", "Directorate", "Secretariat"})
# They join the parts of a name that only the gazetteer can know: "Republic of Congo".
PLACE_JOINTS = frozenset(("of", "and", "the"))
# Parts of speech of words that may have a capital, at the beginning of a sentence or in a headline, without being a name.
_SMALL = frozenset(("PRON", "DET", "ADP", "SCONJ", "CCONJ", "PART", "AUX", "VERB", "ADV", "NUM", "INTJ", "PUNCT", "SYM"))


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words that can be one name, by its first and last word, and what it names as far as its sentence says."""

    first: int
    last: int
    mentions: tuple[PlaceMention, ...]


def find_runs(sentence: Sentence, lexicon: Lexicon, gazetteer: Gazetteer) -> list[Run]:
    """Find the runs of capitalised words of a sentence that can name a place, in order."""
    words = words_of(lexicon)
    return [
        Run(first, last, tuple(_read_run(sentence, first, last, words, gazetteer)))
        for first, last in _runs(sentence, words, gazetteer)
        # "Hamas", "Islamic State": a group listed with places is none.
        if words.kind(" ".join([token.lower for token in sentence.tokens[first : last + 1]])) != "other"
    ]


def find_places(
    sentence: Sentence, lexicon: Lexicon, gazetteer: Gazetteer, *, runs: Iterable[Run] | None = None,
    told: frozenset[str] = frozenset(), people: frozenset[str] = frozenset(),
) -> list[PlaceMention]:  # fmt: skip
    """
    Find the places that a sentence names, in order.

    ``runs`` are those of :func:`find_runs`, where they have been found before. ``told`` holds the folded names that the report elsewhere
    tells to be places. ``people`` holds the casefolded words that it tells to be people's names.
    """
    words = words_of(lexicon)
    found: list[PlaceMention] = []
    for run in find_runs(sentence, lexicon, gazetteer) if runs is None else runs:
        first, last, mentions = run.first, run.last, run.mentions
        # An unknown name is believed on what another sentence, or the list it stands in, says of it.
        if not mentions and (key_of(sentence, first, last) in told or _listed_with(sentence, first, last, found)):
            mentions = (mention_of(sentence, first, last, (first, last), words, ()),)
        found.extend(
            mention
            for mention in mentions
            # A single word that no preposition places is more often a person, a group or a plain word.
            if mention.case
            or mention.side
            or first != last
            or _set_off(sentence, first, words)
            or is_struck(sentence, mention)
            or not _doubtful(sentence[first], mention, told, people)
        )
    found = _with_lists(sentence, words, gazetteer, found)
    # Last, for what stands without a name: "the border" of "the border with Chad" is not taken twice.
    taken = {index for mention in found for index in range(mention.first, mention.last + 1)}
    found.extend(find_lands(sentence, words, gazetteer, taken))
    found.extend(find_common(sentence, words, taken))
    found = [mention for mention in found if not based(sentence, mention) and not is_alias(sentence, mention)]
    return sorted(found, key=lambda mention: mention.first)


def _with_lists(sentence: Sentence, words: Words, gazetteer: Gazetteer, found: list[PlaceMention]) -> list[PlaceMention]:
    """Take in the names listed before the plural of their kind: "in the Adran, Beled and Corvo districts"."""
    if words.plurals.isdisjoint(sentence.forms):
        return found
    for token in sentence.tokens:
        if token.lower not in words.plurals:
            continue
        precision = PRECISION_OF_GENERIC[words.kind(token.lower)]
        names = _names_before(sentence, token.index, words, gazetteer)
        case = phrase_case(sentence, names[0][0], token.index, words) if names else ""
        # "the Smith and Jones camps": neither a preposition nor a known name says that these are places.
        if not names or not (case or any(gazetteer.at(key_of(sentence, *name)) for name in names)):
            continue
        # What was read there by itself gives way: "Adran" alone, and "Corvo districts".
        found = [mention for mention in found if mention.last < names[0][0] or mention.first > token.index]
        for name in names:
            last = token.index if name is names[-1] else name[1]
            entries = tuple(gazetteer.at(key_of(sentence, *name)))
            source: Source = "known" if entries else "frame"
            found.append(PlaceMention(name[0], last, name, token.index, case, source, precision, entries))
    return found


def _names_before(sentence: Sentence, index: int, words: Words, gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """Return the names of a list that ends right before a word, in order; none where one of them is no place's name."""
    names: list[tuple[int, int]] = []
    last = index - 1
    while last >= 0 and sentence[last].text[0].isupper():
        first = last
        while first > 0 and sentence[first - 1].text[0].isupper():
            first -= 1
        run = sentence.tokens[first : last + 1]
        # "Afghan and Helmand provinces", "Northern and Helmand provinces": no list of names.
        if any(token.pos != "PROPN" or token.lower in gazetteer.demonyms or words.kind(token.lower) for token in run):
            return []
        names.insert(0, (first, last))
        last = first - 1
        if last < 0 or sentence[last].lower not in ("and", "or", ","):
            break
        # "Adran, Beled, and Corvo": behind the last comma "and" is passed over too.
        last -= sentence[last].lower != "," and sentence[last - 1].text == ","
        last -= 1
    # "Hilla, Babil provinces" without "and" lists nothing.
    joined = len(names) > 1 and sentence[names[-1][0] - 1].lower in ("and", "or")
    return names if joined else []


def _listed_with(sentence: Sentence, first: int, last: int, found: list[PlaceMention]) -> bool:
    """Say whether an unknown name is listed with a place: "Kandahar and Uruzgan"."""
    roots = [index for index in range(first, last + 1) if not first <= sentence[index].head <= last]
    return (
        len(roots) == 1
        and sentence[roots[0]].dep == "conj"
        and sentence[roots[0]].pos == "PROPN"
        and any(mention.name[0] <= sentence[roots[0]].head <= mention.name[1] and mention.source == "known" for mention in found)
    )


def _set_off(sentence: Sentence, first: int, words: Words) -> bool:
    """Say whether a name is set off behind the word for its kind: "the capital, Sukhumi", "an airbase (Taji)"."""
    if first < 2:
        return False
    kind = words.kind(sentence[first - 2].lower)
    # Before a comma only a town's kind: "at the mosque, Karim said" sets off no place.
    return (sentence[first - 1].text == "," and kind == "generic-city") or (sentence[first - 1].text == "(" and kind in GENERICS)


def _doubtful(token: Token, mention: PlaceMention, told: frozenset[str], people: frozenset[str]) -> bool:
    """Say whether a word without a preposition is rather a person, or a word that a small town also goes by."""
    if token.lower in people:
        return True
    # Told with a preposition elsewhere in the report: the same town here.
    if fold(token.text) in told:
        return False
    return (
        mention.source == "known"
        and not mention.possessive
        and all(entry.kind == "P" and entry.population < TOWN_LEAST for entry in mention.entries)
    )


def name_key(sentence: Sentence, mention: PlaceMention) -> str:
    """Return the folded name of a mention."""
    return key_of(sentence, *mention.name)


def surnames(sentence: Sentence, lexicon: Lexicon) -> Iterator[str]:
    """Yield the words of people's names behind a title or a first name, casefolded: "jordan" for "Michael Jordan said"."""
    for token in sentence:
        if token.pos == "PROPN" and token.dep == "flat" and sentence[token.head].pos == "PROPN":
            role = sentence[token.head].dep.partition(":")[0]
            # Who speaks, is explained or has a third name is a person; a flat name in another role may be a town's ("in Tal Abyad").
            if role in ("nsubj", "appos", "flat") or (token.index and words_of(lexicon).kind(sentence[token.head].lower) == "title"):
                yield token.lower


def _is_name(token: Token, words: Words, gazetteer: Gazetteer) -> bool:
    """Say whether a word can be in a place's name."""
    if not token.text[0].isupper() or (token.lower in gazetteer.demonyms and token.pos != "PROPN") or words.kind(token.lower) == "time":
        return False
    if token.pos in _SMALL:
        # "UK" is a name whatever the parser takes it for, though no pronoun in capitals is. Behind the first word a capital is a name's:
        # the "Now" of "Deh Now" reads as an adverb.
        return (token.text.isupper() and 1 < len(token.text) < 4 and token.pos not in ("PRON", "AUX")) or (
            token.pos in ("VERB", "ADV", "INTJ") and token.index > 0
        )
    return True


def _runs(sentence: Sentence, words: Words, gazetteer: Gazetteer) -> Iterator[tuple[int, int]]:
    """Yield the runs of words that can be one name, each by its first and last word, in order."""
    runs: list[tuple[int, int]] = []
    tokens, last = sentence.tokens, -1
    for token in sentence.capitals:
        if token.index <= last or not _is_name(token, words, gazetteer):
            continue
        last = token.index
        for index in range(last + 1, len(tokens)):
            if _is_name(tokens[index], words, gazetteer):
                last = index
            # "Deir ez-Zor", "Doctors Without Borders": a small word is of the run only where a name goes on behind it.
            elif not (_is_particle(sentence, index) or _links(sentence, last, index, words)):
                break
        runs.append((_with_particle(sentence, token.index), last))
    return _join(sentence, runs, gazetteer)


def _is_particle(sentence: Sentence, index: int) -> bool:
    """Say whether a small word can stand in a name; one that is an English word too only before a hyphen: "as-Suwayda"."""
    lower = sentence[index].lower
    if lower in SHORT_WORDS:
        return index + 1 < len(sentence) and sentence[index + 1].text == "-"
    return lower in sentence.lexicon.forms("scenes", "particle")


def _links(sentence: Sentence, last: int, index: int, words: Words) -> bool:
    """Say whether a small word stands in the name of a house: "Institute for Orphans", "Girls' School", "Doctors Without Borders"."""
    token = sentence[index]
    if index != last + 1 or index + 1 >= len(sentence) or not sentence[index + 1].text[0].isupper():
        return False
    if token.lower == "for":
        return words.kind(sentence[last].lower) == "generic-point"
    if token.text in ("'", "’", "'s", "’s"):
        owner = sentence[last].lower in sentence.lexicon.forms("scenes", "pupil")
        return owner and words.kind(sentence[index + 1].lower) == "generic-point"
    # In a headline every word may have a capital.
    small = any(other.pos == "ADP" and other.text.islower() for other in sentence)
    return small and token.text.istitle() and token.pos == "ADP"


def _join(sentence: Sentence, runs: list[tuple[int, int]], gazetteer: Gazetteer) -> Iterator[tuple[int, int]]:
    """Join runs that are one known name with the small words between them."""
    at = 0
    while at < len(runs):
        (first, last), reach = runs[at], at + 1
        # "Republic of Congo", "Trinidad and Tobago": the gazetteer must know the whole, or two towns would be one.
        for end in range(at + 1, min(at + 3, len(runs))):
            between = range(runs[end - 1][1] + 1, runs[end][0])
            if not between or not all(sentence[index].lower in PLACE_JOINTS for index in between):
                break
            if gazetteer.at(key_of(sentence, first, runs[end][1])):
                last, reach = runs[end][1], end + 1
        yield first, last
        at = reach


def _with_particle(sentence: Sentence, first: int) -> int:
    """Take in an article before the name: "al-Anbar", "el Obeid"."""
    if first > 1 and sentence[first - 1].text == "-" and sentence[first - 2].lower in sentence.lexicon.forms("scenes", "particle"):
        return first - 2
    return first - 1 if first and sentence[first - 1].lower in ("al", "el") else first


def _read_run(sentence: Sentence, first: int, last: int, words: Words, gazetteer: Gazetteer) -> Iterator[PlaceMention]:
    """Read one run of capitalised words as a place; it yields one at most."""
    if first < last and words.kind(sentence[first].lower) == "title":
        return
    # The whole run first, before any part of it: "Washington Post" must not become Washington.
    entries = _known(sentence, first, last, words, gazetteer)
    if entries:
        yield mention_of(sentence, first, last, (first, last), words, tuple(entries))
        return
    first = _skip_demonyms(sentence, first, last, gazetteer)
    # "Helmand Council", "Baghdad Police Chief": people of a place, and not the place.
    body = words.kind(sentence[last].lower) in ("body", "title") or words.kind(sentence[first].lower) == "title"
    if body or sentence[last].lower in gazetteer.demonyms:
        return
    yield from _partly(sentence, first, last, words, gazetteer)


def _known(sentence: Sentence, first: int, last: int, words: Words, gazetteer: Gazetteer) -> list[Entry]:
    """Return the places of a whole run; an acronym ("NATO") or a word that is no name ("More") is none."""
    # No name is so long. The bound keeps a long run of capitals from being folded for nothing.
    if last - first >= gazetteer.longest:
        return []
    # "Province", "President", "Hamas": a word of the lists is no town, though one may bear that name.
    if first == last and words.kind(sentence[first].lower):
        return []
    entries = gazetteer.at(key_of(sentence, first, last))
    if first == last and entries:
        token = sentence[first]
        # "UAE" and "U.S." are countries; a small town that is written like "NATO" is not meant.
        if token.text.replace(".", "").isupper() and len(token.text) > 1:
            return [entry for entry in entries if entry.kind == "C"]
        befallen = first > 0 and token.pos == "ADJ" and befell(sentence, first + 1) is not None
        if token.pos != "PROPN" and not (befallen or _is_placed(sentence, first)):
            return [entry for entry in entries if entry.population >= TOWN_SURE]
    return entries


def _is_placed(sentence: Sentence, at: int) -> bool:
    """Say whether a noun with a capital stands by itself right behind a preposition of place: "moving near Rafah", which is a name."""
    if at == 0 or sentence[at - 1].text not in FRAMES or sentence[at].lower.endswith("ing"):
        return False
    # "injured 30 in Adranivka on Monday" may read as a verb.
    alone = at + 1 == len(sentence) or sentence[at + 1].pos in ("ADP", "PUNCT", "CCONJ")
    if sentence[at].pos != "NOUN" and not (alone and sentence[at].pos in ("ADJ", "X", "VERB")):
        return False
    # In a headline every noun may have a capital: "Blast in Market Kills 12".
    nouns = [token for token in sentence if token.pos == "NOUN"]
    small = sum(token.text[0].islower() for token in nouns)
    return 2 * small >= len(nouns) and not any(token.head == at and token.dep == "compound" for token in sentence)


def _skip_demonyms(sentence: Sentence, first: int, last: int, gazetteer: Gazetteer) -> int:
    """Return the first word of a run that is no people's: "Kursk" in "Russian Kursk"; the last word is always left."""
    while first < last and sentence[first].lower in gazetteer.demonyms:
        first += 1
    return first


def _partly(sentence: Sentence, first: int, last: int, words: Words, gazetteer: Gazetteer) -> Iterator[PlaceMention]:
    """Read a run that is not wholly a known name: a known one with a direction or a kind beside it, or an unknown one in a frame."""
    core_first = first + (first < last and words.kind(sentence[first].lower) in ("direction", "side"))
    core_last = last - (core_first < last and words.kind(sentence[last].lower) in GENERICS)
    if (core_first, core_last) != (first, last) and (entries := gazetteer.at(key_of(sentence, core_first, core_last))):
        # "the South Atlantic" places nothing.
        if entries[0].kind == "Z" and words.kind(sentence[first].lower) == "side" and sentence[last].lower not in _continents(sentence):
            return
        # "S. Sudan" is no side of Sudan.
        if core_first > first and (whole := _spelled_out(sentence, first, core_last, gazetteer)):
            yield mention_of(sentence, first, last, (first, core_last), words, tuple(whole))
            return
        # "Baghdad Airport" is not where the middle of Baghdad is.
        spot = words.kind(sentence[last].lower) == "generic-point"
        mention = mention_of(sentence, first, last, (core_first, core_last), words, () if spot else tuple(entries))
        # "South Lebanon" is a side as "south Lebanon" is; "Eastern Province" is a name. A side of a continent is several countries too.
        yield replace(mention, side=True) if core_first > first and mention.precision is None and entries[0].kind != "Z" else mention
        return
    # "in Typhoon Haiyan" is an event, and "the Department of Public Safety" an office.
    if (first < last and is_event_noun(sentence[first].lower, sentence.lexicon)) or _names_office(sentence, first, words):
        return
    mention = mention_of(sentence, first, last, (first, last), words, ())
    if framed(sentence, mention, words) or _is_owned(sentence, mention, gazetteer):
        yield mention


def _names_office(sentence: Sentence, first: int, words: Words) -> bool:
    """Say whether an unknown name is what an office is of: "Department of Public Safety"."""
    if first < 2 or sentence[first - 1].lower != "of":
        return False
    # "the department of Cauca" is a region.
    office = sentence[first - 2]
    return words.kind(office.lower) == "body" or office.text in _OFFICES


def _continents(sentence: Sentence) -> frozenset[str]:
    """Return the names of the continents."""
    return sentence.lexicon.forms("scenes", "continent")


def _spelled_out(sentence: Sentence, first: int, last: int, gazetteer: Gazetteer) -> list[Entry]:
    """Return the places of a name that begins with a letter for a side: "S. Sudan"; none where that is written out."""
    entry = sentence.lexicon.find("places", sentence[first].lower) if sentence[first].text.endswith(".") else None
    return gazetteer.at(f"{entry.id} {key_of(sentence, first + 1, last)}") if entry is not None else []


def _is_owned(sentence: Sentence, mention: PlaceMention, gazetteer: Gazetteer) -> bool:
    """Say whether an unknown name is what a known place owns and something happens in: "on Nice's Promenade des Anglais"."""
    at = mention.first - 1
    if at < 1 or sentence[at].lower not in ("'s", "’s") or sentence[mention.name[1]].pos != "PROPN":
        return False
    owner = at - 1
    while owner > 0 and sentence[owner - 1].pos == "PROPN" and sentence[owner - 1].text[0].isupper():
        owner -= 1
    # "in Kabul's Taliban": one word may be a group's name as well.
    last = sentence[mention.name[1]].lower
    # "on France's Bastille Day" is a day.
    several = mention.name[0] < mention.name[1] and last not in sentence.lexicon.forms("scenes", "offset")
    placed = sentence[owner - 1].text in _OWNED if owner else False
    return several and placed and bool(gazetteer.at(key_of(sentence, owner, at - 1)))

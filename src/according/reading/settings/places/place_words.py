"""
What the words around a name say of it: that it is a place, of what kind, on which side, and how it hangs in the sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from according.language.sentence import Sentence, Token, kept
from according.lexicon import Lexicon
from according.names.gazetteer import Entry, fold
from according.names.nouns import is_event_noun
from according.reading.grammar.phrases import base, row_noun
from according.statement import Precision

Source = Literal["known", "frame", "common"]

PRECISION_OF_GENERIC: dict[str, Precision] = {
    "generic-country": "country",
    "generic-region": "region",
    "generic-district": "district",
    "generic-city": "city",
    "generic-point": "point",
}
GENERICS = tuple(PRECISION_OF_GENERIC)
# Kinds of place that lie in a region. Between its name and "of" they are of what follows: "the Red Sea resort of Hurghada".
INNER = ("generic-city", "generic-district", "generic-point")
# Labels by which a name hangs on the word for its kind before it: "town of Gereshk", "city Mosul".
PLACE_LINKS = frozenset(("nmod", "appos", "flat", "compound", "obl"))
# Prepositions under which an unknown name is a place; "of", "from" and "to" also govern people and bodies.
# Kinds of event that befall people and are no side's act, and words from a place to such a one's.
CALAMITIES = frozenset({"quake", "storm", "crash", "blaze", "disease"})
FRAMES = frozenset(("in", "at", "near", "outside", "inside", "around"))
# What stands for all of the place beside it: "the eastern Homs area".
_AREA = frozenset(("area", "areas"))
# Marks behind which a word has its capital from its place: "[video] Shopping area hit".
_OPENING = frozenset("[](:\"“‘-–—•*")
# How adjectives end that are made of a people's, a faith's or a thing's name: "a Maronite district", "the Pacific region".
_DERIVED = ("ic", "ish", "ite", "ian", "ean", "ese", "ous", "ist", "ern")


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """
    A place in a sentence: the indexes of its first and last word, both included, and of its name's.

    ``head`` is the index of the word by which it hangs in the tree, ``case`` the preposition over it or the empty string.
    ``source`` says why it is taken for a place: its name is known, a frame of words says so, or it is common, as "the border" is.
    ``precision`` is its kind by the words beside it, ``entries`` are the places of its name in the gazetteer.
    ``side`` says that the words mean another place than the name ("south of Baghdad"), ``possessive`` that it owns what follows ("Iraq's"),
    ``modifier`` that it stands before a noun ("Kabul police"). ``sentence`` is the number of its sentence in the report.
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
    sentence: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """What the word lists know of the words beside names: each form's kind."""

    kinds: dict[str, str]
    # The plurals of kinds of place: "districts".
    plurals: frozenset[str] = frozenset()
    # What is a place without a name: "the border", "the capital", "the north".
    parts: frozenset[str] = frozenset()

    def kind(self, form: str) -> str:
        """Return what a word does to the name beside it, or the empty string."""
        return self.kinds.get(form, "")


def words_of(lexicon: Lexicon) -> Words:
    """Return the place words of a lexicon; they are made once and kept with it."""
    return lexicon.keep(_sort)


def _sort(lexicon: Lexicon) -> Words:
    """Sort the forms of the lists ``places`` and ``times`` by their kind; weekdays and months are all of the kind "time"."""
    kinds = {form: entry.kind for entry in lexicon.lists["places"] for form in entry.forms}
    times = {form: "time" for entry in lexicon.lists["times"] if entry.kind in ("weekday", "month") for form in entry.forms}
    kinds = times | kinds
    plurals = frozenset(form for form, kind in kinds.items() if kind in PRECISION_OF_GENERIC and form.endswith("s"))
    return Words(kinds, plurals, frozenset(form for form, kind in kinds.items() if kind == "side") | {"border", "capital"})


@kept
def key_of(sentence: Sentence, first: int, last: int) -> str:
    """Return the words ``first`` to ``last``, folded as the gazetteer folds names."""
    words, before = "", None
    for token in sentence.tokens[first : last + 1]:
        # A space stands where the text has white space.
        words += token.text if before is None or before.end == token.start else " " + token.text
        before = token
    return fold(words)


def framed(sentence: Sentence, mention: PlaceMention, words: Words) -> bool:
    """Say whether the words around a name that the gazetteer does not know say that it is a place."""
    first, last = mention.name
    if (
        mention.possessive
        or (mention.last > last and sentence[mention.last].lower in sentence.lexicon.forms("scenes", "peoples"))
        or all(words.kind(sentence[index].lower) for index in range(first, last + 1))
    ):
        return False
    if first == last and _is_plain_word(sentence, mention, words):
        return False
    # "the South Asian country", "the West African nation": a people's adjective before a kind names nothing.
    if sentence[last].pos == "ADJ" and mention.last > last and sentence[last].lower.endswith((*_DERIVED, "an")) and first < last:
        return False
    # "south of Rahim Gul" is a place whatever stands before it; "northern Muslims" are people.
    if mention.side and mention.first < first:
        return not any(words.kind(sentence[index].lower.removesuffix("s")) == "other" for index in range(first, last + 1))
    generic = words.kind(sentence[_kind_word(sentence, first, mention.last)].lower) in (*GENERICS, "fringe")
    before = sentence[first - 1] if first else None
    if before is None or before.text in _OPENING:
        # "Spy agency: ..." is no place; what only its kind tells to be one needs to be a name.
        return generic and sentence[last].pos == "PROPN" and sentence[mention.last].lower != "agency"
    # "the regional capital, Sukhumi".
    if before.text == "," and first > 1 and words.kind(sentence[first - 2].lower) == "generic-city" and sentence[last].pos == "PROPN":
        return True
    # "an airbase (Taji)".
    if before.text == "(" and sentence[last].dep in ("appos", "flat") and words.kind(sentence[sentence[first].head].lower) in GENERICS:
        return True
    # "the city Mosul", "the valley of Tagab".
    if words.kind(before.lower) == "generic-city":
        return True
    # "the Institute of Hygiene" is of no place.
    if before.lower == "of" and first > 1 and words.kind(sentence[first - 2].lower) in GENERICS:
        return sentence[first - 2].lower not in sentence.lexicon.forms("scenes", "learning")
    # "Sago mine": a kind behind the name needs no more; one inside it ("Kalan Province") needs a preposition, or that it is hit.
    if generic:
        return mention.case != "" or mention.last > last or is_hit(sentence, mention)
    return (before.lower in FRAMES or _is_befallen(sentence, mention)) and sentence[last].pos == "PROPN"


def _is_befallen(sentence: Sentence, mention: PlaceMention) -> bool:
    """Say whether a name is what nature befell: "the earthquake on Adran", not "an attack on Adran", who may be people."""
    noun = sentence[sentence[mention.head].head]
    known = sentence.lexicon.find("events", noun.lemma) if noun.index < mention.first and noun.pos in ("NOUN", "PROPN") else None
    return mention.case == "on" and known is not None and known.kind in ("quake", "storm")


def _kind_word(sentence: Sentence, first: int, last: int) -> int:
    """Return the index of the word that tells the kind of a name: its last, or that before "for" ("Adran Institute for Orphans")."""
    return next((at - 1 for at in range(first + 1, last) if sentence[at].lower == "for"), last)


def is_hit(sentence: Sentence, mention: PlaceMention) -> bool:
    """Say whether a place is what is struck: "a missile hit Adran School", "Adran School was bombed"."""
    token = sentence[mention.head]
    hitting = sentence.lexicon.forms("scenes", "hitting", "event")
    return token.dep in ("obj", "nsubj:pass") and sentence[token.head].lemma in hitting


def befell(sentence: Sentence, at: int) -> str | None:
    """Return the kind of what befell whatever stands before a word, of no one's doing: "quake" of "('s) deadly earthquake"."""
    noun = row_noun(sentence, at)
    known = sentence.lexicon.find("events", noun.lemma) if noun is not None else None
    return known.kind if known is not None and known.kind in CALAMITIES else None


def is_struck(sentence: Sentence, mention: PlaceMention) -> bool:
    """
    Say whether a town is what is laid waste: "the fire that destroyed Lahaina", "the Lahaina wildfire".

    Who is hit or targeted may be a person, and storms and diseases have names of their own: "Harvey floods", "the Marburg virus".
    """
    noun = row_noun(sentence, mention.last + 1) if mention.modifier else None
    burst = noun is not None and noun.lemma in sentence.lexicon.forms("scenes", "burst")
    # "the Halloween crush in Adran": where it was is told behind it.
    placed = noun is not None and noun.index + 1 < len(sentence) and sentence[noun.index + 1].lower in FRAMES
    if (burst and not placed) or (noun is not None and befell(sentence, mention.last + 1) in CALAMITIES - {"storm", "disease"}):
        return True
    return is_hit(sentence, mention) and sentence[sentence[mention.head].head].lemma not in ("hit", "target")


def _is_plain_word(sentence: Sentence, mention: PlaceMention, words: Words) -> bool:
    """Say whether the one word of a name is an adjective or an acronym: "a Gothic church", "a NATO base"."""
    token = sentence[mention.name[0]]
    # In a headline every noun may have a capital: "12 Killed in Blast in Kenya".
    if is_event_noun(token.lower, sentence.lexicon) or token.lower in sentence.lexicon.forms("scenes", "burst"):
        return True
    # "the T4 airbase": letters with a digit are the name of a spot.
    if token.text.replace(".", "").isupper():
        return token.text.isalpha() or mention.last == mention.name[1]
    # "Brightwater coal mine" has words enough to be a name.
    if token.pos != "ADJ" or mention.last >= mention.name[1] + 2:
        return False
    # "in the Adran province": the parser takes many a name for an adjective. What is derived of a people or a thing ends like it.
    kind = words.kind(sentence[mention.last].lower)
    bare = sentence.child(sentence[mention.name[0]].head, "det") is None
    # "near Adran village", but "in a Druze village".
    kinds = ("generic-region", "generic-district", "generic-city") if bare else ("generic-region", "generic-district")
    named = kind in kinds and sentence[mention.last].has("Number=Sing") and mention.case != ""
    return not named or token.lower.endswith(_DERIVED)


def mention_of(sentence: Sentence, first: int, last: int, name: tuple[int, int], words: Words, entries: tuple[Entry, ...]) -> PlaceMention:
    """
    Make the mention of a name, with the kind and the direction that stand beside it taken in.

    ``first`` and ``last`` are the words found so far, ``name`` those of the name among them, ``entries`` the places of that name.
    """
    # "Hotel" of "Adran Hotel" tells its kind too, where the whole is no name that is known otherwise.
    told = last > name[1] or (not entries and name[0] < name[1])
    precision = PRECISION_OF_GENERIC.get(words.kind(sentence[_kind_word(sentence, first, last)].lower)) if told else None
    known = ""
    if not entries or entries[0].kind != "C":
        last, precision, known = _kind_behind(sentence, last, words, precision, kind=entries[0].kind if entries else "")
    kind = _kind_before(sentence, first, words)
    side = False
    # "the eastern Homs countryside" is a side of it, "the eastern Homs area" may be all of it.
    if (precision is None or (known == "fringe" and sentence[last].lower not in _AREA)) and kind is None:
        first, side = _direction(sentence, first, words)
    top = _top(sentence, *name)
    # "the attack in Hilla Wednesday": the parser may hang the place on the day.
    if words.kind(sentence[sentence[top].head].lower) == "time" and sentence[top].dep in ("compound", "nmod"):
        top = sentence[top].head
    head = _head(sentence, first, last, top, words)
    # "Sukhumi airport" is not where the middle of the town is.
    if known == "generic-point":
        entries = ()
    possessive = last + 1 < len(sentence) and sentence[last + 1].lower in ("'s", "’s", "'", "’")
    # "in Yemen's volatile south": what a place owns is where it was, and has no entry of its own.
    if possessive and (part := _part_behind(sentence, last + 2, words)) is not None:
        last, head, possessive, entries, precision, side = (
            part,
            part,
            False,
            (),
            PRECISION_OF_GENERIC.get(words.kind(sentence[part].lower), "region"),
            False,
        )
    # "Kabul police": it stands before its noun, and no preposition is its own.
    modifier = not possessive and sentence[head].head > last and sentence[head].dep.partition(":")[0] in ("compound", "amod", "nmod")
    modifier = modifier and sentence.child(head, "case") is None and words.kind(sentence[sentence[head].head].lower) != "time"
    # "near Adran (Beled)": a mark behind the name ends its phrase, whatever the parser hangs it on.
    modifier = modifier and sentence[last + 1].text != "("
    case = "" if modifier else phrase_case(sentence, first, head, words)
    source: Source = "common" if sentence[last].lower in ("capital", "border") else "known" if entries else "frame"
    return PlaceMention(first, last, name, head, case, source, precision or kind, entries, side, possessive, modifier)


def _kind_behind(
    sentence: Sentence, last: int, words: Words, precision: Precision | None, *, kind: str
) -> tuple[int, Precision | None, str]:
    """
    Take in "province" behind "Helmand", and "coal mine" behind "Sago"; return the new last word, the precision and the kind.

    ``kind`` is that of the gazetteer's entry, or empty. The word for another place inside is left out: "the Red Sea resort of Hurghada",
    "the Baghdad district of Karada".
    """
    outer = {"P": GENERICS, "A": INNER, "Z": INNER}.get(kind, ())
    for steps in (1, 2):
        index = last + steps
        # A verb, a mark or another name ends what can belong to this one; what it owns is read by itself: "Mosul's airport police".
        if index >= len(sentence) or sentence[index].pos in ("VERB", "AUX", "ADP", "PUNCT", "PART") or sentence[index].text[0].isupper():
            break
        word = words.kind(sentence[index].lower)
        if word in GENERICS or word == "fringe":
            if word in outer and names_inside(sentence, index):
                break
            return index, PRECISION_OF_GENERIC.get(word, "district"), word
        if word:
            break
    return last, precision, ""


def names_inside(sentence: Sentence, index: int) -> bool:
    """Say whether a word for a kind of place has a name behind "of": "resort of Hurghada"."""
    return index + 2 < len(sentence) and sentence[index + 1].lower == "of" and sentence[index + 2].text[0].isupper()


def _part_behind(sentence: Sentence, index: int, words: Words) -> int | None:
    """Find the part of a place that it owns, at most three words on: "airport road" or "volatile south" behind "Yemen's"."""
    for at in range(index, min(index + 3, len(sentence))):
        token = sentence[at]
        # Another name, a verb or a number: what follows is no part of the place.
        if token.text[0].isupper() or token.pos not in ("NOUN", "ADJ"):
            return None
        # Only the last noun of what is owned says what it is: "Yemen's airport police" are people.
        ends = at + 1 == len(sentence) or (sentence[at + 1].pos not in ("NOUN", "PROPN", "ADJ") and sentence[at + 1].lower != "of")
        if (
            ends
            and token.pos == "NOUN"
            and (words.kind(token.lower) in (*GENERICS, "side") and token.lower not in ("city", "state", "country", "nation", "agency"))
        ):
            return at
    return None


def _kind_before(sentence: Sentence, first: int, words: Words) -> Precision | None:
    """Return the precision of a kind before a name: "the town of Gereshk", "city Mosul"."""
    index = first - 1
    if index > 0 and sentence[index].lower == "of":
        index -= 1
    if index >= 0 and words.kind(sentence[index].lower) in GENERICS:
        return PRECISION_OF_GENERIC[words.kind(sentence[index].lower)]
    return None


def _direction(sentence: Sentence, first: int, words: Words) -> tuple[int, bool]:
    """Take in "northern" before "Iraq", "south of" and "outskirts of" before "Baghdad"; return the first word and whether it is new."""
    # "near north China": a noun for a side only right before the name that it hangs on, not in "fled north Tuesday".
    near = first > 0 and words.kind(sentence[first - 1].lower) == "side" and base(sentence[first - 1].dep) in ("compound", "amod")
    if first and (words.kind(sentence[first - 1].lower) == "direction" or (near and sentence[first - 1].head >= first)):
        # "northern and western Iraq" is one place.
        joined = first > 2 and sentence[first - 2].lower == "and" and words.kind(sentence[first - 3].lower) == "direction"
        return first - (3 if joined else 1), True
    if first > 1 and sentence[first - 1].lower == "of" and words.kind(sentence[first - 2].lower) in ("side", "fringe"):
        # "the southern countryside of Adran"
        return first - (3 if first > 2 and words.kind(sentence[first - 3].lower) == "direction" else 2), True
    return first, False


def _top(sentence: Sentence, first: int, last: int) -> int:
    """Return the word by which a name hangs: a noun that hangs outside it, else its last word."""
    outside = (index for index in range(last, first - 1, -1) if not first <= sentence[index].head <= last or sentence[index].head == index)
    return next((index for index in outside if sentence[index].pos in ("PROPN", "NOUN")), last)


def _head(sentence: Sentence, first: int, last: int, name: int, words: Words) -> int:
    """Return the word by which the whole phrase hangs in the tree: "town" in "the town of Gereshk"."""
    at = name
    while (up := sentence[at].head) != at:
        inside = first <= up <= last
        kind = words.kind(sentence[up].lower)
        joined = sentence[first - 1].lower == "of" or up == first - 1
        kind_word = kind in GENERICS or kind in ("fringe", "side")
        # "the town of Gereshk" hangs by "town", where a preposition and a verb are to be found.
        framing = joined and kind_word and first - 4 <= up < first and sentence[at].dep.partition(":")[0] in PLACE_LINKS
        if not inside and not framing:
            break
        at = up
    return at


def phrase_case(sentence: Sentence, first: int, head: int, words: Words) -> str:
    """Return the preposition that governs a place, from the tree or from the words before it; the empty string where none does."""
    # Of two prepositions the one nearest to the place says where: "from inside Mosul".
    cases = [token for token in sentence.children(head, "case") if token.index < head and words.kind(token.lower) == "preposition"]
    if cases:
        return cases[-1].lower
    index = first - 1
    # Where the parser has hung it elsewhere: "in the northern city Mosul", back over what may stand between.
    while index >= 0 and _modifies(sentence[index], words):
        index -= 1
    return (
        sentence[index].lower
        if index >= 0 and words.kind(sentence[index].lower) == "preposition" and sentence[index].pos in ("ADP", "SCONJ")
        else ""
    )


def _modifies(token: Token, words: Words) -> bool:
    """Say whether a word can stand between a preposition and a place: "in neighboring Chad", "in the northern city Mosul"."""
    near = token.lower in ("neighboring", "neighbouring")
    return token.pos in ("DET", "ADJ") or token.dep == "amod" or near or words.kind(token.lower) in ("direction", *GENERICS)


def based(sentence: Sentence, mention: PlaceMention) -> bool:
    """Say whether a place only tells where somebody is at home: "the Washington-based group", "the U.S. led coalition"."""
    behind = sentence.tokens[mention.last + 1 : mention.last + 3]
    if len(behind) < 2:
        return False
    home = sentence.lexicon.forms("scenes", "home")
    # "the U.S. led coalition": without the hyphen only before the noun that is led.
    led = behind[0].lower in home and behind[0].pos in ("VERB", "ADJ") and behind[1].pos in ("NOUN", "PROPN")
    return led or (behind[0].text == "-" and behind[1].lower in home)


# Right before a name they say that it is what somebody goes by.
_ALIASES = (
    ["known", "as"], ["goes", "by"], ["went", "by"], ["by", "the", "name"], ["nom", "de", "guerre"], ["code", "name"],
    ["alias"], ["nicknamed"],
)  # fmt: skip
_ALIAS_ENDS = frozenset(phrase[-1] for phrase in _ALIASES)


def is_alias(sentence: Sentence, mention: PlaceMention) -> bool:
    """Say whether a name is what somebody goes by: "known as Phoenix", "goes by the name “Falcon”"."""
    # Quotation marks before the name count for nothing: goes by the name “Falcon”.
    if _ALIAS_ENDS.isdisjoint(sentence.forms):
        return False
    near = sentence.tokens[max(0, mention.first - 6) : mention.first]
    before = [token.lower for token in near if token.pos != "PUNCT" or token.text == ","]
    return any(before[-len(phrase) :] == phrase for phrase in _ALIASES)

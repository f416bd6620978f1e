"""
What the words of a head, a label or a caption say of the numbers they stand over or beside.

They say what befell those counted ("Killed"), whom ("Children"), whose word it is ("per Ministry of Health"), or that the numbers count
nobody ("Deaths per 100,000", "Tanks", "Cost").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from according.language.lemmas import lemmatise
from according.lexicon import Entry, Lexicon
from according.names.countries import is_demonym
from according.names.nouns import is_animal, is_person_noun, is_thing_noun, pattern_of
from according.names.parties import describe
from according.reading.figures.candidates import COLLECTIVES
from according.reading.figures.measures import OF_PEOPLE
from according.reading.lines.label_lines import told_by_word
from according.report import Span
from according.statement import Counting, Status

_LABEL_WORD = re.compile(r"(?:\d+(?=[^\W\d_]))?[^\W\d_]+(?:[-'’.][^\W\d_]+)*")
# "(thousands)", "in thousands", "'000", "(000s)"
_SCALES = (
    (re.compile(r"\bin thousands\b|\((?:in )?thousands?(?: of people)?\)|['’]000s?\b|\(000s\)", re.IGNORECASE), 1_000),
    (re.compile(r"\bin millions\b|\((?:in )?millions?(?: of people)?\)", re.IGNORECASE), 1_000_000),
)
_MONEY = re.compile(r"[$€£¥₴₹]")
_SHARE = re.compile(r"%|‰|\bper\s+(?:\d|capita|day|week|month|year|head|thousand|million|hundred)", re.IGNORECASE)
# "Per Ukraine", "Killed (according to the UN)"; a name goes to the next mark.
_GIVEN = re.compile(
    r"\b(?:per|according to|(?:as )?(?:reported|claimed|estimated|said|released|published|issued|compiled|provided) by)\s+"
    r"(?P<who>(?!\d|capita\b)[^,;:()\[\]|\d]{2,80})",
    re.IGNORECASE,
)
# Where a name in running words ends: "according to the Ministry of Health as of 3 May".
_END_OF_NAME = re.compile(r"\s+(?:as of|as at|as on|on|since|until|between|up to|by|for|from|[–—-])(?:\s|\Z).*|\s*\Z", re.DOTALL)
# Both words for one people with a body: their count stands beside nouns that are nobody's kind.
_EVERYBODY = frozenset({"people", "person", "persons", "individuals", "individual", "victims", "victim", "dead", "casualties", "human"})
_BY = re.compile(r"\bby\s+(?:the\s+)?\Z", re.IGNORECASE)
_JOINTS = frozenset({"and", "or", "&"})
# Measures whose words are also said of things, texts and games: "Released", "Captured", "Losses".
WEAK = frozenset({"captured", "released", "surrendered", "deployed", "withdrawn", "detained", "abducted"})
_LOST = frozenset({"loss", "losses"})
# Labels that tell what the last day added, and those that tell a total up to now.
_OF_A_DAY = re.compile(r"\b(?:new|newly|daily|(?:last|past|previous) (?:24|48|72) hours|24h|today)\b", re.IGNORECASE)
_UP_TO_NOW = re.compile(r"\b(?:cumulative(?:ly)?|to date|so far|since)\b", re.IGNORECASE)
_NOT_SURE = re.compile(r"\b(?:suspected|presumed|possible|feared|unconfirmed|believed)\b", re.IGNORECASE)
_ESTIMATED = re.compile(r"\b(?:estimate[sd]?|est\.|approximate(?:ly)?|probable)", re.IGNORECASE)
# Labels of more words are prose.
LABEL_READ = 240


@dataclass(frozen=True, slots=True)
class Label:
    """
    What a head, a label or a caption says; offsets are those of the report's text.

    ``measures`` are the entries of what it tells befell people, one for each measure. ``people`` are the words for whom, ``source`` those
    for whose word it is. ``role`` is what the cells of its column or row are: "place", "day", "side", "source", "total", "number",
    "strength" or nothing. ``refused`` is the reason for which numbers under it count nobody.
    """

    span: Span
    measures: tuple[Entry, ...] = ()
    people: Span | None = None
    # Who did it: "Killed by Velmar forces".
    doer: Span | None = None
    source: Span | None = None
    role: str = ""
    refused: str = ""
    scale: int = 1
    # A label that names nothing but measures that are said of other things too.
    weak: bool = False
    # It names things and nobody: "Tanks"; places and units that may stand for people too: "Houses destroyed", "Market", "2nd Battalion".
    things: bool = False
    units: bool = False
    # Several measures counted together: "Killed and injured".
    joined: bool = False
    part: bool = False
    counting: Counting | None = None
    status: Status | None = None

    @property
    def kinds(self) -> frozenset[str]:
        """The measures by their names."""
        return frozenset(entry.kind.partition("/")[0] for entry in self.measures)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a label, casefolded, with its place."""

    lower: str
    span: Span


def read_label(text: str, span: Span, lexicon: Lexicon) -> Label:
    """Return what the words at a span say."""
    found = lexicon.keep(_labels)(span.slice(text)[:LABEL_READ])
    return _moved(found, span)


def _labels(lexicon: Lexicon) -> Callable[[str], Label]:
    """Return :func:`read_label` by a lexicon, which remembers its answers: a table of many rows has few labels."""
    return lru_cache(maxsize=1 << 12)(partial(_read, lexicon=lexicon))


def _moved(label: Label, span: Span) -> Label:
    """Return a label that was read at the head of a text at its place in the report."""
    at = span.start

    def move(own: Span | None) -> Span | None:
        return None if own is None else Span(own.start + at, own.end + at)

    return Label(
        span, label.measures, move(label.people), move(label.doer), move(label.source), label.role, label.refused, label.scale,
        label.weak, label.things, label.units, label.joined, label.part, label.counting, label.status,
    )  # fmt: skip


def _read(text: str, lexicon: Lexicon) -> Label:
    whole = Span(0, len(text))
    given = _GIVEN.search(text)
    source = speaker_in(text, Span(*given.span("who")), lexicon) if given is not None else None
    # The words of who says it are no people that are counted.
    bare = text if source is None or given is None else text[: given.start()] + " " * (source.end - given.start()) + text[source.end :]
    words = [Word(match[0].casefold().rstrip("."), Span(*match.span())) for match in _LABEL_WORD.finditer(bare)]
    measures = _measures(words, lexicon)
    losses = bool(measures) and all(not told_by_word(w.lower, lexicon) or w.lower in _LOST for w in words)
    kinds = {entry.kind.partition("/")[0] for entry in measures}
    named = _people(words, bare, lexicon)
    # "Killed by Velmar forces": behind "by" stands who did it, and nobody says whom.
    did = named is not None and _BY.search(bare, 0, named.start) is not None
    people, doer = (None, named) if did else (named, None)
    plain = losses or kinds <= WEAK | {"missing"}
    beasts = any(is_animal(form, lexicon) for word in words for form in (word.lower, word.lower.removesuffix("s")))
    refused = _refused(bare, words, lexicon) or ("numbers.of-things" if beasts else "")
    # "Suspects | 4" below "Casualties": they bore none.
    others = not measures and any(word.lower in lexicon.word_class("table-doers") for word in words)
    refused = refused or ("numbers.not-counted" if others else "")
    return Label(
        whole, measures, people, doer if measures else None, source, _role(bare, lexicon), refused,
        next((scale for pattern, scale in _SCALES if pattern.search(text)), 1),
        weak=plain and people is None and all(word.lower not in _EVERYBODY for word in words),
        things=plain and _names_things(words, people, lexicon),
        units=people is None and any(pattern_of(word.lower, lexicon) == "unit" for word in words),
        joined=_joined(words, measures, lexicon),
        part=bare.casefold().lstrip(" –-•→").startswith(tuple(lexicon.word_class("table-parts"))),
        counting="period" if _OF_A_DAY.search(bare) else "running" if _UP_TO_NOW.search(bare) else None,
        status="possible" if _NOT_SURE.search(bare) else "estimated" if _ESTIMATED.search(bare) else None,
    )  # fmt: skip


def named_in(text: str, span: Span) -> Span | None:
    """Return the name at the head of some words, without what dates it: "the Ministry of Health as of 3 May"."""
    words = span.slice(text)
    end = _END_OF_NAME.search(words)
    name = words[: end.start() if end is not None else len(words)].rstrip(" .,-–—")
    return Span(span.start, span.start + len(name)) if len(name) > 1 and any(letter.isupper() for letter in name) else None


def speaker_in(text: str, span: Span, lexicon: Lexicon) -> Span | None:
    """Return the name at the head of some words where it can be that of a speaker: no "day of the flood in Harran" is one."""
    named = named_in(text, span)
    if named is not None and named.slice(text).removeprefix("the ")[:1].isupper():
        return named
    words = span.slice(text).rstrip(" .,)")
    return Span(span.start, span.start + len(words)) if describe(words, lexicon)[1] is not None else None


def _measures(words: Sequence[Word], lexicon: Lexicon) -> tuple[Entry, ...]:
    """Return the entries of what some words tell befell people, one for each measure, in order."""
    found: dict[str, Entry] = {}
    for at, word in enumerate(words):
        phrase = [other.lower for other in words[at : at + 3]]
        # "prisoners of war"
        entry = next(iter(lexicon.find_all("measures", " ".join([phrase[0].removesuffix("s"), *phrase[1:]]))), None) if phrase[1:] else None
        entry = entry if entry is not None and entry.pattern == "count" else told_by_word(word.lower, lexicon)
        if entry is not None and (kind := entry.kind.partition("/")[0]) in OF_PEOPLE:
            found.setdefault(kind, entry)
    # "Casualties (killed and injured)", "Casualties and losses": the one word for all goes before its parts.
    return (found["casualties"],) if "casualties" in found and len(found) != 2 else tuple(found.values())


def _joined(words: Sequence[Word], measures: Sequence[Entry], lexicon: Lexicon) -> bool:
    """Say whether a label counts two of the killed, the wounded and the missing together: "Killed and injured"."""
    if len(measures) != 2 or not {entry.kind.partition("/")[0] for entry in measures} <= {"killed", "wounded", "missing"}:
        return False
    told = [at for at, word in enumerate(words) if told_by_word(word.lower, lexicon) is not None]
    return any(words[at].lower in _JOINTS for at in range(told[0], told[-1]))


def _people(words: Sequence[Word], text: str, lexicon: Lexicon) -> Span | None:
    """Return the words for whom a label counts: "Children" of "Children killed", "Health workers"; ``None`` for people in general."""
    last = next((at for at in range(len(words) - 1, -1, -1) if _names_people(words[at].lower, lexicon)), None)
    if last is None:
        return None
    first = last
    while first > 0 and (more := _goes_on(words, first, text, lexicon)):
        first -= more
    while first < last and (words[first].lower in _JOINTS or words[first].lower in lexicon.word_class("table-plain-words")):
        first += 1
    return Span(words[first].span.start, words[last].span.end)


def _names_people(word: str, lexicon: Lexicon) -> bool:
    """Say whether a word of a label names some people and not people in general; "male" and "civilian" do so too."""
    if word in _EVERYBODY or told_by_word(word, lexicon) is not None:
        return False
    if word in lexicon.word_class("table-people"):
        return True
    # In a label a noun that no list knows ends in all sorts of ways: "Number", "Quarter"; only the plural tells of people.
    several = word in COLLECTIVES or lemmatise(word, "NOUN", "Number=Plur").lemma != word
    return is_demonym(word) or (several and is_person_noun(word, lexicon))


def _goes_on(words: Sequence[Word], first: int, text: str, lexicon: Lexicon) -> int:
    """Return how many words before one belong to the same naming: "health workers", "women and children", "members of the forces"."""
    before = words[first - 1]
    if text[before.span.end : words[first].span.start].strip(" ,&"):
        return 0
    over = next((at for at in range(first - 1, max(first - 4, -1), -1) if words[at].lower not in ("of", "the")), first - 1)
    if over < first - 1:
        return first - over if words[over + 1].lower == "of" and _names_people(words[over].lower, lexicon) else 0
    small = before.lower in lexicon.word_class("table-plain-words") and before.lower not in _JOINTS
    return 0 if small or before.lower in _EVERYBODY or told_by_word(before.lower, lexicon) is not None else 1


def _refused(text: str, words: Sequence[Word], lexicon: Lexicon) -> str:
    """Return why numbers under a label count nobody: they are shares, rates or money."""
    lowers = {word.lower for word in words}
    if _SHARE.search(text) or lowers & (lexicon.word_class("table-rates") - {"per"}):
        return "numbers.rate"
    return "numbers.money" if _MONEY.search(text) or lowers & lexicon.word_class("table-money") else ""


def _names_things(words: Sequence[Word], people: Span | None, lexicon: Lexicon) -> bool:
    """Say whether a label names things and nobody; "losses" are also those of money or crops."""
    if people is not None:
        return False
    lowers = [word.lower for word in words]
    lost = any(word in _LOST for word in lowers)
    other = any(told_by_word(word, lexicon) is None and word not in lexicon.word_class("table-plain-words") for word in lowers)
    return (lost and other) or any(is_thing_noun(word, lexicon) for word in lowers)


def _role(text: str, lexicon: Lexicon) -> str:
    """Return what the cells under or behind a label are, by the label's own words."""
    words = " ".join(text.casefold().replace(".", "").split()).strip(" :*#")
    last = words.rpartition(" ")[2]
    # "Date of death", "Place of incident"
    head = words.partition(" of ")[0] if " of " in words else words
    for role in ("source", "day", "side"):
        if words in lexicon.word_class(f"table-{role}-heads") or (role == "day" and head in lexicon.word_class("table-day-heads")):
            return role
    if words in lexicon.word_class("table-strength"):
        return "strength"
    if words in lexicon.word_class("table-total-labels"):
        return "total"
    if head in lexicon.word_class("table-place-heads") or last.removesuffix("(s)") in lexicon.word_class("table-place-heads"):
        return "place"
    return "number" if words in lexicon.word_class("table-number-heads") else ""


def is_side(text: str, lexicon: Lexicon) -> bool:
    """Say whether words name a body or a force that can be a side of a war: "Hamas", "Government forces"."""
    return describe(text, lexicon, "population")[1] in ("military", "militant", "police", "government")

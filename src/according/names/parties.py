"""
Who a noun phrase names: a name, a kind and a country, as far as its own words let us know.

    >>> from according.lexicon import default
    >>> describe("intelligence officials in South Korea", default())
    (None, 'intelligence', 'KR')
    >>> describe("Ukrainian President Volodymyr Zelenskyy", default())
    ('Volodymyr Zelenskyy', 'government', 'UA')
"""
from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Literal

from according.lexicon import Entry, Lexicon
from according.names.countries import countries, demonyms, is_demonym
from according.names.nouns import entry_of, is_agent_noun, is_armed_noun, is_person_noun, is_thing_noun, is_uncounted_noun

__all__ = ["KINDS", "Kind", "describe", "is_agent_noun", "is_armed_noun", "is_person_noun", "is_thing_noun", "is_uncounted_noun"]

# "militant" covers rebels, insurgents, terrorists and fighters alike, so that the word a report chose carries no judgement over.
# "military" covers security forces, which are police and army both.
Kind = Literal[
    "military", "police", "militant", "civilian", "child", "medic", "journalist", "aid-worker", "official", "government", "intelligence",
    "media", "witness", "hospital", "organisation", "company", "document", "analyst", "court", "other",
]  # fmt: skip
KINDS: tuple[Kind, ...] = Kind.__args__  # type: ignore[attr-defined]
# A word of a noun phrase: initials with their points ("U.S.-led"), else letters and digits with hyphens, apostrophes, "&" and points
# inside ("O'Hara", "al-Shabab"), or a mark that parts the phrase.
NAME_WORD = re.compile(r"(?:[^\W\d_]\.){2,}(?:-[^\W\d_]+)*|[^\W_]+(?:[-'’.&][^\W_]+)*|[,;:()]")
# Behind these no more is said of who they are: "the general who led the police", "a firm based in Oman".
BREAKS = frozenset({
    "who", "which", "that", "whose", "where", "when", ",", ";", ":", "(", ")", "-", "–", "—", "tasked", "based", "led",
    "working", "speaking",
})  # fmt: skip
PARTY_JOINTS = frozenset({
    "of", "for", "from", "in", "at", "with", "on", "near", "to", "by", "under", "inside", "within", "against", "along",
    "over", "belonging",
})  # fmt: skip
# Their capital is that of a sentence's first word, and no name's: "The General Staff", "Two Afghans".
DETERMINERS = frozenset({
    "the", "a", "an", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "some", "two", "three",
    "four", "several", "many",
})  # fmt: skip
# Words of a listed phrase at most: "islamic state", "secretary of state".
PHRASE_LONGEST = 4
# Kinds for whom "in X" says whose they are. Officials in Mali are Mali's. Soldiers in Mali may be anybody's, and a Taliban spokesman in
# Doha is no Qatari.
SETTLED_KINDS = frozenset({"intelligence", "government", "official", "police", "hospital", "analyst", "court", "civilian", "witness", None})
# Entries whose kind yields to a body named before them: hospital officials, military authorities, a police general.
OPEN = frozenset({"officials", "organisations", "organisation-names", "authorities", "ranks", "governments"})


Described = tuple[str | None, Kind | None, str | None]


def describe(words: str, lexicon: Lexicon, role: str = "speaker") -> Described:
    """
    Return the name, the kind and the country (ISO 3166-1 alpha-2) of those a noun phrase names; ``None`` where its words do not say.

    The last noun before a preposition decides the kind. A noun that leaves it open ("officials", "spokesman", "members") takes that of the
    words before it, then of those behind "of", "for", "from", "with" or a comma. Where ``role`` is not ``speaker``, people of no kind and
    no name are ``other``.
    """
    return lexicon.keep(_descriptions)(words, role)


def _descriptions(lexicon: Lexicon) -> Callable[[str, str], Described]:
    """Return :func:`describe` by a lexicon, which remembers its answers: the same phrases return in report after report."""
    return lru_cache(maxsize=20_000)(partial(_describe, lexicon=lexicon))


def _describe(words: str, role: str, lexicon: Lexicon) -> Described:
    """Return name, kind and country by the parts of a phrase."""
    parts = _parts(NAME_WORD.findall(words.replace("’", "'")))
    kind = _kind(parts, lexicon)
    country = _country(parts, kind)
    name = _name(words, parts[0], lexicon)
    # "men" as speakers are nobody in particular. As those who are counted they are people all the same.
    if kind is None and name is None and role != "speaker" and parts[0] and is_person_noun(parts[0][-1].casefold(), lexicon):
        kind = "other"
    return name, kind, country


def _parts(words: list[str]) -> list[list[str]]:
    """Cut a phrase at its prepositions, commas and relative clauses; the joint stays at the head of its part."""
    parts: list[list[str]] = [[]]
    for word in words:
        low = word.casefold()
        # "the WHO" is no "who".
        if (low in PARTY_JOINTS or low in BREAKS) and not (word.isupper() and len(word) > 1):
            parts.append([])
        parts[-1].append(word)
    return parts


def _nouns(words: list[str], lexicon: Lexicon) -> list[Entry]:
    """
    Return the entries of the listed nouns among the words, last first, the longest phrase at each place.

    There are none where the last noun names a thing: a police car is no party.
    """
    found, stop = [], len(words)
    while stop > 0:
        for first in range(max(stop - PHRASE_LONGEST, 0), stop):
            entry = entry_of(" ".join(words[first:stop]).casefold().replace("'s", ""), lexicon)
            if entry and entry.pattern == "thing" and stop == len(words):
                return []
            if entry and (entry.pattern in ("person", "body", "document") or (entry.pattern == "unit" and entry.kind != "none")):
                found.append(entry)
                stop = first + 1
                break
        stop -= 1
    return found


def _kind(parts: list[list[str]], lexicon: Lexicon) -> Kind | None:
    """Return the kind that the first part tells, else that of a part behind it which says whose they are."""
    for at, part in enumerate(parts):
        # "a spokesman for the army", "members of the police". Where one stands says nothing: "a doctor at the ministry" is a medic.
        if at and part[0].casefold() not in ("of", "for", "from", "with", ","):
            continue
        if (kind := _kind_of(_nouns(part, lexicon))) is not None:
            return kind
    return None


def _kind_of(nouns: list[Entry]) -> Kind | None:
    """Return the kind of the head noun, or that of a body named before it where the head leaves it open."""
    if not nouns:
        return None
    # "Hospital officials" are of the hospital, "a police general" of the police; "militia forces" are no state's.
    head, before = nouns[0], next((noun for noun in nouns[1:] if noun.pattern == "body" or noun.kind == "police"), None)
    if before is not None and (head.kind == "none" or head.id in OPEN or (head.id == "forces" and before.kind == "militant")):
        return _as_kind(before.kind)
    # "Army spokesman": a head without a kind takes that of the word before it, but not a paper's: "report sources".
    if head.kind == "none":
        return _as_kind(next((noun.kind for noun in nouns[1:] if noun.kind not in ("none", "document")), "none"))
    return _as_kind(head.kind)


def _as_kind(kind: str) -> Kind | None:
    """Return a lexicon's kind as one of ours; ``none`` is ``None``."""
    return next((known for known in KINDS if known == kind), None)


def _country(parts: list[list[str]], kind: Kind | None) -> str | None:
    """Return the one country that the head's own words name, else the one that a place behind it does."""
    # A capital stands for its state in "Kyiv" and "Baghdad police". In a longer phrase it is mostly a town: "Baghdad city police".
    own = _countries(parts[0], capitals=len(parts[0]) <= 2)
    # "Afghan and coalition troops" are of more than one side.
    if own:
        return own.pop() if len(own) == 1 and "and" not in parts[0] else None
    for part in parts[1:]:
        joint = part[0].casefold()
        # "of Syria" says whose they are. Where someone comes from or stands does so only for kinds that are tied to a land.
        if joint in ("of", "for", ",") or (joint in ("in", "at", "from") and kind in SETTLED_KINDS):
            # "officials in Washington" may be the state's. "The mayor of London" is of the town.
            found = _countries(part[1:], capitals=joint in ("in", "at"))
            if found:
                return found.pop() if len(found) == 1 else None
    return None


def _countries(words: list[str], capitals: bool) -> set[str]:
    """Return the countries that some words name, the longest name at each place; ``capitals`` says whether a capital names its country."""
    found: set[str] = set()
    at = 0
    while at < len(words):
        for stop in range(min(at + 4, len(words)), at, -1):
            code = _code(" ".join(words[at:stop]), capitals)
            if code:
                found.add(code)
                at = stop - 1
                break
        at += 1
    return found


def country_of(words: str) -> str | None:
    """
    Return the country that a name's last words name, by its name or its people.

    It is ``KR`` for "that South Korea" and ``None`` for "the South". A capital names no country here.
    """
    parts = words.split()
    return next((code for at in range(len(parts)) if (code := _code(" ".join(parts[at:]), False))), None)


def _code(phrase: str, capitals: bool) -> str | None:
    """Return the country of a name or demonym that is written with a capital."""
    # "us" and "Us" are a pronoun; "US" and "turkey" with its capital are countries.
    if not phrase[:1].isupper() or phrase == "Us":
        return None
    low = phrase.casefold().removesuffix("'s").removesuffix("'")
    named = countries().get(low)
    if named and (named[1] != "capital" or capitals):
        return named[0]
    if code := demonyms().get(low) or demonyms().get(low.removesuffix("s")):
        return code
    # "Iranian-born", "Washington-based". Whom a country leads or holds is not its own: "U.S.-led", "Russian-occupied"; "pro-Russian".
    head, dash, tail = low.partition("-")
    if dash and tail in ("based", "born", "owned", "run"):
        named = countries().get(head)
        return demonyms().get(head) or (named[0] if named else None)
    return None


def _name(words: str, head: list[str], lexicon: Lexicon) -> str | None:
    """Return the proper name in which the head part of a phrase ends: its last words with a capital, without titles and demonyms."""
    run: list[str] = []
    for word in reversed(head):
        # Particles inside a name have no capital: "Omar al Bashir", "Ludwig van Dijk".
        if not (word[:1].isupper() or (run and word.casefold() in ("al", "bin", "ibn", "van", "von", "de", "da", "del", "el"))):
            break
        run.insert(0, word)
    run = untitled(run, lexicon)
    # "Police said", "Iraqis say": a noun or a people with the capital of a sentence's first word is no name.
    if not run or (len(run) == 1 and _is_common(run[0], lexicon)) or is_demonym(" ".join(run)):
        return None
    return _with_complement(words.replace("’", "'"), run, words, lexicon)


def untitled(run: list[str], lexicon: Lexicon) -> list[str]:
    """
    Drop articles, possessors, demonyms and titles at the head of a run of words with a capital.

    The last word is never dropped, unless it is an article. An organisation keeps its demonym, and a body's name its titles.
    """
    last = entry_of(" ".join(run[-2:]).casefold(), lexicon) or entry_of(run[-1].casefold(), lexicon) if run else None
    body = last is not None and last.pattern == "body"
    while len(run) > 1:
        entry = entry_of(run[0].casefold(), lexicon)
        # "President Zelenskyy": the office is no part of the name. Of a body it is one: "General Command".
        title = not body and entry is not None and entry.pattern == "person"
        # "South Korean" is two words. At least one word must be left to be the name.
        taken = 2 if is_demonym(" ".join(run[:2])) and len(run) > 2 else 1
        people = is_demonym(" ".join(run[:taken])) and not (last is not None and last.id.startswith("organisation"))
        # The owner of a body is not in its name: "Indonesia's Health Ministry".
        if not (title or people or run[0].casefold() in DETERMINERS or run[0].endswith(("'s", "-based", "-led"))):
            break
        run = run[taken:] if people else run[1:]
    return [] if run and run[0].casefold() in DETERMINERS else run


def _is_common(word: str, lexicon: Lexicon) -> bool:
    """Say whether a single word is a common noun that only opens a sentence: Police, Officials; not NATO, Hamas."""
    entry = entry_of(word.casefold(), lexicon)
    return entry is not None and not entry.id.endswith("-names")


def _with_complement(words: str, run: list[str], original: str, lexicon: Lexicon) -> str | None:
    """
    Return the name as written, and what belongs to a body's name behind it: "Health Ministry of Gaza", "Observatory for Human Rights".

    ``words`` is ``original`` with plain apostrophes. Both are of one length, so offsets found in one hold in the other.
    """
    pattern = r"[\s]+".join(map(re.escape, run))
    found = re.search(pattern, words)
    if not found:
        return None
    entry = entry_of(run[-1].casefold(), lexicon)
    if entry is not None and entry.pattern in ("body", "unit"):
        tail = re.compile(r"(?:\s+(?:of|for|and|the|without)){1,2}(?:\s+[A-Z][\w'’-]*)+|\s+(?:of|for)\s+[A-Z][\w'’-]*")
        # Several tails may follow one another: "UN Office for the Coordination of Humanitarian Affairs".
        at = found.end()
        while more := tail.match(words, at):
            at = more.end()
        return original[found.start() : at].removesuffix("'s")
    return original[found.start() : found.end()].removesuffix("'s")

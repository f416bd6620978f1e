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
from itertools import takewhile
from typing import Literal

from according.lexicon import Entry, Lexicon
from according.names.countries import countries, demonyms, is_demonym, longest_name
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
# Behind these stands where somebody is or comes from.
STANDING_AT = frozenset({"in", "at", "from", "near", "on", "inside", "outside", "along"})
# These open the names of lands and no person's.
COMPASS = frozenset({"north", "northern", "south", "southern", "east", "eastern", "west", "western", "central", "upper", "lower", "new"})
# Their capital is that of a sentence's first word, and no name's: "The General Staff", "Two Afghans".
DETERMINERS = frozenset({
    "the", "a", "an", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "some", "two", "three",
    "four", "several", "many",
})  # fmt: skip
# Particles inside a name that have no capital: "Omar al Bashir", "Ludwig van Dijk".
PARTICLES = frozenset({"al", "bin", "ibn", "van", "von", "de", "da", "del", "el"})
# Articles and prepositions that are written together with a name's next word: "Karim al-Bakri", "as-Suwayda", "d'Ivoire".
_PREFIXED = re.compile(r"(?:al|el|a[dnrstz]|ash|e[dstz]|ul|ud|d|l)[-'](?=[^\W\d_])", re.IGNORECASE)
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
    return lru_cache(maxsize=1 << 12)(partial(_describe, lexicon=lexicon))


def _describe(words: str, role: str, lexicon: Lexicon) -> Described:
    """Return name, kind and country by the parts of a phrase."""
    parts = _parts(_join_names(NAME_WORD.findall(words.replace("’", "'")), lexicon), lexicon)
    kind = _kind(parts, lexicon)
    country = _country(parts, kind)
    name = _name(words, parts[0], lexicon) or _set_off(parts, lexicon)
    # "men" as speakers are nobody in particular. As those who are counted they are people all the same.
    if kind is None and name is None and role != "speaker" and parts[0] and is_person_noun(parts[0][-1].casefold(), lexicon):
        kind = "other"
    return name, kind, country


def _join_names(words: list[str], lexicon: Lexicon) -> list[str]:
    """Return the words with each listed name or country that has small words inside as one: "Republic of Korea"."""
    joined, at = [], 0
    while at < len(words):
        stop = next((stop for stop in range(at + _longest(lexicon), at + 2, -1) if _is_long_name(words[at:stop], lexicon)), at + 1)
        joined.append(" ".join(words[at:stop]))
        at = stop
    return joined


def _is_long_name(words: list[str], lexicon: Lexicon) -> bool:
    """Say whether some words are one name that is cut elsewhere: it has a capital, small words inside, and is listed."""
    # "Voice of America", "Trinidad and Tobago", "Doctors without Borders".
    if not words[0][:1].isupper() or not any(word.islower() for word in words[1:-1]):
        return False
    phrase = " ".join(words)
    return _is_country(phrase) or _listed(phrase, lexicon) is not None


def _is_another(words: list[str], lexicon: Lexicon) -> bool:
    """Say whether the words behind an office's name and "and" name somebody else: Hamas, President Bakri, "the" before any."""
    run = list(takewhile(lambda word: word[0].isupper(), words))
    if not run or run[0].casefold() in DETERMINERS or _is_country(" ".join(run)):
        return True
    # Titles stand in the singular: in "the Ministry of Women and Children" nobody else is named.
    listed = [entry for word in run if (entry := lexicon.find("people", word.casefold())) is not None]
    last = _last_phrase(run, lexicon)[1]
    return any(entry.pattern == "person" for entry in listed) or (last is not None and last.id.endswith("-names"))


def _longest(lexicon: Lexicon) -> int:
    """Return how many words the longest listed phrase or name of a country has."""
    return max(lexicon.keep(_longest_phrase), longest_name())


def _longest_phrase(lexicon: Lexicon) -> int:
    """Return how many words the longest phrase in a lexicon's list of nouns has."""
    return max((len(form.split()) for form in lexicon.forms("people")), default=1)


def _listed(phrase: str, lexicon: Lexicon) -> Entry | None:
    """Return the entry of a phrase as it stands ("the prime minister's office"), else without possessives."""
    low = phrase.casefold()
    return entry_of(low, lexicon) or (entry_of(low.replace("'s", ""), lexicon) if "'s" in low else None)


def _is_country(phrase: str) -> bool:
    """Say whether a phrase with a capital is the name of a country or capital, or its possessive."""
    return phrase[:1].isupper() and phrase.casefold().removesuffix("'s").removesuffix("'") in countries()


def _parts(words: list[str], lexicon: Lexicon) -> list[list[str]]:
    """Cut a phrase at its prepositions, commas and relative clauses; the joint stays at the head of its part."""
    parts: list[list[str]] = [[]]
    for at, word in enumerate(words):
        low = word.casefold()
        # "the WHO" is no "who". "The Ministry of Health and Welfare" is one office, which is told by its head.
        office = low == "and" and at > 0 and " of " in words[at - 1] and not _is_another(words[at + 1 :], lexicon)
        if office or ((low in PARTY_JOINTS or low in BREAKS) and not (word.isupper() and len(word) > 1)):
            parts.append([])
        parts[-1].append(word)
    return parts


def _nouns(words: list[str], lexicon: Lexicon) -> list[Entry]:
    """
    Return the entries of the listed nouns among the words, last first, the longest phrase at each place.

    There are none where the last noun names a thing or an animal: a police car is no party. The words of a country's name are no nouns.
    """
    found: list[Entry] = []
    stop = len(words)
    while stop > 0:
        first, entry = _last_phrase(words[:stop], lexicon)
        if entry is not None and stop == len(words) and (entry.pattern == "thing" or entry.id == "animals"):
            return []
        if entry is not None and (entry.pattern in ("person", "body", "document") or (entry.pattern == "unit" and entry.kind != "none")):
            found.append(entry)
        stop = first
    return found


def _last_phrase(words: list[str], lexicon: Lexicon) -> tuple[int, Entry | None]:
    """Return where the longest listed phrase at the end of some words begins, and its entry; a country's name has none."""
    for first in range(max(len(words) - _longest(lexicon), 0), len(words)):
        phrase = " ".join(words[first:])
        if (entry := _listed(phrase, lexicon)) is not None:
            return first, entry
        # "United States" ends in "states", and is no state's office.
        if _is_country(phrase):
            return first, None
    return len(words) - 1, None


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
        # "New Mexico" is not in Mexico; "New Zealand" is a name of its own, and "New York" is none of a country.
        renamed = at > 0 and words[at - 1] == "New"
        for stop in range(min(at + longest_name(), len(words)), at, -1):
            code = _code(" ".join(words[at:stop]), capitals)
            if code and not renamed:
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
        if not (_PREFIXED.sub("", word)[:1].isupper() or (run and word.casefold() in PARTICLES)):
            break
        run.insert(0, word)
    before = head[len(head) - len(run) - 1] if 0 < len(run) < len(head) else ""
    # "The site Indian Defence News": what says of which country it is would stand before the noun.
    called = before.islower() and entry_of(before, lexicon) is not None and is_demonym(run[0])
    run = run if called and len(run) > 1 else untitled(run, lexicon)
    # "Police said", "Iraqis say": a noun or a people with the capital of a sentence's first word is no name.
    if not run or is_demonym(" ".join(run)):
        return None
    name = _with_complement(words.replace("’", "'"), run, words, lexicon)
    return None if len(run) == 1 and _is_common(run[0], lexicon) and not _is_office(name, run[0], head, lexicon) else name


def _set_off(parts: list[list[str]], lexicon: Lexicon) -> str | None:
    """Return the person's name that is set off behind an office: "the mayor of Harran, Jan Novak"; not a place: "in Tulsa, Oklahoma"."""
    if len(parts) < 2 or not parts[0] or parts[-1][0] != "," or not is_person_noun(parts[0][-1].casefold(), lexicon):
        return None
    *_, before, words = parts
    run = untitled(words[1:], lexicon)
    named = 2 <= len(run) <= 4 and all(word[:1].isupper() and entry_of(word.casefold(), lexicon) is None for word in run)
    # A title in front tells a person's name from that of the land in which the place before it lies.
    placed = before[0].casefold() in STANDING_AT and before[-1][:1].isupper()
    land = placed or _kind([parts[0]], lexicon) in ("civilian", "witness") or country_of(" ".join(run)) is not None
    return " ".join(run) if named and not (land and run == words[1:]) and COMPASS.isdisjoint(map(str.casefold, run)) else None


def untitled(run: list[str], lexicon: Lexicon) -> list[str]:
    """
    Drop articles, possessors, demonyms and titles at the head of a run of words with a capital.

    The last word is never dropped, unless it is an article, nor any word of a listed body's or a country's name at the end. An
    organisation keeps its demonym, and a body's name its titles.
    """
    first, last = _last_phrase(run, lexicon) if run else (0, None)
    body = last is not None and last.pattern == "body"
    # "Lord's Resistance Army" has no owner, "Saudi Arabia" no demonym. Of "Lieutenant General" nothing is a name.
    kept = len(run) - first if body or last is None else 1
    while len(run) > kept:
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
    """Say whether a word is a common noun that only opens a sentence: Police, Officials; not NATO, Hamas, "Ministry of Health"."""
    entry = entry_of(word.casefold(), lexicon)
    return entry is not None and not entry.id.endswith("-names") and (" " not in word or entry.pattern == "person")


def _is_office(name: str | None, noun: str, head: list[str], lexicon: Lexicon) -> bool:
    """Say whether a body's common noun and what stands behind it are its name: "the Ministry of Agriculture"."""
    # A word stands before it, so the noun has its capital from no sentence. "The Government of Sudan" has no name beside the country.
    entry = entry_of(noun.casefold(), lexicon)
    behind = (name or "").removeprefix(noun).split()
    return entry is not None and entry.pattern == "body" and len(head) > 1 and bool(behind) and not _countries(behind, capitals=True)


def _with_complement(words: str, run: list[str], original: str, lexicon: Lexicon) -> str | None:
    """
    Return the name as written, and what belongs to a body's name behind it: "Health Ministry of Gaza", "Observatory for Human Rights".

    ``words`` is ``original`` with plain apostrophes. Both are of one length, so offsets found in one hold in the other.
    """
    pattern = r"\s+".join(re.escape(word) for name in run for word in name.split())
    found = re.search(pattern, words)
    if not found:
        return None
    entry = entry_of(run[-1].casefold(), lexicon)
    if entry is not None and entry.pattern in ("body", "unit"):
        tail = re.compile(r"(?:\s+(?:of|for|and|the|without)){1,2}(?:\s+[A-Z][\w'’-]*)+|\s+(?:of|for)\s+[A-Z][\w'’-]*")
        # Several tails may follow one another: "UN Office for the Coordination of Humanitarian Affairs".
        at = found.end()
        while more := tail.match(words, at):
            joint, *behind = more[0].split()
            if joint == "and" and _is_another(behind, lexicon):
                break
            at = more.end()
        return original[found.start() : at].removesuffix("'s")
    return original[found.start() : found.end()].removesuffix("'s")

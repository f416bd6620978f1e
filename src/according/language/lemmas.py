"""
Lemmas: the form under which rules and word lists look a word up.

    >>> lemmatise("airlifted", "VERB").lemma
    'airlift'
    >>> lemmatise("Militias", "NOUN", "Number=Plur").lemma
    'militia'
    >>> singular("women"), singular("bodies"), singular("police")
    ('woman', 'body', 'police')

A table (``model/lemmas.json``, built by ``training/build.py``) holds the irregular forms and the lemmas seen in the
treebanks. Everything else goes by the spelling rules of English: take the ending off, and of the spellings that are
then possible ("fire" or "fir" for "fired") choose one the table knows, or else the likelier one.
"""
from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).parent / "model" / "lemmas.json"

_VOWEL = re.compile(r"[aeiouy]")
# gun/n-ed, stab/b-ed, but not shell-ed, pass-ed, staff-ed, buzz-ed, add-ed
_DOUBLED = re.compile(r"[^ ][aeiouy]([bcdgkmnprtv])\1$")
# The verbs that end so by themselves: boycott-ed, butt-ed.
DOUBLE_ENDED = frozenset(("boycott", "butt", "headbutt", "putt", "purr", "burr", "whirr"))
# patrol/l-ed, expel/l-ed, but kill-ed: only in stems of more than one syllable
_DOUBLED_L = re.compile(r"[aeiouy][^aeiouy]+[eo]ll$")
# How stems end that want their "e" back:
_WANTS_E = re.compile(
    r"[cuvz]$"  # forc- argu- involv- seiz-
    r"|[aeiou]g$|[dlr]g$|[aeu]ng$"  # besieg- pledg- surg- chang-, but hang-, belong-, sling-: see the table
    r"|[bcdfgkpstz]l$"  # settl- toppl-
    r"|(?<!s)s$"  # rais- revers- accus-
    r"|eath$|[^aeiouw]y?th$"  # breath-
    r"|^(?:[^aeiou]*(?:qu)?)[aeiouy][^aeiouywx]$"  # fir- rap-, not loot- fail-: one short vowel would have doubled the consonant
    r"|(?:[^aeo]|[iu]|cre)at$"  # evacuat- creat-, not treat- float-
    r"|(?:[^aeiou]|qu)[uia]r$"  # injur- declar- acquir-, not pour- repair-
    r"|(?:[^aeiou]|u)[aiou]d$"  # evad- divid- persuad-, not load- avoid-
    r"|[^aeiou](?:[aiou]b|[iu]n|ap|[uo]t|[aio]k|[au]m|[iu]l)$"  # describ- combin- escap- execut- provok- resum- schedul-
)
# passes boxes buzzes clashes heroes viruses, but not houses or fuses
_TAKES_ES = re.compile(r"(?:ss|x|zz|ch|sh|o|[^ ]{3}[^aeo]us)es$")
# What may stand before an irregular verb: re-took, over-ran, under-went, with-held, up-held.
_PREFIX = re.compile(r"^(re|over|out|under|mis|un|fore|with|co|up)(?=[a-z]{3})")
# The plural endings of nouns and what they may have been in the singular.
_PLURALS = (
    ("ies", "y"), ("ves", "f"), ("men", "man"), ("children", "child"),
    ("sses", "ss"), ("buses", "bus"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("s", ""),
)  # fmt: skip
# Features of a verb's bare form: infinitive, imperative, and present but for the third person singular.
_BASE = re.compile(r"VerbForm=Inf|Mood=Imp|Mood=Ind\|(?!Number=Sing\|Person=3\|)(?:Number=\w+\|)?(?:Person=\d\|)?Tense=Pres")


class Lemma(NamedTuple):
    """A word's lemma and its own casefolded form."""

    lemma: str
    lower: str


class Table(NamedTuple):
    """Irregular forms and known lemmas, each by part of speech."""

    irregular: dict[str, dict[str, str]]
    known: dict[str, frozenset[str]]


@cache
def table() -> Table:
    """Return the shipped table; an empty one where it has not been built, so that spelling rules alone decide."""
    if not TABLE.exists():
        return Table({}, {})
    data = json.loads(TABLE.read_text(encoding="utf8"))
    return Table(data["irregular"], {pos: frozenset(words.split()) for pos, words in data["known"].items()})


@lru_cache(maxsize=1 << 15)
def lemmatise(form: str, pos: str, feats: str = "") -> Lemma:
    """Return the casefolded lemma of a form with its part of speech and features, and the casefolded form."""
    lower = form.casefold()
    return Lemma(find(lower.replace("’", "'"), pos, feats, table()), lower)


@lru_cache(maxsize=1 << 14)
def singular(noun: str) -> str:
    """Return a casefolded noun in the singular, whether it stands in the plural or not."""
    lower = noun.casefold()
    if lower.endswith("children"):
        return lower.removesuffix("ren")
    # "men" and "firemen" are plural; "specimen" is a noun that the table knows, and singular.
    plural = lower.endswith("s") or (lower.endswith("men") and lower not in table().known.get("NOUN", ()))
    return lemmatise(lower, "NOUN", "Number=Plur" if plural else "").lemma


def singulars(noun: str) -> Iterator[str]:
    """Yield what a casefolded noun or short phrase may be in the singular, the likeliest first; a word list knows mostly one of these."""
    yield singular(noun)
    yield from (noun.removesuffix(ending) + single for ending, single in _PLURALS if noun.endswith(ending))


def find(lower: str, pos: str, feats: str, table: Table) -> str:
    """Return the lemma of a casefolded form with its part of speech and features: by the table first, by spelling rules else."""
    # "to found a party": the bare form of a known verb is its lemma, though "found" is also the past of "find".
    if pos in ("VERB", "AUX") and _BASE.search(feats) and lower in table.known.get("VERB", ()):
        return lower
    # A name in the singular keeps its "s": "Paris", "Hamas".
    if pos == "PROPN" and "Number=Plur" not in feats:
        return lower
    if irregular := table.irregular.get(pos, {}).get(lower):
        return irregular
    rule = _RULES.get(pos)
    # "2,700", "u.s.": what is not all letters and figures follows no rule of spelling.
    if rule is None or not lower.replace("-", "").isalnum():
        return lower
    # "suicide-bombers", "re-captured": the last part bears the ending.
    head, hyphen, last = lower.rpartition("-")
    if hyphen and last:
        return head + hyphen + find(last, pos, feats, table)
    return rule(lower, feats, table)


def _verb(lower: str, feats: str, table: Table) -> str:
    """Return the bare form of a verb that the table does not hold as irregular."""
    irregular, known = table.irregular.get("VERB", {}), table.known.get("VERB", frozenset())
    # "retook" is "re" and "took"; but "relied" is no "re" and "lied".
    if (prefix := _PREFIX.match(lower)) and (rest := irregular.get(lower[prefix.end() :])) and not rest.endswith("ie"):
        return prefix[0] + rest
    if lower.endswith("ied") or lower.endswith("ies"):
        # "tied" has "ie", "tried" has "y": below five letters "ie" is the likelier.
        return _choose(lower[:-3], ("y", "ie"), known, "ie" if len(lower) < 5 else "y")
    # "dying" is of "die"; longer ones ("buying", "denying") only lose their "ing".
    if lower.endswith("ying") and len(lower) < 6:
        return _choose(lower[:-4], ("ie", "y"), known, "y")
    if lower.endswith("eed"):
        # "succeed" and "bleed" are whole, "agreed" and "freed" are of "agree" and "free".
        return lower if lower in known else lower[:-1]
    for ending in ("ed", "ing"):
        stem = lower.removesuffix(ending)
        # "bring" is whole: nothing with a vowel is left before its "ing".
        if stem != lower and len(stem) > 1 and _VOWEL.search(stem):
            return _bare(stem, known)
    return lower if lower in known and not lower.endswith("es") else _singular(lower, known)


def _bare(stem: str, known: frozenset[str]) -> str:
    """Give a verb stem, left when "ed" or "ing" is taken off, its own spelling back."""
    if _DOUBLED.search(stem):
        return stem if stem in DOUBLE_ENDED else stem[:-1]
    # "panicked" is of "panic" and "patrolled" of "patrol", but "attacked" of "attack".
    if (stem.endswith("ck") or _DOUBLED_L.search(stem)) and stem not in known and (stem[:-1] in known or stem.endswith("l")):
        return stem[:-1]
    likely = "e" if _WANTS_E.search(stem) else ""
    return _choose(stem, (likely, "" if likely else "e"), known, likely)


def _noun(lower: str, feats: str, table: Table) -> str:
    """Return the singular of a common noun."""
    known = table.known.get("NOUN", frozenset())
    # "crisis", "series" and "militia" are no plurals, where the parser says so too.
    if "Number=Sing" in feats and (lower in known or not lower.endswith("s") or lower.endswith("is")):
        return lower
    if lower.endswith("men") and "Number=Plur" in feats:
        return lower[:-3] + "man"
    single = _singular(lower, known)
    # Singular to the parser, and the table has no noun without its "s": the parser is believed.
    return lower if "Number=Sing" in feats and single not in known else single


def _singular(lower: str, known: frozenset[str]) -> str:
    """Take the "s" of a plural noun or a verb's third person off."""
    # "boss" and "virus" are no plurals, and "1990s" has no singular.
    if not lower.endswith("s") or len(lower) < 3 or lower.endswith(("ss", "us", "'s")) or lower[-2].isdigit():
        return lower
    # "ties" and "pies" only lose their "s", below.
    if lower.endswith("ies") and len(lower) > 4:
        return _choose(lower[:-3], ("y", "ie"), known, "y")
    if lower.endswith("es"):
        likely = "" if _TAKES_ES.search(lower) else "e"
        return _choose(lower[:-2], (likely, "" if likely else "e"), known, likely)
    return lower[:-1]


def _proper(lower: str, feats: str, table: Table) -> str:
    """Return the singular of a name in the plural: "houthi" for "Houthis"."""
    return _singular(lower, table.known.get("NOUN", frozenset()))


def _degree(lower: str, feats: str, table: Table) -> str:
    """Return the positive of an adjective or adverb: "deadly" for "deadliest"."""
    ending = "er" if "Degree=Cmp" in feats else "est" if "Degree=Sup" in feats else ""
    stem = lower.removesuffix(ending)
    if stem == lower or len(stem) < 3:
        return lower
    known = table.known.get("ADJ", frozenset())
    # "deadliest" is of "deadly".
    if stem.endswith("i"):
        return stem[:-1] + "y"
    if _DOUBLED.search(stem):
        return stem[:-1]
    return _choose(stem, ("", "e"), known, "e" if _WANTS_E.search(stem) else "")


def _choose(stem: str, endings: tuple[str, ...], known: frozenset[str], likely: str) -> str:
    """Return the first spelling that is known, or the likely one."""
    return next((stem + ending for ending in endings if stem + ending in known), stem + likely)


_RULES: dict[str, Callable[[str, str, Table], str]] = {
    "VERB": _verb, "AUX": _verb, "NOUN": _noun, "PROPN": _proper, "ADJ": _degree, "ADV": _degree,
}  # fmt: skip

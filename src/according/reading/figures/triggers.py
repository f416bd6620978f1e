"""
What happened to those counted: find the verbs, nouns and adjectives that tell of a measure, and whom they count.

The words are in ``src/according/data/en/measures.toml``. How a word of each pattern counts is in ``constructions``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from according.language.lemmas import lemmatise
from according.language.sentence import Sentence, Token
from according.lexicon import Entry, Lexicon
from according.names.parties import is_thing_noun
from according.reading.figures.constructions import CONSTRUCTIONS, toll
from according.reading.grammar.phrases import base
from according.reading.grammar.subjects import is_passive, subject

# Nouns for a count of something else that they name: "the number of deaths".
TALLIES = frozenset({"number", "count", "total", "figure", "tally"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """
    A word that tells of a measure, the words it counts, and the rule that found them.

    ``index``, ``counted``, ``agent``, ``direct`` and ``about`` are token indexes of one sentence.
    """

    index: int
    entry: Entry
    rule: str
    counted: tuple[int, ...]
    agent: int | None = None
    direct: tuple[int, ...] = ()  # those of the counted that the word itself governs
    about: int | None = None  # the noun a tally is of: "the number of combat deaths"


def find_triggers(sentence: Sentence, lexicon: Lexicon) -> list[Trigger]:
    """Return every word of the sentence that tells of a measure with the words it counts, in order."""
    found: list[Trigger] = []
    openers = lexicon.openers("measures")
    for token in sentence.tokens:
        # Most words begin no form of the list and are passed over at once.
        opens = token.lemma in openers or token.lower in openers or token.lemma in TALLIES
        # "downed" read as an adjective, or "shot" as a noun with an object, has itself for its lemma.
        if not opens and not (
            (token.pos == "ADJ" and token.lower.endswith("ed")) or (token.pos == "NOUN" and sentence.child(token.index, "obj") is not None)
        ):
            continue
        if token.lemma in TALLIES and token.pos == "NOUN" and (tally := _tally(sentence, token, lexicon)):
            found.append(tally)
        for entry, index in _entries(sentence, token, lexicon):
            # "the rebel-held north": whoever holds a place detains nobody.
            joined = token.index > 0 and sentence[token.index - 1].text == "-" and sentence[token.index - 1].end == token.start
            if joined and entry.kind.startswith("detained"):
                continue
            counted, rule = CONSTRUCTIONS[entry.pattern or ""](sentence, token)
            if entry.pattern == "count" and len(counted) > 1:
                # "deaths have passed 4,700": the number stands apart from its noun, as that of a toll does.
                entry = replace(entry, pattern="toll")
            if counted:
                found.append(
                    Trigger(
                        index, entry, f"measures.{rule}", tuple(spread(sentence, counted)), _agent(sentence, token, entry), tuple(counted)
                    )
                )
    return [_without_others(sentence, trigger, found) for trigger in found]


def _without_others(sentence: Sentence, trigger: Trigger, found: Sequence[Trigger]) -> Trigger:
    """Return a trigger without the joined numbers that have a word of their own right behind them: "44 people killed and 12 missing"."""
    behind = {other.index for other in found} - {trigger.index}
    kept = tuple(at for at in trigger.counted if at in trigger.direct or sentence[at].pos != "NUM" or at + 1 not in behind)
    return trigger if len(kept) == len(trigger.counted) else replace(trigger, counted=kept)


def _entries(sentence: Sentence, token: Token, lexicon: Lexicon) -> Iterator[tuple[Entry, int]]:
    """Yield the entries a word shows: a verb with its second word first, else its own form, for each pattern that fits its class."""
    by_pattern = lexicon.keep(_measure_forms)
    verbal = token.pos in ("VERB", "AUX") or _acts(sentence, token)
    lemma = lemmatise(token.text, "VERB").lemma if verbal and token.pos == "NOUN" else token.lemma
    pairing = lexicon.keep(_pairing_verbs)
    if verbal and token.lemma in pairing and (borne := _borne(sentence, token, by_pattern)) is not None:
        yield borne, token.index
        return
    if verbal and lemma in pairing:
        # "shot dead" is a death, and "shot down" an aircraft destroyed: the pair tells it, and the verb alone no more.
        # "pulled 50 people out to safety": what the verb does it for tells more than its particle.
        partners = _partners(sentence, token)
        light = (by_pattern.get(("light", f"{lemma} {other.lemma}")) for other in partners)
        verb = (by_pattern.get(("verb", f"{lemma} {other.lower}")) for other in partners)
        entry = next((entry for entry in (*light, *verb) if entry is not None), None)
        if entry is not None:
            yield entry, token.index
            return
    if verbal and (entry := by_pattern.get(("verb", lemma))) is not None:
        yield entry, token.index
    # "Three warplanes were downed": a passive whose participle the tagger takes for an adjective.
    if token.pos == "ADJ" and token.lower.endswith("ed") and sentence.child(token.index, "cop"):
        entry = by_pattern.get(("verb", lemmatise(token.text, "VERB").lemma))
        if entry is not None and entry.pattern in ("object", "either") and ("state", token.lower) not in by_pattern:
            yield replace(entry, pattern="state"), token.index
    # Participles and gerunds tell as adjectives and nouns too: "the wounded", "the killing of".
    if not verbal or token.has("VerbForm=Part") or token.has("VerbForm=Ger"):
        for pattern in ("state", "count", "of", "toll", "fate"):
            form = token.lower if pattern == "state" else token.lemma
            entry = by_pattern.get((pattern, form)) or (_long_count(sentence, token, by_pattern) if pattern == "count" else None)
            if entry and _fits(token, pattern):
                yield entry, token.index


def _long_count(sentence: Sentence, token: Token, table: dict[tuple[str, str], Entry]) -> Entry | None:
    """Return the entry of a counted noun of three words: "90 prisoners of war"."""
    after = [other.lower for other in sentence.tokens[token.index + 1 : token.index + 3]]
    return table.get(("count", " ".join([token.lemma, *after]))) if after[:1] == ["of"] else None


def _fits(token: Token, pattern: str) -> bool:
    """Say whether a word's class goes with a pattern: "dead" may be a state in many classes, "the killing of" is a noun or gerund."""
    if pattern == "of" and token.has("VerbForm=Ger"):
        return True
    if pattern == "state":
        return token.pos in ("ADJ", "VERB", "NOUN", "PROPN", "ADV")
    return token.pos in ("NOUN", "PROPN", "ADJ") and (pattern != "of" or not token.has("Degree=Pos"))


def _pairing_verbs(lexicon: Lexicon) -> frozenset[str]:
    """Return the verbs that tell of a measure together with other words, as "take" does with "hostage"; most tell alone or nothing."""
    return frozenset(words[0] for _, form in lexicon.keep(_measure_forms) if len(words := form.split()) > 1)


def _measure_forms(lexicon: Lexicon) -> dict[tuple[str, str], Entry]:
    """Index the measure words by the class of word they are."""
    table: dict[tuple[str, str], Entry] = {}
    for entry in lexicon.lists["measures"]:
        pattern = entry.pattern or ""
        # These patterns say how a verb counts, not how it is found. Of one form the entry that stands first in the list is taken.
        key = "verb" if pattern in ("object", "subject", "either", "force", "impact") else pattern
        for form in entry.forms:
            table.setdefault((key, form), entry)
    return table


def _acts(sentence: Sentence, token: Token) -> bool:
    """Say whether a word read as a noun has an object, so that it is a verb: "A gunman shot three people"."""
    return token.pos == "NOUN" and sentence.child(token.index, "obj") is not None


def _borne(sentence: Sentence, verb: Token, table: dict[tuple[str, str], Entry]) -> Entry | None:
    """Return the entry of a verb with an object that nobody counts, which tells of the subject: "suffered burns", "left their homes"."""
    for thing in sentence.children(verb.index, "obj"):
        # "suffered 12 injuries": a number of its own makes it what is counted.
        if thing.index < verb.index or sentence.child(thing.index, "nummod"):
            continue
        particle = next((child.lower for child in sentence.children(verb.index, "compound") if child.dep == "compound:prt"), None)
        own = "their" if any(child.has("Poss=Yes") for child in sentence.children(thing.index)) else None
        entry = table.get(("borne", " ".join(word for word in (verb.lemma, particle, own, thing.lemma) if word)))
        if entry is not None:
            return entry
    return None


def _partners(sentence: Sentence, verb: Token) -> list[Token]:
    """Return the words that can make a fixed pair with a verb: particles, objects, complements and obliques, next words first."""
    # The second word may hang on the verb, or on what hangs on it: "took 12 tourists hostage", "put under house arrest".
    near = [child for child in sentence.children(verb.index) if child.index > verb.index]
    below = [grand for child in near if base(child.dep) in ("obj", "xcomp", "obl", "conj") for grand in sentence.children(child.index)]
    # "lives were lost": of a passive the second word is the subject. Of others a subject is no part of the verb.
    before = [child for child in sentence.children(verb.index, "nsubj") if child.index < verb.index and child.lemma == "life"]
    after = [sentence[verb.index + 1]] if verb.index + 1 < len(sentence) else []
    return [*after, *near, *before, *(grand for grand in below if base(grand.dep) in ("amod", "nmod", "obl", "xcomp", "acl"))]


def _tally(sentence: Sentence, noun: Token, lexicon: Lexicon) -> Trigger | None:
    """Return the trigger of a counting noun, which takes its measure from the word below it: "the number of deaths is 17"."""
    table = lexicon.keep(_measure_forms)
    counted, _ = toll(sentence, noun)
    # A tally's value is a number by itself: "the number of dead men" has none.
    counted = [index for index in counted if sentence[index].pos == "NUM"]
    for child in sentence.children(noun.index, "compound", "nmod", "amod") if counted else []:
        # "the number of people injured": the word below the noun tells more than the noun.
        below = [*sentence.children(child.index, "acl", "amod", "compound", "acl:relcl"), child]
        if child.lemma == "casualty":
            # "the total of casualties, both dead and wounded": it is of both, whichever the tree hangs nearer.
            below = [child]
        for word in below:
            entry = (
                table.get(("count", word.lemma))
                or table.get(("state", word.lower))
                or (table.get(("verb", word.lemma)) if word.pos == "VERB" else None)
            )
            if entry is not None and child.lemma == "loss" and any(is_thing_noun(w.lemma, lexicon) for w in below[:-1]):
                # "the number of tank losses": no people are counted.
                entry = replace(entry, kind="destroyed")
            # "the number of hostages held in the valley": "hold" says no more of a hostage.
            entry = table.get(("count", child.lemma), entry) if entry is not None and entry.id == "hold" else entry
            if entry and entry.pattern in ("count", "state", "object", "subject"):
                return Trigger(
                    noun.index, replace(entry, pattern="toll"), "measures.tally", tuple(counted), None, tuple(counted), child.index
                )
    return None


def spread(sentence: Sentence, counted: list[int]) -> list[int]:
    """Add to the counted words those joined to them by "and", those in apposition, and those that a holding noun stands for."""
    found: list[int] = []
    waiting = list(counted)
    while waiting:
        index = waiting.pop(0)
        if index in found:
            continue
        found.append(index)
        for child in sentence.children(index):
            label = base(child.dep)
            # "two men and a boy", "three civilians, a man and two boys": each is told of by the same word.
            if (label in ("conj", "appos") and child.pos in ("NOUN", "PROPN", "NUM", "PRON", "ADJ", "DET")) or (
                label == "nmod" and _holds(sentence, sentence[index], child)
            ):
                waiting.append(child.index)
    return found


def _holds(sentence: Sentence, head: Token, child: Token) -> bool:
    """Say whether a noun stands for those that its phrase names: "a group of 12 men", "30 people, including 12 children"."""
    case = sentence.child(child.index, "case")
    if case is None or child.index < head.index:
        return False
    if case.lower == "of":
        return (
            head.lemma in sentence.lexicon.word_class("holding-nouns")
            or head.pos == "NUM"
            or head.lemma in ("dozen", "hundred", "thousand", "score", "million", "ten")
        )
    return case.lower in ("including", "among")


def _agent(sentence: Sentence, token: Token, entry: Entry) -> int | None:
    """Return the word for who did it, where the construction shows one."""
    # Of "12 died" the subject is who suffers, and nobody who did it.
    if token.pos not in ("VERB", "AUX") or entry.pattern in ("subject", "force", "state", "count"):
        return None
    for child in sentence.children(token.index, "obl"):
        if sentence.has_case(child.index, "by"):
            return child.index
    # A passive without "by" hides who did it; its subject is counted.
    if is_passive(sentence, token):
        return None
    return actor_of(sentence, token)


def actor_of(sentence: Sentence, verb: Token) -> int | None:
    """Return the head of who acts by an active verb, or ``None``."""
    above = _clause_above(sentence, verb)
    if above is None:
        return subject(sentence, verb)
    # "Militants were hit at dawn, killing 12": it is what befell them that killed the 12.
    return subject(sentence, above) if not is_passive(sentence, above) else None


def _clause_above(sentence: Sentence, verb: Token) -> Token | None:
    """Return the verb of the clause that a verb without a subject goes on with, where the tree may hang it elsewhere; or ``None``."""
    above = sentence[verb.head]
    if sentence.child(verb.index, "nsubj", "mark") or above.index > verb.index:
        return None
    over = (token for token in sentence.ancestors(verb.index) if token.pos == "VERB")
    # "Rebels killed ten and wounded 20": hung on what the first verb acts on.
    if verb.dep == "conj":
        return next(over, None) if above.pos in ("NUM", "NOUN") else None
    if verb.dep != "advcl" or not verb.lower.endswith("ing"):
        return None
    # "opened fire on people moving there, killing three": behind a comma it goes on with the clause, not with the participle before it.
    far = above.dep == "acl" and sentence[verb.index - 1].text == ","
    return next((token for token in over if not far or token.index < above.index), None) or above


def verb_entry(lexicon: Lexicon, form: str, *patterns: str) -> Entry | None:
    """Return the entry of a form if its pattern is one of those given."""
    table = lexicon.keep(_measure_forms)
    # States and pairs are kept apart from verbs: "wounded" is both.
    key = patterns[0] if patterns in (("state",), ("light",), ("borne",), ("count",), ("toll",)) else "verb"
    entry = table.get((key, form))
    return entry if entry and entry.pattern in patterns else None

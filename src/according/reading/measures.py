"""
What happened to those counted: find the verbs, nouns and adjectives that tell of a measure, and whom they count.

Every rule here is a construction of English over Universal Dependencies; the words are in ``data/en/measures.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from according.language.sentence import Sentence, Token
from according.lexicon import Entry, Lexicon, word_class
from according.reading.mentions import DAYS, base, is_plural

RELATIVE = frozenset({"who", "that", "which", "whom", "whose"})
TALLIES = frozenset({"number", "count", "total", "figure", "tally"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells of a measure, the words it counts, and the rule that found them."""

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
    for token in sentence:
        if token.lemma not in openers and token.lower not in openers and token.lemma not in TALLIES:
            continue
        if token.lemma in TALLIES and token.pos == "NOUN" and (tally := _tally(sentence, token, lexicon)):
            found.append(tally)
        for entry, index in _entries(sentence, token, lexicon):
            counted, rule = RULES[entry.pattern or ""](sentence, token)
            if counted:
                found.append(
                    Trigger(
                        index, entry, f"measures.{rule}", tuple(spread(sentence, counted)), _agent(sentence, token, entry), tuple(counted)
                    )
                )
    return found


def _entries(sentence: Sentence, token: Token, lexicon: Lexicon) -> Iterator[tuple[Entry, int]]:
    """Yield the entries a word shows: a phrasal form first, else its own form, for each pattern that fits its class."""
    by_pattern = _measure_forms(lexicon)
    verbal = token.pos in ("VERB", "AUX")
    if verbal:
        for other in _partners(sentence, token):
            entry = by_pattern.get(("light", f"{token.lemma} {other.lemma}")) or by_pattern.get(("verb", f"{token.lemma} {other.lower}"))
            if entry:
                yield entry, token.index
                return
        entry = by_pattern.get(("verb", token.lemma))
        if entry:
            yield entry, token.index
    if not verbal or token.has("VerbForm=Part") or token.has("VerbForm=Ger"):
        for pattern, form in (("state", token.lower), ("count", token.lemma), ("of", token.lemma), ("toll", token.lemma)):
            entry = by_pattern.get((pattern, form)) or (_long_count(sentence, token, by_pattern) if pattern == "count" else None)
            if entry and _fits(token, pattern):
                yield entry, token.index


def _long_count(sentence: Sentence, token: Token, table: dict[tuple[str, str], Entry]) -> Entry | None:
    """ "90 prisoners of war"."""
    after = [other.lower for other in sentence.tokens[token.index + 1 : token.index + 3]]
    return table.get(("count", " ".join([token.lemma, *after]))) if after[:1] == ["of"] else None


def _fits(token: Token, pattern: str) -> bool:
    if pattern == "of" and token.has("VerbForm=Ger"):
        return True
    if pattern == "state":
        return token.pos in ("ADJ", "VERB", "NOUN", "PROPN", "ADV")
    return token.pos in ("NOUN", "PROPN", "ADJ") and (pattern != "of" or not token.has("Degree=Pos"))


@cache
def _measure_forms(lexicon: Lexicon) -> dict[tuple[str, str], Entry]:
    """Index the measure words by the class of word they are."""
    table: dict[tuple[str, str], Entry] = {}
    for entry in lexicon.lists["measures"]:
        pattern = entry.pattern or ""
        key = "verb" if pattern in ("object", "subject", "either", "force") else pattern
        for form in entry.forms:
            table.setdefault((key, form), entry)
    return table


def _partners(sentence: Sentence, verb: Token) -> list[Token]:
    """Return the words that can make a fixed pair with a verb: particles, objects, complements and obliques, next words first."""
    near = [child for child in sentence.children(verb.index) if child.index > verb.index]
    below = [grand for child in near if base(child.dep) in ("obj", "xcomp", "obl", "conj") for grand in sentence.children(child.index)]
    before = [child for child in sentence.children(verb.index, "nsubj") if child.index < verb.index and child.lemma == "life"]
    after = [sentence[verb.index + 1]] if verb.index + 1 < len(sentence) else []
    return [*after, *near, *before, *(grand for grand in below if base(grand.dep) in ("amod", "nmod", "obl", "xcomp", "acl"))]


# -- how each pattern counts -------------------------------------------------------------------------------------


def is_passive(sentence: Sentence, verb: Token) -> bool:
    """Say whether a verb's subject suffers it: a passive subject or auxiliary, or a bare past participle without object."""
    if sentence.child(verb.index, "aux:pass") or sentence.child(verb.index, "nsubj:pass"):
        return True
    after = sentence[verb.index + 1] if verb.index + 1 < len(sentence) else None
    if after is not None and after.pos in ("PROPN", "DET", "NUM", "PRON") and after.lower not in DAYS and verb.dep not in ("amod", "acl"):
        return False  # "fighters captured the town": a past tense that the parser took for a participle
    return (
        verb.has("VerbForm=Part")
        and verb.has("Tense=Past")
        and not sentence.child(verb.index, "aux")
        and not sentence.child(verb.index, "obj")
    )


def subject(sentence: Sentence, verb: Token) -> int | None:
    """Return the subject of a verb: its own, its antecedent in a relative clause, or that of the verb it hangs on."""
    own = [child for child in sentence.children(verb.index, "nsubj") if child.dep != "nsubj:outer"]
    if own:
        last = own[-1] if own[-1].index < verb.index or len(own) == 1 else own[0]
        if last.lower in RELATIVE and verb.dep.startswith("acl") and verb.head != verb.index:
            return _agreeing(sentence, verb, last)
        return _antecedent(sentence, verb, last) if last.lower in ("who", "which") else last.index
    controlled = _controlled(sentence, verb)
    if controlled is not None:
        return controlled
    label = base(verb.dep)
    if label == "acl" and verb.head != verb.index and not sentence.child(verb.index, "mark"):
        return verb.head
    head = sentence[verb.head]
    if label in ("conj", "xcomp", "advcl", "ccomp", "parataxis") and head.index != verb.index and head.pos in ("VERB", "AUX", "ADJ"):
        return subject(sentence, head)
    return None


def _controlled(sentence: Sentence, verb: Token) -> int | None:
    """ "accused the rebels of killing six", "ordered troops to fire": who acts is the object of the verb above."""
    head = sentence[verb.head]
    if (
        base(verb.dep) not in ("xcomp", "advcl", "ccomp", "obl")
        or head.index == verb.index
        or head.lemma not in word_class("object-control")
    ):
        return None
    controller = sentence.child(head.index, "obj") or sentence.child(head.index, "iobj")
    return controller.index if controller is not None and controller.index < verb.index else None


def _agreeing(sentence: Sentence, verb: Token, pronoun: Token) -> int:
    """The antecedent that a relative pronoun hangs on, or, where the verb is singular and that is plural, the name right before it."""
    singular = any(t.lower in ("was", "is", "has") for t in sentence.children(verb.index, "aux", "cop")) or verb.lower in (
        "was",
        "is",
        "has",
    )
    at = pronoun.index - 1
    while at >= 0 and sentence[at].pos in ("PUNCT", "ADP"):
        at -= 1
    if singular and is_plural(sentence[verb.head]) and at >= 0 and sentence[at].pos in ("NOUN", "PROPN") and at != verb.head:
        return at
    return verb.head


def _antecedent(sentence: Sentence, verb: Token, pronoun: Token) -> int:
    """ "a brother who was an aide and who was killed": the second "who" is the first one's."""
    for other in reversed(sentence.tokens[: pronoun.index]):
        if other.lower == pronoun.lower and sentence[other.head].dep.startswith("acl"):
            return sentence[other.head].head
    return pronoun.index


def _object(sentence: Sentence, verb: Token) -> tuple[list[int], str]:
    objects = [child.index for child in sentence.children(verb.index, "obj")]
    if is_passive(sentence, verb) or verb.dep == "amod":
        if verb.dep == "amod" and not sentence.child(verb.index, "nsubj"):
            return [verb.head], "participle-before-noun"
        if verb.dep == "acl" and not sentence.child(verb.index, "nsubj") and sentence[verb.head].pos != "VERB":
            return [verb.head], "participle-behind-noun"
        found = _patient(sentence, verb)
        return ([found], "passive-subject") if found is not None else (objects, "object")
    if objects:
        return [i for i in objects if sentence[i].lower not in RELATIVE] or ([verb.head] if verb.dep.startswith("acl") else []), "object"
    own = sentence.child(verb.index, "nsubj")
    if verb.dep == "acl:relcl" and own is not None and own.lower not in RELATIVE and verb.head != verb.index:
        return [verb.head], "object-of-relative"  # "two employees that it kidnapped"
    shared = _shared_object(sentence, verb)
    if shared is not None:
        return [shared], "shared-object"
    return [], ""


def _patient(sentence: Sentence, verb: Token) -> int | None:
    """Return the subject of a passive; through a raising verb or a coordination, never across an active clause."""
    own = sentence.children(verb.index, "nsubj")
    if own:
        return subject(sentence, verb)
    head = sentence[verb.head]
    label = base(verb.dep)
    if label == "conj" and _has_own_count(sentence, verb):
        return None  # "eight were killed and three captured"
    if label == "conj":
        return _patient(sentence, head) if head.pos in ("VERB", "ADJ") and (is_passive(sentence, head) or head.pos == "ADJ") else None
    if label in ("xcomp", "ccomp") and head.index != verb.index:
        objects = sentence.children(head.index, "obj")
        if objects:
            return objects[-1].index
        return subject(sentence, head) if head.lemma in word_class("raising-verbs") else None
    if label in ("acl", "acl:relcl"):
        return verb.head
    return None


def _has_own_count(sentence: Sentence, verb: Token) -> bool:
    before = sentence[verb.index - 1] if verb.index else None
    return before is not None and (
        before.pos == "NUM" or before.lower in ("others", "another", "more", "dozens", "scores", "several", "many", "hundreds")
    )


def _shared_object(sentence: Sentence, verb: Token) -> int | None:
    """In "killed or wounded 40" the object hangs on one of the two verbs only."""
    for other in sentence.children(verb.index, "conj"):
        objects = sentence.children(other.index, "obj")
        if objects and other.pos == "VERB" and other.index - verb.index <= 3 and not sentence.child(other.index, "nsubj"):
            return objects[0].index
    return None


def _subject(sentence: Sentence, verb: Token) -> tuple[list[int], str]:
    if verb.dep == "amod":
        return [verb.head], "participle-before-noun"
    found = subject(sentence, verb)
    return ([found], "subject") if found is not None else ([], "")


def _either(sentence: Sentence, verb: Token) -> tuple[list[int], str]:
    counted, rule = _object(sentence, verb)
    return (counted, rule) if counted else _subject(sentence, verb)


def _force(sentence: Sentence, verb: Token) -> tuple[list[int], str]:
    own = [child.index for child in sentence.children(verb.index, "nsubj", "obj")]
    if verb.dep.startswith("acl"):
        own.append(verb.head)
    return own, "force-at-work"


def _light(sentence: Sentence, verb: Token) -> tuple[list[int], str]:
    counted, rule = _object(sentence, verb)
    if not counted:
        counted, rule = _subject(sentence, verb)
    return counted, f"light-{rule}" if rule else rule


def _state(sentence: Sentence, word: Token) -> tuple[list[int], str]:
    """A state is said of the noun it modifies, of its subject, or of what a verb leaves in it; it may be counted itself."""
    head, label = sentence[word.head], base(word.dep)
    if (
        word.pos in ("NOUN", "ADJ", "PROPN", "VERB")
        and sentence.child(word.index, "nummod", "det")
        and not sentence.child(word.index, "cop")
    ):
        return [word.index], "counted-state"
    own = sentence.children(word.index, "nsubj")
    if own:
        return [subject(sentence, word) or own[0].index], "state-of-subject"
    if label == "amod" or (label in ("acl", "appos", "nmod") and head.index < word.index and head.pos in ("NOUN", "PROPN", "NUM", "PRON")):
        return [head.index], "state-of-noun"
    if label in ("xcomp", "ccomp", "advcl", "advmod", "obj", "acl", "conj") and head.index != word.index:
        return _left(sentence, head, word)
    return [word.index], "counted-state"


def _left(sentence: Sentence, head: Token, word: Token) -> tuple[list[int], str]:
    if head.pos in ("NOUN", "PROPN", "NUM"):
        return [head.index], "state-of-noun"
    objects = [child.index for child in sentence.children(head.index, "obj") if child.index != word.index]
    if objects and (head.lemma in word_class("leaving-verbs") or base(word.dep) == "xcomp"):
        return objects, "left-in-state"
    if base(word.dep) == "conj":
        found = _patient(sentence, word) if head.pos in ("VERB", "ADJ") else None
        return ([found] if found is not None else [word.index]), "state-of-subject"
    found = subject(sentence, head)
    return ([found] if found is not None and head.lemma in word_class("raising-verbs") | {"go", "be"} else [word.index]), "state-of-subject"


def _count(sentence: Sentence, noun: Token) -> tuple[list[int], str]:
    return [noun.index], "counted-noun"


def _of(sentence: Sentence, noun: Token) -> tuple[list[int], str]:
    counted = []
    for child in sentence.children(noun.index, "nmod", "obl"):
        case = sentence.child(child.index, "case")
        if (case and case.lower in ("of", "by", "to") and case.lower == "of") or child.dep == "nmod:poss":
            counted.append(child.index)
    if not counted:
        partner = sentence[noun.head] if base(noun.dep) == "conj" else sentence.child(noun.index, "conj")
        if (
            partner is not None and partner.pos == "NOUN" and abs(partner.index - noun.index) <= 3
        ):  # "the disappearances and deaths of 119 opponents"
            counted = [
                child.index
                for child in sentence.children(partner.index, "nmod")
                if any(c.lower == "of" for c in sentence.children(child.index, "case"))
            ]
    return counted, "noun-of"


def _toll(sentence: Sentence, noun: Token) -> tuple[list[int], str]:
    """A toll is a number alone: what it is, rises to or is put at."""
    counted = [
        child.index
        for child in sentence.children(noun.index, "nmod", "appos", "nummod")
        if child.dep != "nmod:poss" and child.pos in ("NUM", "NOUN")
    ]
    head = sentence[noun.head]
    if base(noun.dep) in ("nsubj", "obj", "compound", "nmod") and head.index != noun.index:
        if base(noun.dep) == "nsubj" and sentence.child(head.index, "cop"):
            counted.append(head.index)
        if head.lemma in word_class("toll-verbs"):
            counted += [child.index for child in sentence.children(head.index, "obl", "obj", "xcomp", "nmod") if child.index != noun.index]
    return counted, "toll"


def _tally(sentence: Sentence, noun: Token, lexicon: Lexicon) -> Trigger | None:
    """ "the number of deaths is 17", "the death count passed 400": a counting noun takes its measure from the word below it."""
    table = _measure_forms(lexicon)
    counted, _ = _toll(sentence, noun)
    counted = [index for index in counted if sentence[index].pos == "NUM"]
    for child in sentence.children(noun.index, "compound", "nmod", "amod") if counted else []:
        below = [*sentence.children(child.index, "acl", "amod", "compound", "acl:relcl"), child]
        for word in below:
            entry = (
                table.get(("count", word.lemma))
                or table.get(("state", word.lower))
                or (table.get(("verb", word.lemma)) if word.pos == "VERB" else None)
            )
            if entry and entry.pattern in ("count", "state", "object", "subject"):
                return Trigger(
                    noun.index, replace(entry, pattern="toll"), "measures.tally", tuple(counted), None, tuple(counted), child.index
                )
    return None


RULES = {
    "object": _object, "subject": _subject, "either": _either, "light": _light, "state": _state,
    "count": _count, "of": _of, "toll": _toll, "force": _force,
}  # fmt: skip


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
            if (label in ("conj", "appos") and child.pos in ("NOUN", "PROPN", "NUM", "PRON", "ADJ", "DET")) or (
                label == "nmod" and _holds(sentence, sentence[index], child)
            ):
                waiting.append(child.index)
    return found


def _holds(sentence: Sentence, head: Token, child: Token) -> bool:
    case = sentence.child(child.index, "case")
    if case is None or child.index < head.index:
        return False
    if case.lower == "of":
        return (
            head.lemma in word_class("holding-nouns")
            or head.pos == "NUM"
            or head.lemma in ("dozen", "hundred", "thousand", "score", "million", "ten")
        )
    return case.lower in ("including", "among")


def _agent(sentence: Sentence, token: Token, entry: Entry) -> int | None:
    """Return the word for who did it, where the construction shows one."""
    if token.pos not in ("VERB", "AUX") or entry.pattern in ("subject", "force", "state", "count"):
        return None
    for child in sentence.children(token.index, "obl"):
        case = sentence.child(child.index, "case")
        if case and case.lower == "by":
            return child.index
    if is_passive(sentence, token):
        return None
    return subject(sentence, token)


def verb_entry(lexicon: Lexicon, form: str, *patterns: str) -> Entry | None:
    """Return the entry of a form if its pattern is one of those given."""
    table = _measure_forms(lexicon)
    key = "state" if patterns == ("state",) else "verb"
    entry = table.get((key, form))
    return entry if entry and entry.pattern in patterns else None

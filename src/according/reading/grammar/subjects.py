"""
Who a verb is about: the subject that acts, and whether the verb tells what befell it.
"""

from __future__ import annotations

from according.language.sentence import Sentence, Token
from according.names.nouns import is_group_noun
from according.reading.grammar.phrases import DAY_WORDS, base, is_plural

RELATIVE = frozenset({"who", "that", "which", "whom", "whose"})
# Units by which an event is told from another, and how far before its verb they are looked for.
OFFSETS = frozenset("minute minutes hour hours day days week weeks month months year years".split())
FAR = 10
# What opens a clause about another time.
DATING_CONJUNCTIONS = frozenset({"after", "before", "when", "since", "until", "while", "as"})


def is_passive(sentence: Sentence, verb: Token) -> bool:
    """Say whether a verb's subject suffers it: a passive subject or auxiliary, or a bare past participle without object."""
    if sentence.child(verb.index, "aux:pass") or sentence.child(verb.index, "nsubj:pass") or follows_name(sentence, verb):
        return True
    after = sentence[verb.index + 1] if verb.index + 1 < len(sentence) else None
    named = after is not None and after.pos in ("PROPN", "DET", "NUM", "PRON") and after.lower not in DAY_WORDS
    if named and verb.dep not in ("amod", "acl"):
        return False  # "fighters captured the town": a past tense that the parser took for a participle
    return (
        verb.has("VerbForm=Part")
        and verb.has("Tense=Past")
        and not sentence.child(verb.index, "aux")
        and not sentence.child(verb.index, "obj")
    )


def follows_name(sentence: Sentence, verb: Token) -> bool:
    """ "members of the group Harran arrested in May": a name right behind the word for its kind, which the tree takes for a subject."""
    own = sentence.child(verb.index, "nsubj")
    if own is None or own.index != verb.index - 1 or not own.text[:1].isupper() or not verb.dep.startswith("acl"):
        return False
    kind = sentence[own.index - 1]
    return kind.pos == "NOUN" and not is_plural(kind) and is_group_noun(kind.lemma, sentence.lexicon)


def subject(sentence: Sentence, verb: Token) -> int | None:
    """Return the subject of a verb: its own, its antecedent in a relative clause, or that of the verb it hangs on."""
    own = [child for child in sentence.children(verb.index, "nsubj") if child.dep != "nsubj:outer"]
    if own and follows_name(sentence, verb):
        return verb.head
    if own:
        last = own[-1] if own[-1].index < verb.index or len(own) == 1 else own[0]
        if last.lower == "who" and last.index and sentence[last.index - 1].pos == "NUM":
            return last.index - 1  # "the 900 who are missing"
        if last.lower in RELATIVE and verb.dep.startswith("acl") and verb.head != verb.index:
            return _agreeing(sentence, verb, last)
        return _antecedent(sentence, verb, last) if last.lower in ("who", "which") else last.index
    lost = _after_offset(sentence, verb)
    if lost is not None:
        return lost
    controlled = _controlled(sentence, verb)
    if controlled is not None:
        return controlled
    label = base(verb.dep)
    if label == "acl" and verb.head != verb.index and not sentence.child(verb.index, "mark"):
        return verb.head
    head = sentence[verb.head]
    mark = sentence.child(verb.index, "mark")
    if label == "advcl" and mark is not None and mark.lower in DATING_CONJUNCTIONS and verb.has("VerbForm=Fin"):
        return None  # "issued a statement a day after rocket fire killed six": a clause of its own, whose subject the tree has lost
    if label in ("conj", "xcomp", "advcl", "ccomp", "parataxis") and head.index != verb.index and head.pos in ("VERB", "AUX", "ADJ"):
        return subject(sentence, head)
    return None


def _after_offset(sentence: Sentence, verb: Token) -> int | None:
    """ "a day after rocket fire killed six": the noun that "after" seems to govern is the subject of the verb behind it."""
    for at in range(verb.index - 1, max(verb.index - FAR, 1), -1):
        token = sentence[at]
        if token.pos in ("VERB", "AUX", "PUNCT"):
            return None
        if token.lower in ("after", "before") and sentence[at - 1].lower in OFFSETS:
            noun = sentence[token.head]
            return noun.index if token.dep == "case" and at < noun.index < verb.index else None
    return None


def _controlled(sentence: Sentence, verb: Token) -> int | None:
    """ "accused the rebels of killing six", "ordered troops to fire": who acts is the object of the verb above."""
    head = sentence[verb.head]
    if (
        base(verb.dep) not in ("xcomp", "advcl", "ccomp", "obl")
        or head.index == verb.index
        or head.lemma not in sentence.lexicon.word_class("object-control")
    ):
        return None
    called = next((t for t in sentence.children(head.index, "obl") if sentence.has_case(t.index, "on", "upon", "to")), None)
    controller = sentence.child(head.index, "obj") or sentence.child(head.index, "iobj")
    controller = called if controller is None and head.lemma in ("call", "appeal") else controller
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

"""
How each pattern of measure words counts: which words of its construction are those to whom it happened.

Every rule here is a construction of English over Universal Dependencies; each returns the words counted and the rule's name.
"""

from __future__ import annotations

from collections.abc import Callable

from according.language.sentence import Sentence, Token
from according.names.nouns import is_group_noun, is_person_noun
from according.reading.grammar.phrases import base
from according.reading.grammar.subjects import RELATIVE, follows_name, is_passive, subject


def _object(sentence: Sentence, verb: Token) -> tuple[list[int], str]:
    objects = _objects(sentence, verb)
    if is_passive(sentence, verb) or verb.dep == "amod":
        if verb.dep == "amod" and not sentence.child(verb.index, "nsubj"):
            return [verb.head], "participle-before-noun"
        if verb.dep == "acl" and not sentence.child(verb.index, "nsubj") and sentence[verb.head].pos != "VERB":
            return [_members(sentence, verb.head)], "participle-behind-noun"
        if follows_name(sentence, verb):
            return [_members(sentence, verb.head)], "participle-behind-noun"
        found = _patient(sentence, verb)
        return ([*_twins(sentence, found), found], "passive-subject") if found is not None else (objects, "object")
    if objects:
        return [i for i in objects if sentence[i].lower not in RELATIVE] or ([verb.head] if verb.dep.startswith("acl") else []), "object"
    own = sentence.child(verb.index, "nsubj")
    if verb.dep == "acl:relcl" and own is not None and own.lower not in RELATIVE and verb.head != verb.index:
        return [verb.head], "object-of-relative"  # "two employees that it kidnapped"
    shared = _shared_object(sentence, verb)
    if shared is not None:
        return [shared], "shared-object"
    return [], ""


def _objects(sentence: Sentence, verb: Token) -> list[int]:
    """Return the objects of a verb; of "set fire to 20 cars", where the object is the verb's own second word, what "to" governs."""
    objects = [child.index for child in sentence.children(verb.index, "obj")]
    if verb.lemma == "set" and any(sentence[index].lower == "fire" for index in objects):
        return [child.index for child in sentence.children(verb.index, "obl") if sentence.has_case(child.index, "to")] or objects
    return objects


def _members(sentence: Sentence, noun: int) -> int:
    """ "two members of the group arrested in May": not the group is arrested, but its members."""
    token = sentence[noun]
    above = sentence[token.head]
    inside = base(token.dep) == "nmod" and sentence.has_case(noun, "of") and not sentence.child(noun, "nummod")
    members = inside and is_group_noun(token.lemma, sentence.lexicon) and is_person_noun(above.lemma, sentence.lexicon)
    return above.index if members else noun


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
        return subject(sentence, head) if head.lemma in sentence.lexicon.word_class("raising-verbs") else None
    if label in ("acl", "acl:relcl"):
        return verb.head
    return None


def _twins(sentence: Sentence, subject: int) -> list[int]:
    """Return another subject joined by "and", which the tree has hung on the verb: "[a judge] and his driver were gunned down"."""
    first = sentence.subtree(subject)[0]
    others = [child.index for child in sentence.children(sentence[subject].head, "nsubj") if child.index < first]
    return [index for index in others if any(token.lower == "and" for token in sentence.tokens[index + 1 : first + 1])]


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
    # "gunmen attacked two policemen": an attack shows those who attack, and says nothing of where the others are sent
    sides = ("nsubj",) if verb.lemma in sentence.lexicon.word_class("attack-verbs") else ("nsubj", "obj")
    own = [child.index for child in sentence.children(verb.index, *sides)]
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
    if own and sentence.children(word.index, "obj"):
        return [], ""  # "Four gunmen shot dead a shopkeeper", where the tree takes "shot" for a noun
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
    before = sentence[word.index - 1] if word.index else word
    if objects and before.pos == "NUM" and before.index > objects[-1]:
        return [before.index], "counted-state"  # "left 20 people dead and 30 missing"
    if objects and (head.lemma in sentence.lexicon.word_class("leaving-verbs") or base(word.dep) == "xcomp"):
        return objects, "left-in-state"
    if base(word.dep) == "conj":
        found = _patient(sentence, word) if head.pos in ("VERB", "ADJ") else None
        return ([found] if found is not None else [word.index]), "state-of-subject"
    found = subject(sentence, head)
    raised = found is not None and (head.lemma in ("go", "be") or head.lemma in sentence.lexicon.word_class("raising-verbs"))
    return ([found] if found is not None and raised else [word.index]), "state-of-subject"


def _count(sentence: Sentence, noun: Token) -> tuple[list[int], str]:
    """A counted noun bears its number, or is said to have reached it: "deaths have passed 4,700"."""
    own = sentence.children(noun.index, "nsubj") if sentence.child(noun.index, "cop") else []
    if own and sentence[own[0].index].pos == "NOUN":
        return [own[0].index], "counted-predicate"  # "4,000 troops are casualties"
    head = sentence[noun.head]
    reached = base(noun.dep) == "nsubj" and head.pos == "VERB" and head.lemma in sentence.lexicon.word_class("toll-verbs")
    over = any(t.pos == "NOUN" for t in sentence.children(head.index, "obj"))  # "their deaths bring to 60 the number of those killed"
    if reached and not over and not sentence.child(noun.index, "nummod"):
        found = [t.index for t in sentence.children(head.index, "obj", "obl") if t.pos == "NUM" and not sentence.has_case(t.index, "by")]
        if found:
            return [noun.index, *found], "counted-noun"
    return [noun.index], "counted-noun"


def _of(sentence: Sentence, noun: Token) -> tuple[list[int], str]:
    counted = []
    for child in sentence.children(noun.index, "nmod", "obl"):
        if sentence.has_case(child.index, "of") or child.dep == "nmod:poss":
            counted.append(child.index)
    if not counted:
        partner = sentence[noun.head] if base(noun.dep) == "conj" else sentence.child(noun.index, "conj")
        if (
            partner is not None and partner.pos == "NOUN" and abs(partner.index - noun.index) <= 3
        ):  # "the disappearances and deaths of 119 opponents"
            counted = [
                child.index
                for child in sentence.children(partner.index, "nmod")
                if sentence.has_case(child.index, "of")
            ]
    return counted, "noun-of"


def toll(sentence: Sentence, noun: Token) -> tuple[list[int], str]:
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
        if head.lemma in sentence.lexicon.word_class("toll-verbs"):
            counted += [child.index for child in sentence.children(head.index, "obl", "obj", "xcomp", "nmod") if child.index != noun.index]
    return counted, "toll"


CONSTRUCTIONS: dict[str, Callable[[Sentence, Token], tuple[list[int], str]]] = {
    "object": _object, "subject": _subject, "either": _either, "light": _light, "state": _state,
    "count": _count, "of": _of, "toll": toll, "force": _force,
}  # fmt: skip

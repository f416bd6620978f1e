"""
How each pattern of measure words counts: which words of its construction are those to whom it happened.

Every rule here is a construction of English over Universal Dependencies. Each returns the indexes of the words counted and the rule's
name without its family. It returns an empty list where it finds nobody.
"""

from __future__ import annotations

from collections.abc import Callable

from according.language.sentence import Sentence, Token
from according.names.nouns import is_group_noun, is_person_noun
from according.reading.grammar.phrases import base, is_dash
from according.reading.grammar.subjects import RELATIVE, follows_name, is_passive, subject


def _object(sentence: Sentence, verb: Token) -> tuple[list[int], str]:
    """Return whom a verb acts on: its object, its subject in the passive, or the noun that its participle modifies."""
    objects = _objects(sentence, verb)
    # The passive first: of "12 people were killed" the subject is counted, of "rebels killed 12 people" the object.
    if is_passive(sentence, verb) or verb.dep == "amod":
        if verb.dep == "amod" and not sentence.child(verb.index, "nsubj"):
            return [verb.head], "participle-before-noun"
        # A clause that the tree has hung on a verb modifies nobody.
        if verb.dep == "acl" and not sentence.child(verb.index, "nsubj") and sentence[verb.head].pos != "VERB":
            return [_members(sentence, verb.head)], "participle-behind-noun"
        if follows_name(sentence, verb):
            return [_members(sentence, verb.head)], "participle-behind-noun"
        found = _patient(sentence, verb)
        # Where the subject is lost, an object is what was acted on.
        return ([*_twins(sentence, found), found], "passive-subject") if found is not None else (objects, "object")
    if objects:
        # "the men whom they killed": the pronoun stands for the noun before the clause.
        return [i for i in objects if sentence[i].lower not in RELATIVE] or ([verb.head] if verb.dep.startswith("acl") else []), "object"
    own = sentence.child(verb.index, "nsubj")
    if verb.dep == "acl:relcl" and own is not None and own.lower not in RELATIVE and verb.head != verb.index:
        # "two employees that it kidnapped", "two employees the rebels had kidnapped"
        return [verb.head], "object-of-relative"
    shared = _shared_object(sentence, verb)
    if shared is not None:
        return [shared], "shared-object"
    return [], ""


def _objects(sentence: Sentence, verb: Token) -> list[int]:
    """
    Return the objects of a verb.

    Of "set fire to 20 cars", where the object is the verb's own second word, they are what "to" governs.
    """
    objects = [child.index for child in sentence.children(verb.index, "obj")]
    if verb.lemma == "set" and any(sentence[index].lower == "fire" for index in objects):
        return [child.index for child in sentence.children(verb.index, "obl") if sentence.has_case(child.index, "to")] or objects
    return objects


def _members(sentence: Sentence, noun: int) -> int:
    """Return the members rather than their group: "two members of the group arrested in May" tells of two who were arrested."""
    token = sentence[noun]
    above = sentence[token.head]
    inside = base(token.dep) == "nmod" and sentence.has_case(noun, "of") and not sentence.child(noun, "nummod")
    members = inside and is_group_noun(token.lemma, sentence.lexicon) and is_person_noun(above.lemma, sentence.lexicon)
    return above.index if members else noun


def _patient(sentence: Sentence, verb: Token) -> int | None:
    """
    Return the subject of a passive, or ``None``.

    It is looked for through a raising verb ("were reported killed") or a coordination ("were caught and killed"), never across an active
    clause.
    """
    own = sentence.children(verb.index, "nsubj")
    if own:
        return subject(sentence, verb)
    head = sentence[verb.head]
    label = base(verb.dep)
    if label == "conj" and _has_own_count(sentence, verb):
        # "eight were killed and three captured": those captured are another three.
        return None
    if label == "conj" and sentence.child(verb.index, "aux:pass") and head.pos == "VERB":
        # "had made it onto a raft and were rescued": a passive of its own shares the subject of the verb before it.
        return subject(sentence, head)
    if label == "conj":
        return _patient(sentence, head) if head.pos in ("VERB", "ADJ") and (is_passive(sentence, head) or head.pos == "ADJ") else None
    if label in ("xcomp", "ccomp") and head.index != verb.index:
        objects = sentence.children(head.index, "obj")
        if objects:
            # "left 12 people killed": what the verb above acts on is what the participle is said of.
            return objects[-1].index
        return subject(sentence, head) if head.lemma in sentence.lexicon.word_class("raising-verbs") else None
    if label in ("acl", "acl:relcl"):
        return verb.head
    return None


def _twins(sentence: Sentence, subject: int) -> list[int]:
    """Return another subject joined by "and", which the tree has hung on the verb: "[a judge] and his driver were gunned down"."""
    first = sentence.subtree(subject)[0]
    verb = sentence[sentence[subject].head]
    # Or the verb on it: "[Six people] and the bomber were killed".
    if base(verb.dep) == "conj" and verb.head == first - 2 and sentence[verb.head].pos == "NOUN" and sentence[first - 1].lower == "and":
        return [verb.head]
    others = [child.index for child in sentence.children(sentence[subject].head, "nsubj") if child.index < first]
    return [index for index in others if any(token.lower == "and" for token in sentence.tokens[index + 1 : first + 1])]


def _has_own_count(sentence: Sentence, verb: Token) -> bool:
    """Say whether a number stands right before a verb, so that the verb is told of it: "and three captured", "and several hurt"."""
    before = sentence[verb.index - 1] if verb.index else None
    return before is not None and (
        before.pos == "NUM" or before.lower in ("others", "another", "more", "dozens", "scores", "several", "many", "hundreds")
    )


def _shared_object(sentence: Sentence, verb: Token) -> int | None:
    """Return the object that hangs on the second of two joined verbs only: "killed or wounded 40"."""
    for other in sentence.children(verb.index, "conj"):
        objects = sentence.children(other.index, "obj")
        # At most three words on, and without a subject between: else the second verb has its own clause.
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
    # "gunmen attacked two policemen": an attack shows those who attack, and says nothing of where the others are sent.
    """Return the armed people whom a verb shows present: its subject, its object, or the noun that its clause modifies."""
    sides = ("nsubj",) if verb.lemma in sentence.lexicon.word_class("attack-verbs") else ("nsubj", "obj")
    own = [child.index for child in sentence.children(verb.index, *sides)]
    if verb.dep.startswith("acl"):
        own.append(verb.head)
    return own, "force-at-work"


def _impact(sentence: Sentence, verb: Token) -> tuple[list[int], str]:
    """Return the missiles that strike: the subject, or whom "by" names: "the town was hit by two missiles"."""
    if is_passive(sentence, verb) or (verb.dep.startswith("acl") and verb.has("Tense=Past")):
        agents = [child.index for child in sentence.children(verb.index, "obl") if sentence.has_case(child.index, "by", "with")]
        return agents, "impact"
    counted, _ = _subject(sentence, verb)
    return counted, "impact"


def _fate(sentence: Sentence, noun: Token) -> tuple[list[int], str]:
    """Return whose fate is said not to be known: "the fate of 30 miners is unknown", "is not known"."""
    told = sentence[noun.head]
    unknown = told.lemma in sentence.lexicon.word_class("unknown") or (told.lemma in ("know", "clear") and _is_negated(sentence, told))
    return _of(sentence, noun) if unknown and base(noun.dep) == "nsubj" else ([], "")


def _is_negated(sentence: Sentence, word: Token) -> bool:
    return any(child.lower in ("not", "n't", "n’t", "never") for child in sentence.children(word.index))


def _light(sentence: Sentence, verb: Token) -> tuple[list[int], str]:
    """Return whom a verb with its second word acts on, or whom it is said of: "took 12 tourists hostage", "12 remain in custody"."""
    counted, rule = _object(sentence, verb)
    # "40 people lost their lives": what is said to be theirs is not counted, they are.
    own = any(t.has("Poss=Yes") and not sentence.child(index, "nummod") for index in counted for t in sentence.children(index, "nmod:poss"))
    if not counted or own:
        counted, rule = _subject(sentence, verb)
    return counted, f"light-{rule}" if rule else rule


def _state(sentence: Sentence, word: Token) -> tuple[list[int], str]:
    """Return those of whom a state is said: the noun it modifies, its subject, what a verb leaves in it, or itself where it is counted."""
    head, label = sentence[word.head], base(word.dep)
    if (
        # "12 dead", "the 66 missing": the state is counted itself; with "be" it is said of its subject.
        word.pos in ("NOUN", "ADJ", "PROPN", "VERB")
        and sentence.child(word.index, "nummod", "det")
        and not sentence.child(word.index, "cop")
    ):
        return [word.index], "counted-state"
    if _is_entry(sentence, word):
        return [word.index - 1], "counted-state"
    if label == "conj" and head.index == word.index - 2 and head.pos == "ADJ" and head.lower in sentence.lexicon.word_class("harmed"):
        # "190 dead and missing migrants", "40 dead and wounded": both states are told of the same.
        return _state(sentence, head)
    own = sentence.children(word.index, "nsubj")
    if own and sentence.children(word.index, "obj"):
        # "Four gunmen shot dead a shopkeeper": the tree may take "shot" for a noun, and the gunmen for the dead.
        return [], ""
    if own:
        found = subject(sentence, word)
        return [own[0].index if found is None else found], "state-of-subject"
    if label == "amod" or (label in ("acl", "appos", "nmod") and head.index < word.index and head.pos in ("NOUN", "PROPN", "NUM", "PRON")):
        return [head.index], "state-of-noun"
    if label in ("xcomp", "ccomp", "advcl", "advmod", "obj", "acl", "conj") and head.index != word.index:
        return _left(sentence, head, word)
    return [word.index], "counted-state"


def _is_entry(sentence: Sentence, word: Token) -> bool:
    """Say whether a state and the number before it are one of a list of such, whatever the tree makes of them: "31 dead, 5 missing"."""
    if word.index == 0 or sentence[word.index - 1].pos != "NUM":
        return False
    before = sentence[word.index - 2] if word.index > 1 else None
    after = sentence[word.index + 1] if word.index + 1 < len(sentence) else None
    return all(token is None or token.pos == "PUNCT" or token.lower == "and" for token in (before, after))


def _left(sentence: Sentence, head: Token, word: Token) -> tuple[list[int], str]:
    """Return those who are in a state by the verb or noun above it: "left 20 dead", "66 people missing", "two were found dead"."""
    if head.pos in ("NOUN", "PROPN", "NUM"):
        return [head.index], "state-of-noun"
    objects = [child.index for child in sentence.children(head.index, "obj") if child.index != word.index]
    before = sentence[word.index - 1] if word.index else word
    if objects and before.pos == "NUM" and before.index > objects[-1]:
        # "left 20 people dead and 30 missing": a number right before the state is its own.
        return [before.index], "counted-state"
    if objects and (head.lemma in sentence.lexicon.word_class("leaving-verbs") or base(word.dep) == "xcomp"):
        return objects, "left-in-state"
    if base(word.dep) == "conj":
        found = _patient(sentence, word) if head.pos in ("VERB", "ADJ") else None
        return ([found] if found is not None else [word.index]), "state-of-subject"
    found = subject(sentence, head)
    # "Two went missing", "12 were found dead": such verbs hand the state on to their subject; others tell of somebody else.
    raised = found is not None and (head.lemma in ("go", "be") or head.lemma in sentence.lexicon.word_class("raising-verbs"))
    return ([found] if found is not None and raised else [word.index]), "state-of-subject"


def _count(sentence: Sentence, noun: Token) -> tuple[list[int], str]:
    """
    Return a counted noun, or the words that its number stands with: whom it is said of, or the number that it reached.

    "4,000 troops are casualties" counts the troops; "deaths have passed 4,700" counts the deaths and the number.
    """
    own = sentence.children(noun.index, "nsubj") if sentence.child(noun.index, "cop") else []
    if own and sentence[own[0].index].pos == "NOUN":
        # "4,000 troops are casualties": the number stands with those who are.
        return [own[0].index], "counted-predicate"
    head = sentence[noun.head]
    reached = base(noun.dep) == "nsubj" and head.pos == "VERB" and head.lemma in sentence.lexicon.word_class("toll-verbs")
    # "their deaths bring to 60 the number of those killed": the 60 is the number's, not the deaths'.
    over = any(t.pos == "NOUN" for t in sentence.children(head.index, "obj"))
    if reached and not over and not sentence.child(noun.index, "nummod"):
        # "deaths rose by 12 to 52": behind "by" stands what was added.
        found = [t.index for t in sentence.children(head.index, "obj", "obl") if t.pos == "NUM" and not sentence.has_case(t.index, "by")]
        if found:
            return [noun.index, *found], "counted-noun"
    return [noun.index], "counted-noun"


def _of(sentence: Sentence, noun: Token) -> tuple[list[int], str]:
    """Return what a noun's "of" phrase or owner names: "the death of 18 fighters", "their deaths"."""
    counted = []
    for child in sentence.children(noun.index, "nmod", "obl"):
        if sentence.has_case(child.index, "of") or child.dep == "nmod:poss":
            counted.append(child.index)
    if not counted:
        partner = sentence[noun.head] if base(noun.dep) == "conj" else sentence.child(noun.index, "conj")
        # "the disappearances and deaths of 119 opponents": the phrase hangs on one of the two nouns only.
        if partner is not None and partner.pos == "NOUN" and abs(partner.index - noun.index) <= 3:
            counted = [
                child.index
                for child in sentence.children(partner.index, "nmod")
                if sentence.has_case(child.index, "of")
            ]
    return counted, "noun-of"


def toll(sentence: Sentence, noun: Token) -> tuple[list[int], str]:
    """Return the numbers of a toll, which is a number alone: what it is, rises to or is put at."""
    counted = [
        child.index
        for child in sentence.children(noun.index, "nmod", "appos", "nummod")
        # "Monday's toll": whose it is counts nothing.
        if child.dep != "nmod:poss" and (child.pos in ("NUM", "NOUN") or sentence.child(child.index, "nummod") is not None)
    ]
    head = sentence[noun.head]
    if base(noun.dep) in ("nsubj", "obj", "compound", "nmod") and head.index != noun.index:
        # "The toll is 17": the number heads the clause; so it may where the tree has lost the verb, "The toll could top 500".
        if base(noun.dep) == "nsubj" and (head.pos == "NUM" or sentence.child(head.index, "cop")):
            counted.append(head.index)
        if head.lemma in sentence.lexicon.word_class("toll-verbs"):
            told = sentence.children(head.index, "obl", "obj", "xcomp", "nmod")
            counted += [_value(sentence, child) for child in told if child.index != noun.index]
    return counted, "toll"


def _value(sentence: Sentence, noun: Token) -> int:
    """Return the word that a toll's value has for its head: the number where a dash parts it from the noun, "rises to 27 - governor"."""
    number = sentence.child(noun.index, "nummod")
    parted = number is not None and any(is_dash(sentence, at) for at in range(number.index + 1, noun.index))
    return number.index if number is not None and parted else noun.index


CONSTRUCTIONS: dict[str, Callable[[Sentence, Token], tuple[list[int], str]]] = {
    "object": _object, "subject": _subject, "either": _either, "light": _light, "state": _state,
    "count": _count, "of": _of, "toll": toll, "force": _force,
    "borne": _subject, "impact": _impact, "fate": _fate,
}  # fmt: skip

"""
Who a verb is about: the subject that acts, and whether the verb tells what befell it.

The tree is believed where it has a subject. Where a verb has none, its subject is looked for at the verb or noun that it hangs on.
"""

from __future__ import annotations

from itertools import pairwise, takewhile

from according.language.sentence import Sentence, Token
from according.names.nouns import is_group_noun, pattern_of
from according.names.parties import is_person_noun
from according.reading.grammar.phrases import DAY_WORDS, base, is_plural, phrase

RELATIVE = frozenset({"who", "that", "which", "whom", "whose"})
# Units by which an event is told from another, and how far before its verb they are looked for.
OFFSETS = frozenset("minute minutes hour hours day days week weeks month months year years".split())
FAR = 10
# Words of an aside that says what a body is: "a volunteer civil defence and rescue group".
KIND_LONGEST = 9
# What opens a clause about another time.
DATING_CONJUNCTIONS = frozenset({"after", "before", "when", "since", "until", "while", "as"})


def is_passive(sentence: Sentence, verb: Token) -> bool:
    """Say whether a verb's subject suffers it: it has a passive subject or auxiliary, or is a bare past participle without an object."""
    if sentence.child(verb.index, "aux:pass") or sentence.child(verb.index, "nsubj:pass") or follows_name(sentence, verb):
        return True
    after = sentence[verb.index + 1] if verb.index + 1 < len(sentence) else None
    # "arrested Monday" has no object: a day behind a participle is a time.
    named = after is not None and after.pos in ("PROPN", "DET", "NUM", "PRON") and after.lower not in DAY_WORDS
    if named and verb.dep not in ("amod", "acl"):
        # "fighters captured the town": a past tense that the parser took for a participle.
        return False
    return (
        verb.has("VerbForm=Part")
        and verb.has("Tense=Past")
        and not sentence.child(verb.index, "aux")
        and not sentence.child(verb.index, "obj")
    )


def closes_with(sentence: Sentence, noun: Token, verb: Token) -> bool:
    """Say whether a body stands set off right before a cue, whatever the tree calls it: "Nine died, the governor's office clarified"."""
    first = phrase(sentence, noun.index)[0]
    beside = noun.index == verb.index - 1 and first > 1 and sentence[first - 1].text == ","
    return beside and pattern_of(noun.lemma, sentence.lexicon) == "body"


def follows_name(sentence: Sentence, verb: Token) -> bool:
    """
    Say whether a verb's subject in the tree is only the name of the group before it.

    "members of the group Harran arrested in May": the name stands right behind the word for its kind, and has arrested nobody.
    """
    own = sentence.child(verb.index, "nsubj")
    if own is None or own.index != verb.index - 1 or not own.text[:1].isupper() or not verb.dep.startswith("acl"):
        return False
    kind = sentence[own.index - 1]
    # A name is that of one group: in "groups Harran arrested in May" Harran is who arrested them.
    return kind.pos == "NOUN" and not is_plural(kind) and is_group_noun(kind.lemma, sentence.lexicon)


def closes_alone(sentence: Sentence, verb: Token, subject: int, run: tuple[int, int]) -> bool:
    """
    Say whether a name and a cue close the sentence behind a comma, with a whole clause in front of them that holds the tree's subject.

    "A blast killed four men, Minister Jan Novak said": the tree makes the men the speakers.
    """
    closes = closes_behind(sentence, verb.index + 1) and verb.has("VerbForm=Fin")
    apart = run[1] == verb.index - 1 and subject < run[0] - 1 and sentence[run[0] - 1].text == ","
    return closes and apart and any(token.has("VerbForm=Fin") for token in sentence.tokens[: run[0] - 1])


def closes_as_cue(sentence: Sentence, child: Token) -> bool:
    """Say whether a dependent is a cue by which somebody closes the sentence: "the ministry told deputies, an agency reported"."""
    if not sentence.lexicon.find("cues", child.lemma) or not sentence.child(child.index, "nsubj"):
        return False
    opens = child.index
    while opens > 0 and (sentence[opens - 1].pos in ("NOUN", "PROPN", "ADJ", "DET") or sentence[opens - 1].lower == "of"):
        opens -= 1
    closes = all(token.pos == "PUNCT" for token in sentence.tokens[child.index + 1 :])
    # Its subject may hang elsewhere: the name between the comma and the cue is enough.
    named = 0 < opens < child.index and sentence[opens - 1].text == ","
    return base(child.dep) == "parataxis" or (base(child.dep) == "ccomp" and closes and named)


def closes_behind(sentence: Sentence, index: int) -> bool:
    """
    Say whether behind a cue stands nothing but marks, or when it was said and what its speaker did then.

    "..., the police said on Sunday as they named the six": who "they" are shows that the clause is one of the saying.
    """
    for token in sentence.tokens[index:]:
        if token.lower in ("as", "while", "when"):
            return token.index + 1 < len(sentence) and sentence[token.index + 1].lower in ("he", "she", "it", "they")
        if token.pos != "PUNCT" and token.lower not in DAY_WORDS and token.pos != "ADP":
            return False
        # "The army said, as it withdrew, that ...": behind a comma the clause stands between two parts of what is said.
        if token.text == ",":
            return False
    return True


def subject(sentence: Sentence, verb: Token) -> int | None:
    """
    Return the head word of a verb's subject, or ``None``.

    It is the verb's own, in a relative clause its antecedent, else who acts by the verb that it hangs on.
    """
    # An outer subject belongs to the clause around: "The truth is that rebels killed 12".
    own = [child for child in sentence.children(verb.index, "nsubj") if child.dep != "nsubj:outer"]
    if own and follows_name(sentence, verb):
        return verb.head
    if own:
        # Of two subjects in front the nearer is the verb's own; one behind it is not where another stands in front.
        last = own[-1] if own[-1].index < verb.index or len(own) == 1 else own[0]
        if last.lower == "who" and last.index and sentence[last.index - 1].pos == "NUM":
            # "the 900 who are missing": the number itself is who.
            return last.index - 1
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
        # "Nine climbers including five guides died": a past tense is told of the whole. The tree may take it for a participle, though
        # nobody is "died".
        entry = sentence.lexicon.find("measures", verb.lemma)
        finite = verb.has("VerbForm=Fin") or (entry is not None and entry.pattern == "subject")
        return sentence[verb.head].head if finite and sentence.has_case(verb.head, "including") else verb.head
    head = sentence[verb.head]
    mark = sentence.child(verb.index, "mark")
    if label == "advcl" and mark is not None and mark.lower in DATING_CONJUNCTIONS and verb.has("VerbForm=Fin"):
        # "issued a statement a day after rocket fire killed six": a clause of its own, whose subject the tree has lost.
        return None
    # "The rebels attacked the post and killed six", "went on to kill six": who acts is said once, at the first verb.
    if label in ("conj", "xcomp", "advcl", "ccomp", "parataxis") and head.index != verb.index and head.pos in ("VERB", "AUX", "ADJ"):
        return subject(sentence, head)
    # "The army denies losses, says 12 rebels died": a headline's comma stands for "and", and the tree hangs the first verb on the second.
    front = next((child for child in sentence.children(verb.index, "ccomp", "parataxis") if child.index < verb.index), None)
    shared = sentence.child(front.index, "nsubj") if front is not None else None
    if shared is not None and sentence[verb.index - 1].text == "," and verb.has("VerbForm=Fin") and shared.lower not in RELATIVE:
        return shared.index
    return None


def _after_offset(sentence: Sentence, verb: Token) -> int | None:
    """
    Return the noun that "after" or "before" seems to govern, where it is the subject of the verb behind it, or ``None``.

    "a day after rocket fire killed six": a unit of time before the preposition shows that a clause follows.
    """
    for at in range(verb.index - 1, max(verb.index - FAR, 1), -1):
        token = sentence[at]
        if token.pos in ("VERB", "AUX", "PUNCT"):
            return None
        if token.lower in ("after", "before") and sentence[at - 1].lower in OFFSETS:
            noun = sentence[token.head]
            return noun.index if token.dep == "case" and at < noun.index < verb.index else None
    return None


def _controlled(sentence: Sentence, verb: Token) -> int | None:
    """Return the object of the verb above where it is who acts: "accused the rebels of killing six", "ordered troops to fire"."""
    head = sentence[verb.head]
    if (
        base(verb.dep) not in ("xcomp", "advcl", "ccomp", "obl")
        or head.index == verb.index
        or head.lemma not in sentence.lexicon.word_class("object-control")
    ):
        return None
    # "called on the rebels to free nine": the object stands behind a preposition.
    called = next((t for t in sentence.children(head.index, "obl") if sentence.has_case(t.index, "on", "upon", "to")), None)
    controller = sentence.child(head.index, "obj") or sentence.child(head.index, "iobj")
    controller = called if controller is None and head.lemma in ("call", "appeal") else controller
    return controller.index if controller is not None and controller.index < verb.index else None


def _agreeing(sentence: Sentence, verb: Token, pronoun: Token) -> int:
    """
    Return the antecedent of a relative pronoun: the word its clause hangs on, or the noun before it that alone agrees.

    "three sons of a commander who was killed": "was" cannot be the sons'. "12 men of the valley who were killed": no valley is a "who".
    """
    bes = [t.lower for t in (verb, *sentence.children(verb.index, "aux", "cop"))]
    singular = any(word in ("was", "is", "has") for word in bes)
    at = pronoun.index - 1
    while at >= 0 and sentence[at].pos in ("PUNCT", "ADP"):
        at -= 1
    if singular and is_plural(sentence[verb.head]) and at >= 0 and sentence[at].pos in ("NOUN", "PROPN") and at != verb.head:
        return at
    noun, above = sentence[verb.head], sentence[sentence[verb.head].head]
    below = pronoun.lower in ("who", "whom") and base(noun.dep) == "nmod" and is_person_noun(above.lemma, sentence.lexicon)
    nobody = not is_person_noun(noun.lemma, sentence.lexicon) and not is_group_noun(noun.lemma, sentence.lexicon)
    if below and nobody and noun.pos == "NOUN":
        return above.index
    # "two guards from Velmar who were killed": a name is one.
    named = noun.pos == "PROPN" and not is_plural(noun) and any(word in ("were", "are", "have") for word in bes)
    return above.index if below and named and is_plural(above) else verb.head


def _antecedent(sentence: Sentence, verb: Token, pronoun: Token) -> int:
    """Return whom a pronoun without an antecedent of its own stands for: in "a brother who was an aide and who was killed" the brother."""
    for other in reversed(sentence.tokens[: pronoun.index]):
        if other.lower == pronoun.lower and sentence[other.head].dep.startswith("acl"):
            return sentence[other.head].head
    return pronoun.index


def names_office(sentence: Sentence, name: tuple[int, int]) -> bool:
    """Say whether behind a person's name and a comma stands what he is: "Jan Novak, head of ...", "Jan Novak, a spokesman"."""
    opening = name[1] + 2
    # "Jan Novak, the state's chief secretary": the state is whose secretary he is.
    # One word more, since a sentence may end in a noun: then nothing stands behind it.
    words = sentence.tokens[opening : opening + 7]
    head = next((word for word, after in pairwise(words) if word.pos == "NOUN" and after.lower not in ("'s", "’s")), None)
    titled = head is not None and (head.lemma in sentence.lexicon.word_class("titles") or is_person_noun(head.lemma, sentence.lexicon))
    return sentence[name[1]].pos == "PROPN" and (titled or _names_kind(sentence, opening))


def _names_kind(sentence: Sentence, opening: int) -> bool:
    """Say whether an aside says what kind of group or body a name is of: "the Red Scarves, a mountain rescue group, said"."""
    aside = list(takewhile(lambda t: t.text != ",", sentence.tokens[opening : opening + KIND_LONGEST]))
    kind = aside[-1] if aside else sentence[opening]
    named = is_group_noun(kind.lemma, sentence.lexicon) or pattern_of(kind.lemma, sentence.lexicon) == "body"
    return named and aside[0].lower in ("a", "an", "the") and all(t.pos in ("DET", "ADJ", "NOUN", "PROPN", "PUNCT") for t in aside)

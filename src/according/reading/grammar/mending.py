"""
Mend the tree where a general rule of English knows better than the parser, before any rule reads it.

The words, their offsets and their parts of speech stay; heads and labels change, and a participle that is the main verb gets its form.
"""

from __future__ import annotations

import re
from dataclasses import replace

from according.language.sentence import Sentence, Token
from according.reading.grammar.phrases import HYPHENS, base
from according.reading.grammar.subjects import RELATIVE

# Whoever holds a place or leads a body stands before it with a hyphen and a participle; the name behind may have more words than one.
_NAME_LONGEST = 4
# What opens a relative clause.
_OPENING = RELATIVE | {"where"}
_ENDS = frozenset({".", "”", '"', "''"})
# The clock of a live blog's entry, and how soon it stands: marks may stand before it.
_CLOCK = re.compile(r"\d{1,2}(?::\d\d(?:[ap]m)?|\.\d\d[ap]m)", re.IGNORECASE)
_CLOCK_BY = 4


def mended(sentence: Sentence) -> Sentence:
    """Return a sentence with its tree mended, or the sentence itself where there is nothing to mend."""
    sentence = _without_clock(sentence)
    cue = _main_cue(sentence)
    if cue is not None:
        sentence = _with_main_cue(sentence, cue)
    sentence = _with_second_speaker(sentence)
    if "since" in sentence.forms:
        sentence = _with_since_clause(_with_beginning(sentence))
    if HYPHENS.isdisjoint(sentence.forms):
        return sentence
    # The words stay, so that the places of the hyphens do: the holder stands before one, the participle and the name behind it.
    for hyphen in [token.index for token in sentence.tokens[1:-2] if token.text in HYPHENS]:
        name_last = _held_name(sentence, hyphen - 1)
        if name_last is not None:
            sentence = _with_held_name(sentence, hyphen - 1, name_last)
    return sentence


def _without_clock(sentence: Sentence) -> Sentence:
    """
    Return a sentence in which nothing hangs on the clock of a live blog's entry in front of it, or the sentence where nothing does.

    "10:02 The mayor, Jan Novak, says": the tree makes the mayor an apposition of the clock, and the clock who says it.
    """
    opening = sentence.tokens[:_CLOCK_BY]
    clock = next((token for token in opening if token.pos != "PUNCT"), None)
    if clock is None or _CLOCK.fullmatch(clock.text) is None:
        return sentence
    behind = [token for token in sentence.children(clock.index) if token.index > clock.index and token.pos in ("NOUN", "PROPN", "ADJ")]
    other = next((token for token in sentence.children(clock.head, "nsubj") if token.index > clock.index), None)
    if not behind and other is not None and clock.dep == "nsubj":
        # It is a second subject beside who says it.
        return Sentence((*sentence.tokens[: clock.index], replace(clock, dep="dep"), *sentence.tokens[clock.index + 1 :]), sentence.lexicon)
    if not behind:
        return sentence
    # The first word that hangs on it stands in its place; the others are that word's.
    first, tokens = behind[0], list(sentence.tokens)
    for token in sentence.children(clock.index):
        tokens[token.index] = replace(token, head=first.index)
    tokens[first.index] = replace(first, head=first.index if clock.head == clock.index else clock.head, dep=clock.dep)
    tokens[clock.index] = replace(clock, head=first.index, dep="dep")
    made = Sentence(tuple(tokens), sentence.lexicon)
    return made if _is_tree(made) else sentence


def _main_cue(sentence: Sentence) -> Token | None:
    """
    Return the verb of saying that the tree has put into a relative clause, although the sentence has no other main verb, else ``None``.

    "The hospital where the bodies were taken [confirmed] that 12 died", "Witnesses who were questioned by reporters [described] 12 bodies".
    """
    root = next((token for token in sentence.tokens if token.head == token.index), None)
    if root is None or root.pos not in ("NOUN", "PROPN") or sentence.child(root.index, "cop", "conj"):
        return None
    # A headline has no main verb.
    if sentence.tokens[-1].text not in _ENDS:
        return None
    for clause in sentence.children(root.index, "acl:relcl"):
        if _OPENING.isdisjoint(sentence[at].lower for at in sentence.subtree(clause.index) if at < clause.index):
            continue
        for at in sentence.subtree(clause.index):
            if at > clause.index and _is_lost_cue(sentence, sentence[at]):
                return sentence[at]
    return None


def _is_lost_cue(sentence: Sentence, verb: Token) -> bool:
    """Say whether a word below a relative clause is a past tense that says something, with nothing before it that would bind it there."""
    # "confirmed 12 deaths": no participle modifies a noun across its number.
    across = verb.dep == "amod" and sentence[verb.index + 1].pos in ("NUM", "DET")
    bound = sentence.child(verb.index, "mark", "aux", "nsubj", "cc") is not None or sentence[verb.index - 1].text in (",", ";")
    if bound or verb.pos != "VERB" or not verb.has("Tense=Past") or sentence.lexicon.find("cues", verb.lemma) is None:
        return False
    # "told of 12 deaths"; "rebels accused of murders" are accused.
    takes = ("obj", "ccomp", "xcomp", "obl") if verb.lemma in ("tell", "speak", "warn") else ("obj", "ccomp", "xcomp")
    told = base(verb.dep) in ("xcomp", "acl", "ccomp", "dep") and sentence.child(verb.index, *takes) is not None
    return told or across


def _with_main_cue(sentence: Sentence, cue: Token) -> Sentence:
    """Return a sentence whose main verb is a cue, whose subject its former root and whose later verbs the joined ones of the cue."""
    root = sentence.roots()[0]
    tokens = list(sentence.tokens)
    clause = cue.head
    if cue.dep == "amod":
        clause = sentence[cue.head].head
        tokens[cue.head] = replace(tokens[cue.head], head=cue.index, dep="obj")
    later = [*sentence.children(clause, "conj"), *sentence.children(root.index, "punct")]
    for token in later:
        if token.index > cue.index:
            tokens[token.index] = replace(token, head=cue.index)
    tokens[root.index] = replace(root, head=cue.index, dep="nsubj")
    tokens[cue.index] = replace(cue, head=cue.index, dep="root", feats="Mood=Ind|Tense=Past|VerbForm=Fin")
    made = Sentence(tuple(tokens), sentence.lexicon)
    return made if _is_tree(made) else sentence


def _with_second_speaker(sentence: Sentence) -> Sentence:
    """
    Return a sentence in which who stands between "and" and a second verb of saying is its subject, or the sentence where all is so.

    "Adran County reported seven deaths and Beled County reported six": the tree joins the second county to the deaths, which then report,
    or makes the second clause one on the deaths.
    """
    for verb in sentence.tokens[4:]:
        if verb.dep not in ("ccomp", "acl:relcl") or verb.pos != "VERB" or sentence.lexicon.find("cues", verb.lemma) is None:
            continue
        above = sentence[verb.head]
        first = above if verb.dep == "ccomp" else sentence[above.head]
        if not first.index < above.index + (verb.dep == "ccomp") <= verb.index or sentence.lexicon.find("cues", first.lemma) is None:
            continue
        name = _joined_before(sentence, first.index, verb)
        if name is None:
            continue
        counted = sentence[name.head] if name.dep == "conj" else above
        # "said the army and the police reported 12": both do.
        if counted.head not in (verb.index, first.index) and counted is not first:
            continue
        if not any(token.pos == "NUM" for token in sentence.tokens[first.index + 1 : sentence.subtree(name.index)[0]]):
            continue
        return _with_own_clause(sentence, first, verb, name, counted)
    return sentence


def _joined_before(sentence: Sentence, first: int, verb: Token) -> Token | None:
    """Return the noun right before a verb whose phrase begins with "and", or ``None``."""
    for token in sentence.tokens[first + 1 : verb.index]:
        phrase = sentence.subtree(token.index)
        subject = token.dep == "conj" or (token.dep == "nsubj" and token.head == verb.index)
        if subject and token.pos in ("NOUN", "PROPN") and phrase[-1] == verb.index - 1 and sentence[phrase[0]].dep == "cc":
            return token
    return None


def _with_own_clause(sentence: Sentence, first: Token, verb: Token, name: Token, counted: Token) -> Sentence:
    """Return a sentence in which a name is the subject of the second verb, and that verb joined to the first."""
    tokens = list(sentence.tokens)
    joint = sentence.subtree(name.index)[0]
    if counted.head == verb.index:
        tokens[counted.index] = replace(counted, head=first.index, dep="obj")
    tokens[name.index] = replace(name, head=verb.index, dep="nsubj")
    tokens[joint] = replace(tokens[joint], head=verb.index)
    tokens[verb.index] = replace(verb, head=first.index, dep="conj")
    made = Sentence(tuple(tokens), sentence.lexicon)
    return made if _is_tree(made) else sentence


def _with_beginning(sentence: Sentence) -> Sentence:
    """
    Return a sentence in which "since" opens a phrase where no verb stands up to its comma, or the sentence where all is so.

    "420 have been killed since April 2023, the ministry said": the tree takes it for a clause, since when the ministry has said so.
    """
    for since in sentence.tokens[2:]:
        verb = sentence[since.head]
        if since.lower != "since" or since.dep not in ("mark", "case") or not verb.head < since.index < verb.index:
            continue
        comma = next((t.index for t in sentence.tokens[since.index + 1 : verb.index] if t.text == ","), None)
        phrase = sentence.tokens[since.index + 1 : comma] if comma is not None else ()
        hung = [token for token in phrase if token.head == verb.index]
        said = sentence.lexicon.find("cues", verb.lemma) is not None
        if not said or len(hung) != 1 or any(token.pos in ("VERB", "AUX", "PRON") for token in phrase):
            continue
        tokens = list(sentence.tokens)
        tokens[hung[0].index] = replace(hung[0], head=verb.head, dep="obl")
        tokens[since.index] = replace(since, head=hung[0].index, dep="case")
        tokens[verb.index] = replace(verb, dep="parataxis")
        made = Sentence(tuple(tokens), sentence.lexicon)
        return made if _is_tree(made) else sentence
    return sentence


def _with_since_clause(sentence: Sentence) -> Sentence:
    """
    Return a sentence in which "since" before a subject and its verb opens a clause on the verb before, or the sentence where all is so.

    "have been killed since the truce took effect in May": the tree makes a phrase of "since the truce", and a remark of what it took.
    """
    for since in sentence.tokens[2:]:
        subject = sentence[since.head]
        verb = sentence[subject.head]
        phrase = since.lower == "since" and since.dep == "case" and base(subject.dep) == "nsubj"
        if not phrase or not since.index < subject.index < verb.index or verb.dep != "parataxis" or verb.head > since.index:
            continue
        tokens = list(sentence.tokens)
        tokens[since.index] = replace(since, head=verb.index, dep="mark")
        tokens[verb.index] = replace(verb, dep="advcl")
        return Sentence(tuple(tokens), sentence.lexicon)
    return sentence


def _held_name(sentence: Sentence, first: int) -> int | None:
    """Return the last word of the name behind "rebel-held", whose holder before a hyphen is the word ``first``, else ``None``."""
    holder, hyphen, participle, name = sentence.tokens[first : first + 4]
    glued = holder.end == hyphen.start and hyphen.end == participle.start
    held = participle.pos == "VERB" and participle.text.islower() and not participle.lower.endswith("ing")
    if not glued or not held or name.pos != "PROPN" or not name.text[:1].isupper() or holder.pos not in ("NOUN", "PROPN", "ADJ"):
        return None
    last = name.index
    while last + 1 < len(sentence) and last < first + 3 + _NAME_LONGEST and sentence[last + 1].pos == "PROPN":
        last += 1
    return last


def _with_held_name(sentence: Sentence, first: int, last: int) -> Sentence:
    """
    Return a sentence in which "rebel-held" modifies the name behind it, and the name hangs on what stands before.

    In "the governor of Russian-occupied Kherson said" the tree makes the participle who says it, in "officials in rebel-held Velmar said"
    the name: behind a preposition and a noun it is the noun's.
    """
    inside = range(first, last + 1)
    outer = [token for token in sentence.tokens[first : last + 1] if token.head not in inside or token.head == token.index]
    preposition = _preposition(sentence, first)
    noun = sentence[preposition - 1] if preposition is not None and preposition > 0 else None
    noun = noun if noun is not None and noun.pos in ("NOUN", "PROPN") else None
    if len(outer) == 1 and outer[0].index > first + 2 and (noun is None or noun.head not in inside):
        # One word of it is tied to the rest, and the noun before is not: nothing is broken but, perhaps, the label of the whole.
        broken = noun is not None and base(outer[0].dep) == "nsubj"
        if not broken:
            return sentence
    name = next((token for token in outer if token.index > first + 2), sentence[last])
    # What the name is to the rest; a relation of being a "modifier" is what it is to the noun before it.
    tie = next((token for token in reversed(outer) if base(token.dep) not in ("nmod", "compound", "amod")), outer[-1])
    tokens = list(sentence.tokens)

    def hang(index: int, head: int, dep: str) -> None:
        tokens[index] = replace(tokens[index], head=head, dep=dep)

    above = name.index if tie.head == tie.index else tie.head
    for token in sentence.tokens:
        # What hung on the holder, its hyphen or the participle hangs on the name.
        if token.index not in inside and token.head in inside:
            hang(token.index, name.index, token.dep)
    hang(first, first + 2, "compound")
    hang(first + 1, first, "punct")
    hang(first + 2, name.index, "amod")
    for index in range(first + 3, last + 1):
        if index != name.index:
            hang(index, name.index, "flat" if index > name.index else "compound")
    if noun is not None and preposition is not None:
        if sentence[noun.index].head in inside:
            hang(noun.index, noun.index if above == name.index else above, tie.dep if above != name.index else "root")
        hang(name.index, noun.index, "nmod")
        hang(preposition, name.index, "case")
    else:
        hang(name.index, above, tie.dep if above != name.index else "root")
    made = Sentence(tuple(tokens), sentence.lexicon)
    return made if _is_tree(made) else sentence


def _preposition(sentence: Sentence, first: int) -> int | None:
    """Return the preposition that stands before a word, with an article between at most, or ``None``."""
    at = first - 1
    if at >= 0 and sentence[at].pos == "DET":
        at -= 1
    return at if at >= 0 and sentence[at].pos == "ADP" else None


def _is_tree(sentence: Sentence) -> bool:
    """Say whether every word leads up to a root."""
    reached = [token.index for token in sentence.roots()]
    for at in reached:
        reached.extend(child.index for child in sentence.children(at))
    return len(reached) == len(sentence)


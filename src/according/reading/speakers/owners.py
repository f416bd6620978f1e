"""
Whose count it is: "by the ministry's count", "the ministry's toll of 41,000", "whose toll of 41,870".
"""

from __future__ import annotations

from according.language.sentence import Sentence, Token
from according.lexicon import Lexicon
from according.names.nouns import is_person_noun, pattern_of
from according.names.parties import describe, is_thing_noun
from according.reading.grammar.phrases import DAY_WORDS, base, phrase
from according.reading.speakers.extent import clause_around
from according.reading.speakers.frame import Frame, run_before

# Nouns for a count that things and places have too: "the city's number".
PLAIN_COUNTS = frozenset({"toll", "number", "list", "sum", "version", "figure", "total"})


def can_speak(token: Token, lexicon: Lexicon) -> bool:
    """Say whether a noun can say anything: not an attack, a case, a day, a weapon."""
    if token.lower in DAY_WORDS or token.pos not in ("NOUN", "PROPN"):
        return False
    return token.pos == "PROPN" or not (is_thing_noun(token.lemma, lexicon) or pattern_of(token.lemma, lexicon) in ("act", "other", "toll"))


def owns_count(token: Token, lexicon: Lexicon) -> bool:
    """Say whether a noun is a count that somebody has: "toll", "tally", "figures"."""
    return any(entry.pattern == "noun" for entry in lexicon.find_all("cues", token.lemma))


def possessed(sentence: Sentence, noun: Token) -> Frame | None:
    """Return the frame of a count whose owner is named with it: "the ministry's toll", "by the count of monitors"."""
    if (misread := _misread_owner(sentence, noun)) is not None:
        return misread
    whose = _whose(sentence, noun)
    if whose is not None:
        return whose
    owner = sentence.child(noun.index, "nmod")
    if owner is None or not (owner.dep == "nmod:poss" or sentence.has_case(owner.index, "by", "from")):
        return None
    opens = sentence.subtree(noun.index)[0]
    if any(t.lower in ("than", "not") for t in sentence.tokens[max(0, opens - 1) : noun.index]):
        return None  # "nine times larger than Russia's own figure": what is counted is not Russia's
    given = given_of(sentence, noun, owner)
    if given is not None:
        return given
    if owner.pos == "PRON" or base(noun.dep) not in ("nsubj", "obl"):
        return None
    if noun.lemma in PLAIN_COUNTS and not sentence.has_case(noun.index, "by") and not can_count(sentence, owner):
        return None  # "the city's number": whose it is says nothing of who counted
    span = sentence.subtree(noun.index)
    # "..., and the ministry's figures are expected today": a count that is spoken of owns its own clause alone
    first, last = clause_around(sentence, span[0], span[-1])
    content = [(first, span[0] - 1)] if span[0] > first + 2 and base(noun.dep) == "obl" else []
    if span[-1] < last - 1:
        content.append((span[-1] + 1, last))
    return Frame(noun.index, noun.index, owner.index, tuple(content), "estimates" if noun.lemma == "estimate" else "reports",
                 "speakers.possessed-count", span[0], span[-1])  # fmt: skip


def can_count(sentence: Sentence, owner: Token) -> bool:
    """Say whether an owner is somebody who counts: the ministry, monitors; not a place, and not an attack."""
    if not can_speak(owner, sentence.lexicon):
        return False
    words = " ".join(token.text for token in sentence.tokens[phrase(sentence, owner.index, tail=False)[0] : owner.index + 1])
    return describe(words, sentence.lexicon, "speaker")[1] is not None or is_person_noun(owner.lemma, sentence.lexicon)


def given_of(sentence: Sentence, noun: Token, owner: Token) -> Frame | None:
    """ "the ministry's toll of 41,000 is high", "the monitors' count of 88 dead": the number is the owner's, whoever speaks of it."""
    of = noun.index + 1
    if owner.pos == "PRON" or owner.index > noun.index or of + 1 >= len(sentence) or sentence[of].lower != "of":
        return None
    if not can_count(sentence, owner):
        return None
    number = next((t.index for t in sentence.tokens[of + 1 : of + 5] if t.pos == "NUM"), None)
    if number is None or any(t.pos in ("NOUN", "VERB") for t in sentence.tokens[of + 1 : number]):
        return None
    last = number
    while last + 1 < len(sentence) and sentence[last + 1].pos in ("NOUN", "ADJ", "NUM") and last < number + 3:
        last += 1
    first = min(sentence.subtree(owner.index)[0], owner.index)
    return Frame(noun.index, noun.index, owner.index, ((of + 1, last),), "reports", "speakers.number-of-another", first, of, alone=True)


def _whose(sentence: Sentence, noun: Token) -> Frame | None:
    """ "the Health Ministry, whose toll of 41,870 ...": the owner is whom the clause hangs on."""
    mark = sentence[noun.index - 1] if noun.index else noun
    of = noun.index + 1
    if mark.lower != "whose" or of + 1 >= len(sentence) or sentence[of].lower != "of" or sentence[of + 1].pos != "NUM":
        return None
    clause = next((token for token in (noun, *sentence.ancestors(noun.index)) if token.dep == "acl:relcl"), None)
    if clause is None or not can_speak(sentence[clause.head], sentence.lexicon) or clause.head > mark.index:
        return None
    content = ((of + 1, of + 1),)
    return Frame(noun.index, noun.index, clause.head, content, "reports", "speakers.number-of-another", mark.index, of, alone=True)


def _misread_owner(sentence: Sentence, noun: Token) -> Frame | None:
    """ "The army's tally stands at 300": an owner whose "'s" reads as a verb, before a tally that a verb of tolls follows."""
    mark = next((at for at in range(noun.index - 1, max(noun.index - 4, 0), -1) if sentence[at].lower in ("'s", "’s")), None)
    after = sentence[noun.index + 1] if noun.index + 1 < len(sentence) else noun
    if mark is None or after.lemma not in sentence.lexicon.word_class("toll-verbs") or after.index + 1 >= len(sentence):
        return None
    run = run_before(sentence, mark)
    words = " ".join(token.text for token in sentence.tokens[run[0] : run[1] + 1]) if run is not None else ""
    if run is None or describe(words, sentence.lexicon, "speaker")[1] is None:
        return None
    content = ((noun.index + 1, clause_around(sentence, run[0], noun.index)[1]),)
    return Frame(noun.index, noun.index, run[1], content, "reports", "speakers.possessed-count", run[0], noun.index, named=run)

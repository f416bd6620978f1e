"""
Whose count it is: "by the ministry's count", "the ministry's toll of 41,000", "whose toll of 41,870".

A noun for a count is a cue where its owner is somebody who counts. A number that the noun holds itself ("toll of 41,000") is the owner's
alone, whoever speaks of it; else the owner answers for the clause that the noun stands in.
"""

from __future__ import annotations

from dataclasses import replace

from according.language.sentence import Sentence, Token
from according.lexicon import Lexicon
from according.names.nouns import is_person_noun, pattern_of
from according.names.parties import describe, is_thing_noun
from according.reading.grammar.name_runs import run_before, with_seat
from according.reading.grammar.phrases import DAY_WORDS, base, phrase
from according.reading.speakers.clauses import clause_around
from according.reading.speakers.frame import Frame

# Nouns for a count that things and places have too: "the city's number".
PLAIN_COUNTS = frozenset({"toll", "number", "list", "sum", "version", "figure", "total"})


def can_speak(token: Token, lexicon: Lexicon) -> bool:
    """Say whether a noun can name somebody who says anything: not an attack, a case, a day or a weapon."""
    if token.lower in DAY_WORDS or token.pos not in ("NOUN", "PROPN"):
        return False
    # "Casualties" are counted like people, and are not people who speak.
    if token.lemma in ("casualty", "fatality"):
        return False
    # A name is let through, because no list holds all names; a common noun that speaks is known by not being one of these.
    return token.pos == "PROPN" or not (is_thing_noun(token.lemma, lexicon) or pattern_of(token.lemma, lexicon) in ("act", "other", "toll"))


def owns_count(token: Token, lexicon: Lexicon) -> bool:
    """Say whether a noun is a count that somebody has: "toll", "tally", "figures"."""
    return any(entry.pattern == "noun" for entry in lexicon.find_all("cues", token.lemma))


def possessed(sentence: Sentence, noun: Token) -> Frame | None:
    """Return the frame of a count whose owner is named with it, or ``None``: "the ministry's toll", "a tally by monitors"."""
    if (misread := _misread_owner(sentence, noun)) is not None:
        return misread
    whose = _whose(sentence, noun)
    if whose is not None:
        return whose
    owner = sentence.child(noun.index, "nmod") or _keeper(sentence, noun)
    compound = sentence[noun.index - 1] if noun.index else noun
    if compound.pos == "PROPN" and compound.head == noun.index and can_count(sentence, compound):
        # "the NATO figure of 12,000": the name stands right before the count.
        return given_of(sentence, noun, compound)
    if owner is None or not (owner.dep in ("nmod:poss", "obl:agent") or sentence.has_case(owner.index, "by", "from")):
        return None
    opens = sentence.subtree(noun.index)[0]
    if any(t.lower in ("than", "not") for t in sentence.tokens[max(0, opens - 1) : noun.index]):
        # "nine times larger than the army's own figure": what is counted is not the army's.
        return None
    given = given_of(sentence, noun, owner)
    if given is not None:
        return given
    # "Its toll" names nobody. As an object a count is spoken of ("disputed the ministry's figures"), and gives no clause.
    if owner.pos == "PRON" or base(noun.dep) not in ("nsubj", "obl"):
        return None
    if noun.lemma in PLAIN_COUNTS and not sentence.has_case(noun.index, "by") and not can_count(sentence, owner):
        # "the city's number": whose it is says nothing of who counted.
        return None
    span = sentence.subtree(noun.index)
    # "..., and the ministry's figures are expected today": a count that is spoken of owns its own clause alone
    first, last = clause_around(sentence, span[0], span[-1])
    # "14 people have died, by the ministry's count": in front of a count that is a subject stands nothing of the owner's.
    content = [(first, span[0] - 1)] if span[0] > first + 2 and base(noun.dep) == "obl" else _number_in_front(sentence, first, span[0])
    if span[-1] < last - 1:
        content.append((span[-1] + 1, last))
    return Frame(noun.index, noun.index, owner.index, tuple(content), "estimates" if noun.lemma == "estimate" else "reports",
                 "speakers.possessed-count", span[0], span[-1])  # fmt: skip


def _keeper(sentence: Sentence, noun: Token) -> Token | None:
    """Return whoever keeps or makes a count, by the participle behind it, or ``None``: "the count kept by the rights centre"."""
    made = sentence.child(noun.index, "acl")
    beside = made is not None and made.index == noun.index + 1 and made.lower in sentence.lexicon.word_class("making-participles")
    return sentence.child(made.index, "obl") if made is not None and beside and sentence[made.index + 1].lower == "by" else None


def _number_in_front(sentence: Sentence, first: int, opening: int) -> list[tuple[int, int]]:
    """Return the number set in front of a count that is a subject, if there is one: "At 64, the union's toll is twice the company's"."""
    fronted = sentence[first].lower == "at" and first + 2 < opening and sentence[first + 1].pos == "NUM"
    return [(first, opening - 1)] if fronted else []


def can_count(sentence: Sentence, owner: Token) -> bool:
    """Say whether an owner is somebody who counts: the ministry, monitors; not a place, and not an attack."""
    if not can_speak(owner, sentence.lexicon):
        return False
    words = " ".join(token.text for token in sentence.tokens[phrase(sentence, owner.index, tail=False)[0] : owner.index + 1])
    return describe(words, sentence.lexicon, "speaker")[1] is not None or is_person_noun(owner.lemma, sentence.lexicon)


def given_of(sentence: Sentence, noun: Token, owner: Token) -> Frame | None:
    """
    Return the frame of a count with its owner and its number, or ``None``: "the ministry's toll of 41,000", "the monitors' count of 88".

    The number is the owner's, whoever speaks of it, so the frame stands alone.
    """
    of = noun.index + 1
    if owner.pos == "PRON" or owner.index > noun.index or of + 1 >= len(sentence) or sentence[of].lower != "of":
        return None
    # "Moscow's claim of 1,500 dead": a capital that claims is its government, where "the city's toll" is only the city's.
    claims = noun.lemma in ("claim", "estimate", "assertion", "allegation") and owner.pos == "PROPN"
    if not (claims or can_count(sentence, owner)):
        return None
    number = next((t.index for t in sentence.tokens[of + 1 : of + 5] if t.pos == "NUM"), None)
    # "the ministry's list of towns with 12 victims": a noun between makes it another's number.
    if number is None or any(t.pos in ("NOUN", "VERB") for t in sentence.tokens[of + 1 : number]):
        return None
    last = number
    # What is counted belongs to the number: "88 dead", "41,000 civilian deaths".
    while last + 1 < len(sentence) and sentence[last + 1].pos in ("NOUN", "ADJ", "NUM") and last < number + 3:
        last += 1
    first = min(sentence.subtree(owner.index)[0], owner.index)
    return Frame(noun.index, noun.index, owner.index, ((of + 1, last),), "reports", "speakers.number-of-another", first, of, alone=True)


def _whose(sentence: Sentence, noun: Token) -> Frame | None:
    """Return the frame of a count with its number behind "whose", or ``None``: "the Health Ministry, whose toll of 41,870 ..."."""
    mark = sentence[noun.index - 1] if noun.index else noun
    of = noun.index + 1
    if mark.lower != "whose" or of + 1 >= len(sentence) or sentence[of].lower != "of" or sentence[of + 1].pos != "NUM":
        return None
    # The owner is the noun that the relative clause hangs on.
    clause = next((token for token in (noun, *sentence.ancestors(noun.index)) if token.dep == "acl:relcl"), None)
    run = run_before(sentence, mark.index - 1) if mark.index > 1 and sentence[mark.index - 1].text == "," else None
    whole = with_seat(sentence, run) if run is not None else None
    if run is not None and whole is not None and (clause is None or whole != run) and can_count(sentence, sentence[whole[1]]):
        # The tree has lost the clause, or hung it on the body's seat; the name stands right before its comma.
        frame = Frame(noun.index, noun.index, run[1], ((of + 1, of + 1),), "reports", "speakers.number-of-another", mark.index, of)
        return replace(frame, named=(whole[0], run[1]), alone=True)
    if clause is None or not can_speak(sentence[clause.head], sentence.lexicon) or clause.head > mark.index:
        return None
    content = ((of + 1, of + 1),)
    return Frame(noun.index, noun.index, clause.head, content, "reports", "speakers.number-of-another", mark.index, of, alone=True)


def _misread_owner(sentence: Sentence, noun: Token) -> Frame | None:
    """
    Return the frame of a count whose owner's "'s" reads as a verb, or ``None``: "The army's tally stands at 300".

    A verb of tolls behind the count shows that it is the subject, and the "'s" no verb.
    """
    mark = next((at for at in range(noun.index - 1, max(noun.index - 4, 0), -1) if sentence[at].lower in ("'s", "’s")), None)
    after = sentence[noun.index + 1] if noun.index + 1 < len(sentence) else noun
    if mark is None or after.lemma not in sentence.lexicon.word_class("toll-verbs") or after.index + 1 >= len(sentence):
        return None
    run = run_before(sentence, mark)
    words = " ".join(token.text for token in sentence.tokens[run[0] : run[1] + 1]) if run is not None else ""
    if run is None or describe(words, sentence.lexicon, "speaker")[1] is None:
        return None
    first, last = clause_around(sentence, run[0], noun.index)
    content = (*_number_in_front(sentence, first, run[0]), (noun.index + 1, last))
    return Frame(noun.index, noun.index, run[1], content, "reports", "speakers.possessed-count", run[0], noun.index, named=run)

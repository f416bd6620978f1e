"""
Reports and claims as nouns: "a Hamas report that 12 people were killed" is Hamas's, not that of whoever doubts it.

Whoever is the subject of the verb above such a noun does not say what its clause says, so that the noun's frame stands alone. Nor does
anybody give a number that he only looks into, knows nothing of, or takes as known: "The army said it was investigating the deaths of 12".
"""

from __future__ import annotations

from according.language.sentence import Sentence, Token
from according.lexicon import Entry
from according.names.nouns import pattern_of
from according.names.parties import is_person_noun
from according.reading.grammar.name_runs import run_before
from according.reading.grammar.phrases import base
from according.reading.speakers.cues import NEGATING
from according.reading.speakers.frame import Frame

# Words before what an announced measure answers: "sanctions over the killing of 72", "a day of mourning for the 12 dead".
ANSWERING = ("over", "for", "following", "after")

# Words of a name or of who somebody is: "the miners' union of Velmar".
NAMING = frozenset({"NOUN", "PROPN", "ADJ", "DET", "ADP", "PART", "NUM"})

# What somebody denies by word, beside documents and acts; entry, access or visas are refused by deed.
DENIABLE = frozenset("claim allegation accusation charge responsibility involvement role link presence existence account".split())
TOLL_NOUNS = frozenset("toll number count figure total death casualty fatality injury loss tally estimate dead".split())


def claim_frame(sentence: Sentence, noun: Token) -> Frame | None:
    """
    Return the frame of a noun of claiming with a "that" clause, or ``None``.

    Under a verb of doubt or inquiry its speaker is the owner that the noun names, or nobody. Whoever doubts it does not say it, so the
    frame stands alone. Under any other verb only a noun of judgement with its owner has a frame ("an assessment from the ministry that").
    """
    clause = next((c for c in sentence.children(noun.index, "acl", "ccomp") if c.index > noun.index and _has_that(sentence, c)), None)
    # Where the tree has lost the clause, a "that" behind the noun or its owner shows it: "the claim by the union that 22 had died".
    that = next((t.index for t in sentence.tokens[noun.index + 1 : noun.index + 8] if t.lower == "that"), None)
    between = sentence.tokens[noun.index + 1 : that] if that is not None else ()
    beside = not between or (between[0].lower in ("by", "from") and all(t.pos in NAMING for t in between[1:]))
    if clause is None and (that is None or not beside or that + 1 >= len(sentence)):
        return None
    if not is_doubted(sentence, noun):
        return _assessed(sentence, noun)
    marks = sentence.children(clause.index, "mark") if clause is not None else []
    start = next((mark.index for mark in marks if mark.lower == "that"), that if that is not None else noun.index + 1) + 1
    end = max(sentence.subtree(clause.index)) if clause is not None else len(sentence) - 1
    if start > end:
        return None
    owner = _owner(sentence, noun)
    return Frame(noun.index, noun.index, owner, ((start, end),), "claims", "speakers.claimed-by-noun", noun.index, noun.index, alone=True)


def _assessed(sentence: Sentence, noun: Token) -> Frame | None:
    """
    Return the frame of a noun of judgement with its owner: "an assessment from the White House that 20,000 had been killed".

    The noun names whose it is, whatever the verb above does with it. So does any claim with its owner behind "by": "after the claim by the
    police that nine had been taken".
    """
    if (owned := _owned_claim(sentence, noun)) is not None:
        return owned
    that = next((t.index for t in sentence.tokens[noun.index + 1 : noun.index + 9] if t.lower == "that"), None)
    owner = _owner(sentence, noun)
    assessed = noun.lemma in sentence.lexicon.word_class("assessing-nouns")
    # The owner must stand between the noun and its clause; a name elsewhere may be anybody's.
    if that is None or owner is None or that + 2 >= len(sentence) or not noun.index < owner < that:
        return None
    if not assessed and not (sentence[noun.index + 1].lower == "by" and sentence.has_case(owner, "by")):
        return None
    content, stance = ((that + 1, len(sentence) - 1),), "estimates" if assessed else "claims"
    return Frame(noun.index, noun.index, owner, content, stance, "speakers.claimed-by-noun", noun.index, that - 1, alone=True)


def _owned_claim(sentence: Sentence, noun: Token) -> Frame | None:
    """
    Return the frame of a claim whose owner stands before it, or ``None``: "Norra accepts Velmar's estimate that 3,000 were killed".

    Who confirms it says it too, so that the frame then does not stand alone; who denies it is asked at the verb.
    """
    owner, that = _owner(sentence, noun), noun.index + 1
    named = owner is not None and (sentence[owner].dep == "nmod:poss" or sentence[owner].pos == "PROPN")
    if owner is None or not named or owner > noun.index or that + 2 >= len(sentence) or sentence[that].lower != "that":
        return None
    above = next((t for t in sentence.ancestors(noun.index) if t.pos == "VERB"), None)
    entry = sentence.lexicon.find("cues", above.lemma) if above is not None else None
    if entry is not None and entry.kind == "denies":
        return None
    content = ((that + 1, len(sentence) - 1),)
    confirmed = entry is not None and entry.id == "confirm"
    stance = "estimates" if noun.lemma in sentence.lexicon.word_class("assessing-nouns") else "claims"
    return Frame(noun.index, noun.index, owner, content, stance, "speakers.claimed-by-noun", owner, that, alone=not confirmed)


def misread_claim(sentence: Sentence, token: Token) -> Frame | None:
    """
    Return the frame of a doubted claim whose noun reads as a verb, or ``None``.

    "disputed the U.N. estimate that ...", "cast doubt on a Hamas claim that ...".
    """
    at, run = token.index, run_before(sentence, token.index)
    # An article before the words shows the noun: "the U.N. estimates that ..." without a verb of doubt is a verb of saying.
    if run is None or sentence[run[0]].pos != "DET" or at + 2 >= len(sentence) or sentence[at + 1].lower != "that":
        return None
    # The tree has no noun here to hang a verb of doubt on, so it is looked for among the words right before: "cast doubt on a".
    before = sentence.tokens[max(0, run[0] - 4) : run[0]]
    if not any(word.lemma in sentence.lexicon.word_class("doubting") for word in before):
        return None
    owner = run[1] if run[1] > run[0] else None
    content = ((at + 2, len(sentence) - 1),)
    return Frame(
        at, at, owner, content, "claims", "speakers.claimed-by-noun", at, at, named=(run[0] + 1, run[1]) if owner else None, alone=True
    )


def _has_that(sentence: Sentence, clause: Token) -> bool:
    return any(mark.lower == "that" for mark in sentence.children(clause.index, "mark"))


def is_doubted(sentence: Sentence, noun: Token) -> bool:
    """Say whether the nearest verb over the noun is one of doubt or inquiry, or a negated one of confirming."""
    for token in sentence.ancestors(noun.index):
        # "rejected as propaganda the claim": a noun that reads as a verb has the place of a noun still.
        if token.pos not in ("VERB", "AUX") or base(token.dep) in ("obl", "nmod"):
            continue
        negated = any(c.lower in ("not", "n't", "n’t", "never") for c in sentence.children(token.index, "advmod"))
        if token.dep == "acl" and any(c.lower == "no" for c in sentence.children(token.head, "det")):
            # "had no reason to believe": the negation stands at the noun above the verb.
            negated = True
        # To "not deny" a claim is no doubt of it: only what would have confirmed it counts.
        unconfirmed = negated and token.lemma in ("confirm", "verify", "corroborate", "believe")
        into = token.lemma == "look" and any(t.lower == "into" for t in sentence.tokens[token.index + 1 : token.index + 2])
        return unconfirmed or into or token.lemma in sentence.lexicon.word_class("doubting")
    return False


def _owner(sentence: Sentence, noun: Token) -> int | None:
    """Return the head word of whose claim it is, or ``None``: "Hamas's claim", "a Hamas claim", "a claim by Hamas"."""
    # "A detailed claim", "a claim of victory": only a name, a person or a body owns one.
    for child in sentence.children(noun.index, "nmod", "compound", "amod"):
        by = sentence.has_case(child.index, "by", "from")
        named = child.pos == "PROPN" or is_person_noun(child.lemma, sentence.lexicon) or pattern_of(child.lemma, sentence.lexicon) == "body"
        if (child.dep == "nmod:poss" or by or base(child.dep) == "compound" or child.index == noun.index - 1) and named:
            return child.index
    return None


def is_only_named(sentence: Sentence, frame: Frame, index: int) -> bool:
    """
    Say whether a word in a frame's content is only named there, as known.

    It stands below a word of inquiry or of not knowing, below what is said not to be, in a denied deed ("denied that its jets had hit the
    hall where 41 died"), or below what an announced measure answers ("announced sanctions over the killing of 72").
    """
    if frame.stance == "denies" and is_of_known_event(sentence, index):
        return True
    below = sentence[index]
    clause = False
    for token in sentence.ancestors(index):
        if frame.rule == "speakers.object" and below.index != index and _answers(sentence, frame, below):
            return True
        if frame.cue <= token.index <= frame.cue_last or not frame.covers(token.index):
            return False
        # "unaware of a strike that killed 12", "did not hit the school where 12 died": the clause takes the deaths as known.
        clause = clause or base(below.dep) == "acl"
        if _inquires(sentence, token, below) or _knows_nothing(sentence, token, below):
            return True
        if clause and token.pos == "VERB" and base(below.dep) in ("obj", "obl") and _is_negated(sentence, token):
            return True
        below = token
    return False


def _answers(sentence: Sentence, frame: Frame, noun: Token) -> bool:
    """Say whether a noun is what an announced measure answers: "announced the arrest of two over the killing of 72"."""
    # "blamed the militia for the deaths of 66" tells of them, and "for a total of 340" adds up.
    told = sentence[frame.cue_last].lemma == "blame" or noun.lemma == "total"
    return not told and base(noun.dep) in ("obl", "nmod") and frame.covers(noun.index) and sentence.has_case(noun.index, *ANSWERING)


def is_of_known_event(sentence: Sentence, index: int) -> bool:
    """
    Say whether a word stands in a relative clause on a deed's place or victims: "had hit the hall where 41 died".

    The clause takes what it tells as known. The content of a claim is none, though the tree may take it for one: "claims that 41 died".
    """
    claims = sentence.lexicon.word_class("claiming-nouns")
    line = [sentence[index], *sentence.ancestors(index)]
    return any(t.dep == "acl:relcl" and t.head < t.index and sentence[t.head].lemma not in claims for t in line)


def _inquires(sentence: Sentence, verb: Token, below: Token) -> bool:
    """Say whether a verb looks into what its object names: "is investigating the deaths of 12", "will look into reports that"."""
    if verb.pos not in ("VERB", "AUX") or base(below.dep) not in ("obj", "obl", "nmod", "ccomp"):
        return False
    into = verb.lemma == "look" and sentence.has_case(below.index, "into")
    # "has verified 40 deaths" gives them; "is verifying" and "will verify" do not yet.
    open_still = verb.lower.endswith("ing") or any(t.lower in ("to", "will", "would") for t in sentence.children(verb.index, "mark", "aux"))
    # "investigated whether 12 had died" asks; "is assessing that" is no inquiry.
    named = base(below.dep) != "ccomp" or any(t.lower in ("whether", "how", "if") for t in sentence.children(below.index))
    return named and (into or (open_still and verb.lemma in sentence.lexicon.word_class("inquiring")))


def _knows_nothing(sentence: Sentence, token: Token, below: Token) -> bool:
    """Say whether a word tells of not knowing what stands behind it: "no information about the 12", "unaware of", "aware of reports"."""
    if base(below.dep) not in ("obl", "nmod", "acl") or below.index < token.index:
        return False
    if token.lemma == "comment":
        # "would not comment on the 12 deaths"; who comments gives no number either.
        return True
    if token.lemma in ("aware", "unaware"):
        # "is aware that 12 died" grants it.
        return base(below.dep) != "acl"
    none = any(t.lower in ("no", "any") for t in sentence.children(token.index, "det", "advmod"))
    return none and token.lemma in sentence.lexicon.word_class("knowing-nouns")


def _is_negated(sentence: Sentence, verb: Token) -> bool:
    return any(t.lower in NEGATING for t in sentence.children(verb.index, "advmod"))


def sayable(sentence: Sentence, verb: Token, entry: Entry, objects: list[Token]) -> bool:
    """
    Say whether a verb with these objects states something.

    A toll can be put, raised or set by somebody; troops that are "put" on a bridge are no statement.
    """
    # "denied the claim"; not "denied entry to 300 refugees".
    if entry.kind == "denies":
        clause = any(t.has("VerbForm=Fin") for t in sentence.tokens[verb.index + 1 : verb.index + 7])
        return clause or any(pattern_of(t.lemma, sentence.lexicon) in ("act", "document", "toll") or t.lemma in DENIABLE for t in objects)
    # "both claim the province" says nothing; "claimed 12 kills", "claimed responsibility" do.
    if entry.kind == "claims":
        if any(t.lemma == "life" for t in objects):
            # "fighting has claimed the lives of 15": nobody says anything.
            return False
        below = [sentence[i] for t in objects for i in sentence.subtree(t.index)]
        return any(t.pos == "NUM" or t.lemma in ("responsibility", "credit", "victory", "death", "killing", "attack") for t in below)
    # "recorded 40 civilian deaths", "registered 12 killed"; not "recorded 12 songs".
    if entry.id == "record":
        behind = sentence.tokens[verb.index + 1 : verb.index + 9]
        harm = sentence.lexicon.openers("measures")
        return any(t.pos == "NUM" for t in behind) and any(t.lemma in harm or t.lower in harm for t in behind)
    if entry.pattern == "both":
        return entry.id != "report-found"
    named = any(t.lemma in TOLL_NOUNS or (t.pos == "PRON" and t.lower in ("it", "this", "that")) for t in objects)
    # "An attack killed 12, putting the toll at 30": nobody puts it there.
    told = _is_finite(sentence, verb) or sentence.child(verb.index, "nsubj") is not None
    return entry.id == "put" and told and named


def _is_finite(sentence: Sentence, verb: Token) -> bool:
    """Say whether a verb stands in a form with a subject: "puts", "had put"; not "putting"."""
    return verb.has("VerbForm=Fin") or sentence.child(verb.index, "aux") is not None

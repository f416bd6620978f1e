"""
What a cue reports: the stretches of its sentence that are said, and the rule that found them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from according.language.sentence import Sentence, Token
from according.lexicon import Entry
from according.names.nouns import pattern_of
from according.reading.grammar.phrases import base
from according.reading.grammar.subjects import RELATIVE
from according.reading.speakers.extent import clause_around
from according.reading.speakers.frame import CONCERNS, QUOTATION

CONTENT = frozenset({"ccomp", "xcomp", "parataxis"})
DENIABLE = frozenset("claim allegation accusation charge responsibility involvement role link presence existence account".split())
TOLL_NOUNS = frozenset("toll number count figure total death casualty loss tally dead".split())

# Marks of a quotation within a quotation.
SINGLE_MARKS = frozenset({"‘", "'"})

Stretches = tuple[tuple[int, int], ...]  # pairs of first and last word, both included
Content = tuple[Stretches, str]  # with the rule that found them
NO_CONTENT: Content = ((), "")


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting verb with its entry, the first and last word of its frame, and the last word that its content can reach."""

    sentence: Sentence
    verb: Token
    entry: Entry
    first: int
    last: int
    end: int


def find_content(sentence: Sentence, verb: Token, entry: Entry, first: int, last: int) -> Content:
    """Return the stretches that a cue reports, as pairs of first and last word, and the rule that found them."""
    end = len(sentence) - 1
    if base(verb.dep) == "advcl" and verb.head > verb.index:  # "Although X said A, B": the clause ends before B
        end = max(sentence.subtree(verb.index))
    cue = Cue(sentence, verb, entry, first, last, end)
    return next((found for find in FINDERS if (found := find(cue))[0]), NO_CONTENT)


def _inner_quotation(cue: Cue) -> Content:
    """ "The general told me, ‘We lost 40 men’": what stands in the single marks behind a cue, whatever the tree makes of it."""
    sentence, verb = cue.sentence, cue.verb
    end = len(sentence) - 1
    mark = next((at for at in range(verb.index + 1, min(verb.index + 4, end)) if sentence[at].text in (",", ":")), None)
    if mark is None or sentence[mark + 1].text not in SINGLE_MARKS:
        return NO_CONTENT
    closing = "’" if sentence[mark + 1].text == "‘" else "'"
    close = next((at for at in range(mark + 3, end + 1) if _closes_inner(sentence[at], closing)), None)
    return (((mark + 2, close - 1),), "speakers.inner-quotation") if close is not None else NO_CONTENT


def _closes_inner(token: Token, closing: str) -> bool:
    """Say whether a word is the closing single mark: not a genitive's, as in "'Ten of the soldiers' sons are dead'"."""
    return token.text.lstrip(".,!?") == closing and token.pos != "PART"


def _complement(cue: Cue) -> Content:
    """The clause that the verb takes: "said that 12 were killed", "expressed concern that 12 may be killed"."""
    sentence, verb = cue.sentence, cue.verb
    after = [child for child in sentence.children(verb.index) if child.index > cue.last and _is_reported(cue, child)]
    concern = next((t for t in sentence.children(verb.index, "obj") if t.lemma in CONCERNS), None)
    if concern is not None:
        after += [child for child in sentence.children(concern.index, "acl", "ccomp", "nmod") if child.index > concern.index]
    if not after:
        return NO_CONTENT
    start = _clause_start(sentence, after, cue.last + 1)
    return ((start, max(start, cue.end)),), "speakers.clausal-complement"


def _is_reported(cue: Cue, child: Token) -> bool:
    joint = [token.lower for token in cue.sentence.tokens[cue.last + 1 : cue.last + 3]]
    if joint[:1] == [","] and joint[1:] and joint[1] in ("while", "but", "although", "though", "whereas"):
        return False  # "17 people died, the coastguard said, while officials put ...": what is said stands in front
    if child.lower.endswith("ing") and child.index == cue.last + 2 and cue.sentence[cue.last + 1].text == ",":
        return False  # "12 were killed, police said, raising an earlier toll": what is said stands in front
    if base(child.dep) == "parataxis" and cue.sentence.children(child.index, "nsubj") and cue.sentence.lexicon.find("cues", child.lemma):
        return False  # "Rains claimed 80 lives, local media reported": who closes the sentence is not what is said
    content = base(child.dep) in CONTENT and _is_content(cue.sentence, cue.entry, child)
    return content or _is_called_for(cue.sentence, cue.verb, child)


def _told_of(cue: Cue) -> Content:
    """ "accused the rebels of killing six", "warned of 12 dead"."""
    if cue.verb.lemma not in ("tell", "inform", "accuse", "warn"):
        return NO_CONTENT
    below = cue.sentence.children(cue.verb.index, "obl", "advcl")
    of = next((child for child in below if child.index > cue.verb.index and _marked_of(cue.sentence, child)), None)
    return (((cue.sentence.subtree(of.index)[0], cue.end),), "speakers.told-of") if of is not None else NO_CONTENT


def _gerund(cue: Cue) -> Content:
    """ "reported losing 12 men"."""
    after = cue.sentence[cue.last + 1] if cue.last + 1 < len(cue.sentence) else None
    gerund = after is not None and after.lower.endswith("ing") and (after.pos == "VERB" or after.lower == "having")
    takes = cue.entry.pattern == "both" and cue.entry.id != "report-found"
    return (((cue.last + 1, cue.end),), "speakers.gerund-complement") if gerund and takes else NO_CONTENT


def _around(cue: Cue) -> Content:
    """ "12 men, the army said, were killed"."""
    if not (_is_parenthesis(cue.sentence, cue.first, cue.last) and cue.entry.pattern in ("clause", "both")):
        return NO_CONTENT
    start, end = clause_around(cue.sentence, cue.first - 1, cue.last + 1)  # "Nine died; trade, its chairman said, will be suspended"
    return ((start, cue.first - 2), (cue.last + 2, min(end, cue.end))), "speakers.parenthetical-cue"


def _in_front(cue: Cue) -> Content:
    """ "12 men were killed, the army said"."""
    opening = opens_tail(cue)
    before = _before(cue.sentence, cue.verb, cue.first) if opening is None else _front(cue.sentence, opening)
    trails = cue.verb.dep == "parataxis" or cue.entry.pattern == "clause" or cue.sentence.children(cue.verb.index, "ccomp") or opening
    if not before or cue.entry.pattern == "object" or not trails:
        return NO_CONTENT
    rest = ((cue.last + 1, cue.end),) if cue.end - cue.last > 2 and cue.sentence[cue.last + 1].pos == "PUNCT" else ()
    return (before, *rest), "speakers.trailing-cue"


def opens_tail(cue: Cue) -> int | None:
    """
    Return the comma or dash behind which a speaker and a cue close the sentence, whatever the tree makes of it, or ``None``.

    "A huge explosion killed 78 people on Tuesday, the Red Cross said": nothing but a stop stands behind the cue's own times.
    """
    sentence = cue.sentence
    behind = _behind_brackets(sentence, cue.last + 1)
    closes = all(token.pos == "PUNCT" for token in sentence.tokens[behind:])
    # "..., the minister said, and sent shockwaves across the capital": what goes on is the report's
    joined = behind + 2 < len(sentence) and sentence[behind].text == "," and sentence[behind + 1].lower in ("and", "but", "while")
    closes = closes or joined
    quoted = cue.verb.lower == "saying" and sentence[cue.verb.head].lemma in ("quote", "cite")  # "..., X was quoted as saying"
    finite = quoted or cue.verb.has("VerbForm=Fin") or sentence.child(cue.verb.index, "aux") is not None
    if not closes or not finite or cue.first < 1 or (cue.verb.dep.startswith("acl:relcl") and sentence[cue.first].lower in RELATIVE):
        return None
    at = cue.first - 1
    while at > cue.first - 4 and at > 0 and _is_lost_name(sentence, at):  # a name whose first words read as a verb
        at -= 1
    while at > 1 and sentence[at].text in QUOTATION:
        at -= 1
    return at if sentence[at].text in (",", "–", "—", "-") and sentence[at].start >= sentence[at - 1].end else None


def _is_lost_name(sentence: Sentence, at: int) -> bool:
    """Say whether a word can be the first of a name that reads as something else: a capital, or a word right behind a closing mark."""
    closes = sentence[at].pos == "VERB" and sentence[at - 1].text in QUOTATION and sentence[at - 2].text == ","
    return sentence[at].text[:1].isupper() or closes


def _behind_brackets(sentence: Sentence, index: int) -> int:
    """Return the word behind a short name in brackets: "reported the Monitoring Mission (MM)"."""
    if index + 2 < len(sentence) and sentence[index].text == "(":
        return next((t.index + 1 for t in sentence.tokens[index : index + 6] if t.text == ")"), index)
    return index


def _front(sentence: Sentence, opening: int) -> tuple[int, int] | None:
    """Return what stands before a closing frame, where it tells of something: a verb, a state or a count."""
    if sentence[0].lower in ("asked", "questioned") or (sentence[0].lower == "when" and sentence[1].lower == "asked"):
        return None
    start = next((at + 1 for at in range(opening - 1, -1, -1) if sentence[at].text == ";"), 0)
    told = any(token.pos in ("VERB", "AUX", "NUM") for token in sentence.tokens[start:opening])
    return (start, opening - 1) if told and opening - start > 1 else None


def _learned(cue: Cue) -> Content:
    """ "learned from the army that 12 were killed", where the tree has lost the clause."""
    at = cue.verb.index
    that = next((t.index for t in cue.sentence.tokens[at + 1 : at + 10] if t.lower == "that"), None)
    if cue.verb.lemma not in ("learn", "hear") or that is None or that >= cue.end:
        return NO_CONTENT
    return ((that + 1, cue.end),), "speakers.clausal-complement"


def _spoken_of(cue: Cue) -> Content:
    """ "spoke of 12 dead"."""
    spoken = cue.entry.id == "speak-of" and cue.end - cue.verb.index > 2
    return (((cue.verb.index + 2, cue.end),), "speakers.spoken-of") if spoken else NO_CONTENT


def _object(cue: Cue) -> Content:
    """ "put the number of dead at 20", "reported five deaths"."""
    sentence, verb = cue.sentence, cue.verb
    objects = [child for child in sentence.children(verb.index, "obj") if child.index > verb.index]
    if not objects and cue.entry.id == "put":  # "revised down the death toll", where the tree takes "down" for a preposition
        objects = [t for t in sentence.children(verb.index, "obl") if t.lemma in TOLL_NOUNS and sentence.has_case(t.index, "down", "up")]
    if not objects or cue.entry.pattern not in ("both", "object") or not _sayable(sentence, verb, cue.entry, objects):
        return NO_CONTENT
    below = objects[-1].index if verb.dep == "acl" else verb.index  # "took papers indicating targets from two men": not the men
    return ((verb.index + 1, max(sentence.subtree(below)[-1], verb.index + 1)),), "speakers.object"


def _behind(cue: Cue) -> Content:
    """A plain cue that opens the sentence, where the tree does not join what follows to it."""
    rest = cue.sentence.tokens[cue.last + 1 :]
    plain = cue.entry.pattern == "clause" and cue.verb.lemma in cue.sentence.lexicon.word_class("plain-cues") and cue.end - cue.last >= 2
    told = plain and any(t.pos in ("VERB", "AUX") and t.lower != "according" for t in rest)
    told = told or (plain and any(t.pos == "NUM" for t in rest[:4]))  # a headline's "Governor says 12 dead in blast"
    return (((cue.last + 1, cue.end),), "speakers.leading-cue") if told else NO_CONTENT


# In the order in which they are asked; the first that finds something decides.
FINDERS: tuple[Callable[[Cue], Content], ...] = (
    _inner_quotation, _complement, _told_of, _gerund, _around, _in_front, _learned, _spoken_of, _object, _behind,
)  # fmt: skip


def _clause_start(sentence: Sentence, clauses: list[Token], start: int) -> int:
    """Return the start of a reported clause: behind its "that", where hearers and days stand before it."""
    for clause in clauses:
        mark = next((t for t in sentence.children(clause.index, "mark") if t.lower == "that"), None)
        if mark is not None and start < mark.index <= start + 8:
            return mark.index + 1
    return start


def verb_takes_clause(child: Token) -> bool:
    """A demand or plan is a clause or an infinitive."""
    return base(child.dep) in ("ccomp", "xcomp")


def _is_called_for(sentence: Sentence, verb: Token, child: Token) -> bool:
    """ "called on Harran to release nine sailors": the infinitive is what is called for, though the tree makes it a purpose."""
    called = verb.lemma in ("call", "appeal") and base(child.dep) == "advcl"
    return called and any(mark.lower == "to" for mark in sentence.children(child.index, "mark"))


def _is_content(sentence: Sentence, entry: Entry, child: Token) -> bool:
    """A reported clause, not what a verb such as "continue to" or "found them beaten" takes."""
    marks = [t.lower for t in sentence.children(child.index, "mark")]
    if entry.pattern == "object":
        return entry.kind in ("demands", "plans") and verb_takes_clause(child)
    if "to" in marks and entry.pattern == "clause":
        return False
    if entry.id == "report-found":  # "found them beaten" says nothing; a study that "found nearly 50,000 men have died" does
        verb = sentence[child.head]
        who = sentence.child(verb.index, "nsubj")
        return "that" in marks or (who is not None and pattern_of(who.lemma, sentence.lexicon) == "document" and child.index > verb.index)
    return True


def _marked_of(sentence: Sentence, child: Token) -> bool:
    return any(t.lower == "of" for t in sentence.children(child.index, "case", "mark"))


def _sayable(sentence: Sentence, verb: Token, entry: Entry, objects: list[Token]) -> bool:
    """A toll can be put, raised or set by somebody; troops that are "put" somewhere are no statement."""
    if entry.kind == "denies":  # "denied the claim"; not "denied entry to 300 refugees"
        clause = any(t.has("VerbForm=Fin") for t in sentence.tokens[verb.index + 1 : verb.index + 7])
        return clause or any(pattern_of(t.lemma, sentence.lexicon) in ("act", "document", "toll") or t.lemma in DENIABLE for t in objects)
    if entry.kind == "claims":  # "both claim the province" says nothing; "claimed 12 kills", "claimed responsibility" do
        if any(t.lemma == "life" for t in objects):
            return False  # "fighting has claimed the lives of 15"
        below = [sentence[i] for t in objects for i in sentence.subtree(t.index)]
        return any(t.pos == "NUM" or t.lemma in ("responsibility", "credit", "victory", "death", "killing", "attack") for t in below)
    if entry.id == "record":  # "recorded 40 civilian deaths", "registered 12 killed"; not "recorded 12 songs"
        behind = sentence.tokens[verb.index + 1 : verb.index + 9]
        harm = sentence.lexicon.openers("measures")
        return any(t.pos == "NUM" for t in behind) and any(t.lemma in harm or t.lower in harm for t in behind)
    if entry.pattern == "both":
        return entry.id != "report-found"
    named = any(t.lemma in TOLL_NOUNS or (t.pos == "PRON" and t.lower in ("it", "this", "that")) for t in objects)
    told = _is_finite(sentence, verb) or sentence.child(verb.index, "nsubj") is not None
    return entry.id == "put" and told and named


def _is_parenthesis(sentence: Sentence, first: int, last: int) -> bool:
    """ "Five gunmen, the governor said, were killed": a frame between two commas in the middle of a clause."""
    inside = first >= 2 and last + 2 < len(sentence) - 1
    return (
        inside
        and sentence[first - 1].text == ","
        and sentence[last + 1].text == ","
        and sentence[last + 2].lower not in ("that", "and", "but", "or", "yet")
    )


def _is_finite(sentence: Sentence, verb: Token) -> bool:
    """ "puts", "had put"; not "putting"."""
    return verb.has("VerbForm=Fin") or sentence.child(verb.index, "aux") is not None


def _before(sentence: Sentence, verb: Token, first: int) -> tuple[int, int] | None:
    """Return the clause in front of a trailing frame, if there is one."""
    stop = first - 1
    while stop >= 0 and sentence[stop].pos == "PUNCT":
        stop -= 1
    if sentence[0].lower in ("asked", "questioned") or (sentence[0].lower == "when" and sentence[1].lower == "asked"):
        return None  # "Asked whether 12 had died, the minister said no"
    if stop < 2 or not any(t.pos in ("VERB", "AUX") for t in sentence.tokens[: stop + 1]):
        return None
    if sentence[first - 1].text == ";":
        return None
    head = sentence[verb.head]
    linked = head.index < first or any(t.index < first and base(t.dep) == "ccomp" for t in sentence.children(verb.index))
    return (0, stop) if linked and sentence[first - 1].pos == "PUNCT" else None

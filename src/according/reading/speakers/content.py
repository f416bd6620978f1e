"""
What a cue reports: the stretches of its sentence that are said, and the rule that found them.

English puts what is said behind the cue, in front of it, around it, or into its object. Each way has a finder, and the finders are asked in
turn (``FINDERS``). A stretch is a pair of first and last word, both included.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from according.language.sentence import Sentence, Token
from according.lexicon import Entry
from according.names.nouns import pattern_of
from according.reading.grammar.phrases import base
from according.reading.grammar.subjects import RELATIVE, closes_as_cue, closes_behind
from according.reading.speakers.clauses import clause_around
from according.reading.speakers.extent import is_parenthesis
from according.reading.speakers.frame import CONCERNS, QUOTATION
from according.reading.speakers.kinds.claims import TOLL_NOUNS, sayable
from according.reading.speakers.naming.sources import cites_behind
from according.reading.speakers.quotations import inner_quotation

# Labels of a clause that a verb takes; the last is how much direct speech is labelled.
CONTENT = frozenset({"ccomp", "xcomp", "parataxis"})
# What opens the circumstances of what has been told before a comma.
CIRCUMSTANCE = frozenset({"after", "when", "as", "before", "because", "since", "until", "where", "with", "in", "during"})

# Words from a cue to the "that" behind whom the speaker cites.
CITING_REACH = 16
# Pairs of first and last word, both included.
Stretches = tuple[tuple[int, int], ...]
# With the rule that found them.
Content = tuple[Stretches, str]
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
    """
    Return the stretches that a cue reports and the rule that found them; ``NO_CONTENT`` where it reports nothing.

    ``first`` and ``last`` bound the frame itself: speaker, cue, and the times and hearers right beside them.
    """
    end = len(sentence) - 1
    # "Although X said A, B": the clause ends before B.
    if base(verb.dep) == "advcl" and verb.head > verb.index:
        end = max(sentence.subtree(verb.index))
    cue = Cue(sentence, verb, entry, first, last, end)
    return next((found for find in FINDERS if (found := find(cue))[0]), NO_CONTENT)


def _inner_quotation(cue: Cue) -> Content:
    """Return what stands in the single marks behind a cue, whatever the tree makes of it: "The general told me, ‘We lost 40 men’"."""
    quoted = inner_quotation(cue.sentence, cue.verb.index)
    return ((quoted,), "speakers.inner-quotation") if quoted is not None else NO_CONTENT


def _complement(cue: Cue) -> Content:
    """Return the clause that the verb takes: "said that 12 were killed", "expressed concern that 12 may be killed"."""
    sentence, verb = cue.sentence, cue.verb
    after = [child for child in sentence.children(verb.index) if child.index > cue.last and _is_reported(cue, child)]
    # The clause of "concern that 12 may be killed" hangs on the noun, and not on the verb.
    concern = next((t for t in sentence.children(verb.index, "obj") if t.lemma in CONCERNS), None)
    if concern is not None:
        after += [child for child in sentence.children(concern.index, "acl", "ccomp", "nmod") if child.index > concern.index]
    if not after:
        return NO_CONTENT
    start = _clause_start(sentence, after, cue.last + 1)
    # It runs to the end, past the clause's own subtree, which loses halves of long sentences; `extent` cuts it where English does.
    return (*_before_colon(cue), (start, max(start, cue.end))), "speakers.clausal-complement"


def _before_colon(cue: Cue) -> Stretches:
    """Return what a speaker says in front of a cue whose colon opens the parts of it: "53 died, the coroner said: 40 men and 13 women"."""
    listed = cue.last + 2 < len(cue.sentence) and cue.sentence[cue.last + 1].text == ":" and cue.sentence[cue.last + 2].pos == "NUM"
    front = _front(cue.sentence, cue.first - 1) if listed and cue.first > 2 and cue.sentence[cue.first - 1].text == "," else None
    return () if front is None else (front,)


def _is_reported(cue: Cue, child: Token) -> bool:
    """Say whether a dependent behind the frame is the clause that the cue reports, and not what the report adds to it."""
    joint = [token.lower for token in cue.sentence.tokens[cue.last + 1 : cue.last + 3]]
    if joint[:1] == [";"]:
        # "62 drones were launched, the air force says; 48 were shot down": a semicolon opens nothing that is said.
        return False
    if joint[:1] == [","] and joint[1:] and joint[1] in ("while", "but", "although", "though", "whereas"):
        # "17 people died, the coastguard said, while officials put ...": what is said stands in front.
        return False
    if joint[:1] == [","] and joint[1:] and joint[1] in CIRCUMSTANCE and cue.first > 2:
        # "Two boys were hurt, the army said, when a shell hit their home": how it came stands behind what is said.
        return False
    if joint[:1] == [","] and any(token.lower == "than" for token in cue.sentence.tokens[cue.last + 2 : cue.last + 6]):
        # "lost 31 soldiers, the army said, far fewer than the 180 claimed by the rebels": what is compared was said in front.
        return False
    closes = joint[:1] == [","] and cue.first > 2 and cue.sentence[cue.first - 1].text == ","
    if closes and child.pos == "NUM" and child.index == cue.last + 2:
        # "21 were killed, the governor said, 35 according to the rebels": a bare number is nothing that is said with a cue behind it.
        return False
    resumes = cue.sentence[cue.last + 2] if joint[:1] == [","] and len(joint) > 1 else None
    if resumes is not None and cue.first > 2 and cue.sentence[cue.first - 1].text == "," and resumes.has("VerbForm=Fin"):
        # "Ten people, the governor said, were killed": the verb behind the commas goes on with the words in front.
        return False
    if child.lower.endswith("ing") and child.index == cue.last + 2 and cue.sentence[cue.last + 1].text == ",":
        # "12 were killed, police said, raising an earlier toll": what is said stands in front.
        return False
    if closes_as_cue(cue.sentence, child):
        # "Rains claimed 80 lives, local media reported": who closes the sentence is not what is said.
        return False
    content = base(child.dep) in CONTENT and _is_content(cue.sentence, cue.entry, child)
    return content or _is_called_for(cue.sentence, cue.verb, child)


def _told_of(cue: Cue) -> Content:
    """Return what stands behind "of": "accused the rebels of killing six", "warned of 12 dead"."""
    # Of other verbs "of" says something else: "reported the arrest of six" has it at its object.
    if cue.verb.lemma not in ("tell", "inform", "accuse", "warn"):
        return NO_CONTENT
    below = cue.sentence.children(cue.verb.index, "obl", "advcl")
    of = next((child for child in below if child.index > cue.verb.index and _marked_of(cue.sentence, child)), None)
    return (((cue.sentence.subtree(of.index)[0], cue.end),), "speakers.told-of") if of is not None else NO_CONTENT


def _gerund(cue: Cue) -> Content:
    """Return the clause of a gerund right behind the frame, whatever the tree calls it: "reported losing 12 men"."""
    after = cue.sentence[cue.last + 1] if cue.last + 1 < len(cue.sentence) else None
    gerund = after is not None and after.lower.endswith("ing") and (after.pos == "VERB" or after.lower == "having")
    # "found living in camps": what is found so is no statement.
    takes = cue.entry.pattern == "both" and cue.entry.id != "report-found"
    return (((cue.last + 1, cue.end),), "speakers.gerund-complement") if gerund and takes else NO_CONTENT


def _around(cue: Cue) -> Content:
    """Return what stands on either side of a frame between two commas: "12 men, the army said, were killed"."""
    if cites_behind(cue.sentence, cue.last + 1):
        return NO_CONTENT
    if not (is_parenthesis(cue.sentence, cue.first, cue.last) and cue.entry.pattern in ("clause", "both")):
        return NO_CONTENT
    # "Nine died; trade, its chairman said, will be suspended": the chairman says nothing of the nine.
    start, end = clause_around(cue.sentence, cue.first - 1, cue.last + 1)
    return ((start, cue.first - 2), (cue.last + 2, min(end, cue.end))), "speakers.parenthetical-cue"


def _in_front(cue: Cue) -> Content:
    """Return what stands in front of a frame that closes the sentence: "12 men were killed, the army said"."""
    opening = opens_tail(cue)
    before = _before(cue.sentence, cue.verb, cue.first) if opening is None else _front(cue.sentence, opening)
    # A cue that takes a thing ("put the toll at") closes no sentence. Of others the tree, the entry or a comma must show that they trail.
    trails = cue.verb.dep == "parataxis" or cue.entry.pattern == "clause" or cue.sentence.children(cue.verb.index, "ccomp") or opening
    if not before or cue.entry.pattern == "object" or not trails or _goes_on_behind(cue):
        return NO_CONTENT
    # `"Two died," he said. "Nine are missing"` in one sentence: behind the mark he goes on.
    # Behind a semicolon the report may go on by itself: nobody rather than him.
    goes_on = cue.end - cue.last > 2 and cue.sentence[cue.last + 1].pos == "PUNCT" and cue.sentence[cue.last + 1].text != ";"
    rest = ((cue.last + 1, cue.end),) if goes_on else ()
    return (before, *rest), "speakers.trailing-cue"


def _goes_on_behind(cue: Cue) -> bool:
    """Say whether a clause stands right behind a cue, so that it tells that one: "Harran says 30 died, Velmar says 12 were fighters"."""
    behind = cue.sentence.tokens[cue.last + 1 : cue.end + 1]
    stop = next((t.index for t in behind if t.pos == "PUNCT"), cue.end)
    # "police said after they had searched the site": a clause of the saying.
    if _tells_number(cue):
        return True
    opens = bool(behind) and behind[0].pos in ("NOUN", "PROPN", "NUM", "DET", "ADJ") and cue.verb.lemma == "say"
    return opens and any(t.has("VerbForm=Fin") for t in cue.sentence.tokens[cue.last + 2 : stop])


def _tells_number(cue: Cue) -> bool:
    """Say whether a bare number behind a cue is the whole of what it tells: "Norra says 40 drones fell, Velmar claims 60"."""
    behind = cue.sentence.tokens[cue.last + 1 : cue.end + 1]
    bare = bool(behind) and behind[0].pos == "NUM" and all(t.pos == "PUNCT" for t in behind[1:])
    return bare and cue.verb.has("VerbForm=Fin") and cue.first > 1 and cue.sentence[cue.first - 1].text in (",", ";", "and", "but", "while")


def opens_tail(cue: Cue) -> int | None:
    """
    Return the comma or dash behind which a speaker and a cue close the sentence, whatever the tree makes of it, or ``None``.

    "A huge explosion killed 78 people on Tuesday, the Red Cross said": behind the frame stands nothing but marks, or a joint that goes on
    with the report.
    """
    sentence = cue.sentence
    behind = _behind_brackets(sentence, cue.last + 1)
    closes = all(token.pos == "PUNCT" for token in sentence.tokens[behind:]) or cites_behind(sentence, behind)
    # "..., the minister said, and sent shockwaves across the capital": what goes on is the report's.
    joined = behind + 2 < len(sentence) and sentence[behind].text == "," and sentence[behind + 1].lower in ("and", "but", "while")
    closes = closes or joined or closes_behind(sentence, behind)
    # "..., X was quoted as saying": a participle that closes like a finite cue.
    quoted = cue.verb.lower == "saying" and sentence[cue.verb.head].lemma in ("quote", "cite")
    finite = quoted or cue.verb.has("VerbForm=Fin") or sentence.child(cue.verb.index, "aux") is not None
    if not closes or not finite or cue.first < 1 or (cue.verb.dep.startswith("acl:relcl") and sentence[cue.first].lower in RELATIVE):
        return None
    at = cue.first - 1
    # A name whose first words read as a verb is cut short by the tree; up to three words are taken back.
    while at > cue.first - 4 and at > 0 and _is_lost_name(sentence, at):
        at -= 1
    while at > 1 and sentence[at].text in QUOTATION:
        at -= 1
    return at if sentence[at].text in (",", "–", "—", "-") and sentence[at].start >= sentence[at - 1].end else None


def _is_lost_name(sentence: Sentence, at: int) -> bool:
    """Say whether a word can belong to a name though it reads as something else: a capital, or a verb right behind a closing mark."""
    closes = sentence[at].pos == "VERB" and sentence[at - 1].text in QUOTATION and sentence[at - 2].text == ","
    return sentence[at].text[:1].isupper() or closes


def _behind_brackets(sentence: Sentence, index: int) -> int:
    """Return the word behind a short name in brackets that opens at ``index``, else ``index``: "reported the Monitoring Mission (MM)"."""
    if index + 2 < len(sentence) and sentence[index].text == "(":
        return next((t.index + 1 for t in sentence.tokens[index : index + 6] if t.text == ")"), index)
    return index


def _front(sentence: Sentence, opening: int) -> tuple[int, int] | None:
    """Return what stands before a closing frame, from the last semicolon on, where it tells of something: a verb or a number."""
    # "Asked whether 12 had died, the minister said": the question is not his.
    if sentence[0].lower in ("asked", "questioned") or (sentence[0].lower == "when" and sentence[1].lower == "asked"):
        return None
    start = next((at + 1 for at in range(opening - 1, -1, -1) if sentence[at].text == ";"), 0)
    told = any(token.pos in ("VERB", "AUX", "NUM") for token in sentence.tokens[start:opening])
    return (start, opening - 1) if told and opening - start > 1 else None


def _learned(cue: Cue) -> Content:
    """
    Return the clause behind "that" where the tree has lost it: "learned from the army that 12 were killed".

    So with "announced at a press conference that", where the tree takes "that" for the conference's own. An aside names whom the speaker
    has it from, too: "reported, citing an army estimate, that 12 were killed".
    """
    at = cue.verb.index
    behind = cue.sentence.tokens[cue.last + 1 : cue.last + CITING_REACH]
    citing = [token.lower for token in behind[:2]] in ([",", "citing"], [",", "quoting"])
    near = behind if citing else cue.sentence.tokens[at + 1 : at + 10]
    that = next((t.index for t in near if t.lower == "that" and (not citing or cue.sentence[t.index - 1].text == ",")), None)
    if that is None or that >= cue.end:
        return NO_CONTENT
    takes = cue.entry.pattern in ("clause", "both") and cue.entry.id != "report-found" and cue.sentence[at + 1].pos == "ADP"
    told = takes and cue.sentence[that - 1].lemma in cue.sentence.lexicon.word_class("said-in")
    if not (citing or told or cue.verb.lemma in ("learn", "hear")):
        return NO_CONTENT
    return ((that + 1, cue.end),), "speakers.clausal-complement"


def _spoken_of(cue: Cue) -> Content:
    """Return what stands behind "of": "spoke of 12 dead"."""
    # The preposition is the word behind the verb: the entry's phrases have two words.
    spoken = cue.entry.id == "speak-of" and cue.end - cue.verb.index > 2
    return (((cue.verb.index + 2, cue.end),), "speakers.spoken-of") if spoken else NO_CONTENT


def _object(cue: Cue) -> Content:
    """Return the object of a cue and what stands behind it: "put the number of dead at 20", "reported five deaths"."""
    sentence, verb = cue.sentence, cue.verb
    objects = [child for child in sentence.children(verb.index, "obj") if child.index > verb.index]
    # "confirmed by name 5,000 deaths": the tree joins the deaths to the name.
    if not objects and [t.lower for t in sentence.tokens[verb.index + 1 : verb.index + 3]] == ["by", "name"]:
        objects = [t for t in (sentence[i] for i in sentence.subtree(verb.index)) if t.pos == "NOUN" and t.index > verb.index + 2][:1]
    # "revised down the death toll", where the tree takes "down" for a preposition.
    if not objects and cue.entry.id == "put":
        objects = [t for t in sentence.children(verb.index, "obl") if t.lemma in TOLL_NOUNS and sentence.has_case(t.index, "down", "up")]
    if not objects or cue.entry.pattern not in ("both", "object") or not sayable(sentence, verb, cue.entry, objects):
        return NO_CONTENT
    # "took papers indicating targets from two men": not the men.
    below = objects[-1].index if verb.dep == "acl" else verb.index
    return ((verb.index + 1, max(sentence.subtree(below)[-1], verb.index + 1)),), "speakers.object"


def _behind(cue: Cue) -> Content:
    """Return what follows a plain cue where the tree does not join it: "Witnesses say bandits killed two drivers"."""
    rest = cue.sentence.tokens[cue.last + 1 :]
    if cue.entry.pattern in ("clause", "both") and _tells_number(cue):
        return ((cue.last + 1, cue.end),), "speakers.leading-cue"
    plain = cue.entry.pattern == "clause" and cue.verb.lemma in cue.sentence.lexicon.word_class("plain-cues") and cue.end - cue.last >= 2
    told = plain and any(t.pos in ("VERB", "AUX") and t.lower != "according" for t in rest)
    # A headline's "Governor says 12 dead in blast" has no verb; a number right behind the cue stands for one.
    told = told or (plain and any(t.pos == "NUM" for t in rest[:4]))
    return (((cue.last + 1, cue.end),), "speakers.leading-cue") if told else NO_CONTENT


# In the order in which they are asked; the first that finds something decides. Marks are surer than the tree, so the inner quotation comes
# first. A cue alone, without any help of the tree, comes last.
FINDERS: tuple[Callable[[Cue], Content], ...] = (
    _inner_quotation, _complement, _told_of, _gerund, _around, _in_front, _learned, _spoken_of, _object, _behind,
)  # fmt: skip


def _clause_start(sentence: Sentence, clauses: list[Token], start: int) -> int:
    """Return the first word of a reported clause: behind its "that", which hearers and days may part from the cue, else ``start``."""
    for clause in clauses:
        mark = next((t for t in sentence.children(clause.index, "mark") if t.lower == "that"), None)
        if mark is not None and start < mark.index <= start + 8:
            return mark.index + 1
    return start


def verb_takes_clause(child: Token) -> bool:
    """Say whether a verb's dependent is a clause or an infinitive, as what is demanded or planned is."""
    return base(child.dep) in ("ccomp", "xcomp")


def _is_called_for(sentence: Sentence, verb: Token, child: Token) -> bool:
    """
    Say whether an infinitive is what is called for: "called on Harran to release nine sailors".

    The tree makes it a purpose of the calling.
    """
    called = verb.lemma in ("call", "appeal") and base(child.dep) == "advcl"
    return called and any(mark.lower == "to" for mark in sentence.children(child.index, "mark"))


def _is_content(sentence: Sentence, entry: Entry, child: Token) -> bool:
    """Say whether a clause is reported, and not what a verb such as "continue to" or "found them beaten" takes."""
    marks = [t.lower for t in sentence.children(child.index, "mark")]
    if entry.pattern == "object":
        return entry.kind in ("demands", "plans") and verb_takes_clause(child)
    if "to" in marks and entry.pattern == "clause":
        return False
    # "found them beaten" says nothing; a study that "found nearly 50,000 men have died" does.
    if entry.id == "report-found":
        verb = sentence[child.head]
        who = sentence.child(verb.index, "nsubj")
        return "that" in marks or (who is not None and pattern_of(who.lemma, sentence.lexicon) == "document" and child.index > verb.index)
    return True


def _marked_of(sentence: Sentence, child: Token) -> bool:
    return any(t.lower == "of" for t in sentence.children(child.index, "case", "mark"))




def _before(sentence: Sentence, verb: Token, first: int) -> tuple[int, int] | None:
    """Return the clause in front of a trailing frame, if there is one."""
    stop = first - 1
    while stop >= 0 and sentence[stop].pos == "PUNCT":
        stop -= 1
    if sentence[0].lower in ("asked", "questioned") or (sentence[0].lower == "when" and sentence[1].lower == "asked"):
        # "Asked whether 12 had died, the minister said no": the question is not his.
        return None
    if stop < 2 or not any(t.pos in ("VERB", "AUX") for t in sentence.tokens[: stop + 1]):
        return None
    if sentence[first - 1].text == ";":
        return None
    # Two signs of one thing: parsers hang the cue on the clause in front, or that clause on the cue.
    head = sentence[verb.head]
    linked = head.index < first or any(t.index < first and base(t.dep) == "ccomp" for t in sentence.children(verb.index))
    return (0, stop) if linked and sentence[first - 1].pos == "PUNCT" else None

"""
Who says: the frames of a sentence by which it gives the word to somebody, and what stands inside them.

A frame has a speaker, a cue and a content. What stands outside the content is the report's own voice.
"""
from __future__ import annotations

from dataclasses import dataclass, replace

from according.language.sentence import Sentence, Token
from according.lexicon import Entry, Lexicon
from according.reading.measures import RELATIVE, is_passive, subject
from according.reading.mentions import base

CONTENT = frozenset({"ccomp", "xcomp", "parataxis"})
# Adverbs and times that may stand between a cue and a clause; "said Tuesday", "also says".
SMALL = frozenset({"advmod", "obl", "nmod", "aux", "iobj", "discourse", "cc", "mark", "punct", "cop", "expl"})
TOLL_NOUNS = frozenset("toll number count figure total death casualty".split())
CONCERNS = frozenset("concern fear worry alarm doubt hope belief view".split())


@dataclass(frozen=True, slots=True)
class Frame:
    """
    A cue with its speaker and its content, as word indexes of one sentence.

    ``speaker`` is ``None`` where the claimant is not named; ``content`` holds pairs of first and last word (both
    included); ``via`` is a second speaker inside the frame ("quoted Y as saying").
    """

    cue: int
    cue_last: int
    speaker: int | None
    content: tuple[tuple[int, int], ...]
    stance: str
    rule: str
    first: int
    last: int
    via: int | None = None
    evidence: int | None = None

    def covers(self, index: int) -> bool:
        """Say whether a word stands in the content."""
        return any(first <= index <= last for first, last in self.content)

    @property
    def size(self) -> int:
        """How many words the content has."""
        return sum(last - first + 1 for first, last in self.content)


def find_frames(sentence: Sentence, lexicon: Lexicon) -> list[Frame]:
    """Return the frames of a sentence in the order of their cues."""
    found: list[Frame] = []
    for token in sentence:
        frame = _frame_at(sentence, token, lexicon)
        if frame and frame.content:
            found.append(frame)
    return [_cut(sentence, frame, found) for frame in found]


def _frame_at(sentence: Sentence, token: Token, lexicon: Lexicon) -> Frame | None:
    if token.lower == "according" or (token.lower == "per" and token.index and sentence[token.index - 1].lower == "as"):
        return _according(sentence, token)
    if token.pos in ("VERB", "AUX") or (token.lower in ("says", "said", "say") and token.pos != "ADJ"):
        entry = _cue_entry(sentence, token, lexicon)
        return _verb_frame(sentence, token, entry) if entry else None
    if token.pos == "NOUN" and token.lemma in ("estimate", "count", "figure", "tally", "account", "reckoning"):
        return _possessed(sentence, token)
    return None


def _cue_entry(sentence: Sentence, verb: Token, lexicon: Lexicon) -> Entry | None:
    for child in sentence.children(verb.index, "obj", "compound", "advmod", "obl"):
        if child.index > verb.index:
            entry = lexicon.find("cues", f"{verb.lemma} {child.lemma}") or lexicon.find("cues", f"{verb.lemma} {child.lower}")
            if entry:
                return entry
    entry = lexicon.find("cues", verb.lemma)
    return entry if entry and entry.pattern not in ("noun", "frame") else None


# -- "according to X" ---------------------------------------------------------------------------------------------


def _according(sentence: Sentence, token: Token) -> Frame | None:
    to = token.index + 1
    if to >= len(sentence) or sentence[to].lower not in ("to", "the", "a") or to + 1 >= len(sentence):
        return None
    speaker = token.head if token.head > to else _noun_after(sentence, to + 1)
    if speaker is None:
        return None
    last = _phrase_end(sentence, speaker)
    start = 0 if token.index > 0 and any(t.pos in ("VERB", "AUX", "NOUN") for t in sentence.tokens[: token.index]) else None
    content = [] if start is None else [(0, token.index - 1)]
    if last + 1 < len(sentence) and (start is None or sentence[last + 1].text in (",", "–", "—", "-")) and last + 2 < len(sentence) - 1:
        content.append((last + 1, len(sentence) - 1))
    return Frame(token.index, to, speaker, tuple(content), "says", "speakers.according-to", token.index, last)


def _noun_after(sentence: Sentence, start: int) -> int | None:
    """Return the head of the run of nouns that begins at ``start``: a fall-back where the tree has lost the phrase."""
    head = None
    for token in sentence.tokens[start : start + 12]:
        if token.pos in ("NOUN", "PROPN"):
            head = token.index
        elif token.pos not in ("ADJ", "DET", "NUM", "ADP" if head is None else "ADJ", "PART"):
            break
    return head


def _phrase_end(sentence: Sentence, head: int) -> int:
    """Return the last word of a speaker's phrase, up to the comma or clause that ends it."""
    last = head
    for index in sentence.subtree(head):
        if index == last + 1 and sentence[index].pos != "PUNCT":
            last = index
    return last


# -- "X's count", "an estimate by X" ----------------------------------------------------------------------------------


def _possessed(sentence: Sentence, noun: Token) -> Frame | None:
    owner = sentence.child(noun.index, "nmod")
    case = sentence.child(owner.index, "case") if owner else None
    if owner is None or not (owner.dep == "nmod:poss" or (case and case.lower in ("by", "from"))):
        return None
    if owner.pos == "PRON" or base(noun.dep) not in ("nsubj", "obl"):
        return None
    span = sentence.subtree(noun.index)
    content = [(0, span[0] - 1)] if span[0] > 2 else []
    if span[-1] < len(sentence) - 2:
        content.append((span[-1] + 1, len(sentence) - 1))
    return Frame(noun.index, noun.index, owner.index, tuple(content), "estimates" if noun.lemma == "estimate" else "reports",
                 "speakers.possessed-count", span[0], span[-1])  # fmt: skip


# -- verbs ----------------------------------------------------------------------------------------------------------


def _verb_frame(sentence: Sentence, verb: Token, entry: Entry) -> Frame | None:
    if verb.dep == "amod" or (verb.has("VerbForm=Part") and base(verb.dep) in ("compound", "case")):
        return None
    if entry.pattern == "show":
        return _show(sentence, verb, entry)
    if verb.lemma in ("quote", "cite"):
        return None
    passive = verb.has("VerbForm=Part") and verb.has("Tense=Past") and is_passive(sentence, verb)
    if passive:
        return _passive(sentence, verb, entry)
    speaker = subject(sentence, verb)
    if speaker is None:
        speaker = _inverted(sentence, verb)
    if speaker is None or speaker == verb.index:
        return None
    via = _quoted_source(sentence, verb)
    if via is not None and via[1] is not None and sentence[verb.head].lemma in ("quote", "cite"):
        speaker, via = via[0], (via[0], via[1])
    first, last = _segment(sentence, verb, speaker)
    content, rule = _content(sentence, verb, entry, first, last)
    if not content:
        return None
    cue_first = min([verb.index, *(t.index for t in sentence.children(verb.index, "aux") if t.index < verb.index)])
    cue_last = max([verb.index, *(t.index for t in sentence.children(verb.index, "obj") if t.lemma in CONCERNS)])
    evidence = speaker if sentence[speaker].lemma in ("note", "document", "letter", "video", "footage", "photo", "image") else None
    return Frame(cue_first, cue_last, speaker, content, entry.kind, rule, first, last, via[1] if via else None, evidence)


def _quoted_source(sentence: Sentence, verb: Token) -> tuple[int, int | None] | None:
    """In "X quoted Y as saying" the chain is X, Y; in "Y was quoted as saying" it is Y."""
    head = sentence[verb.head]
    if head.index == verb.index or head.lemma not in ("quote", "cite"):
        return None
    if is_passive(sentence, head):
        found = subject(sentence, head)
        return (found, None) if found is not None else None
    quoted, outer = sentence.child(head.index, "obj"), subject(sentence, head)
    return (outer, quoted.index) if outer is not None and quoted else None


def _inverted(sentence: Sentence, verb: Token) -> int | None:
    """``"...", said X``: a name right behind the cue where the tree gave the cue no subject."""
    if verb.lemma not in ("say", "add", "tell", "write", "report", "explain", "note") or verb.index + 1 >= len(sentence):
        return None
    after = sentence[verb.index + 1]
    if after.pos in ("PROPN", "DET", "NOUN", "PRON") and verb.index and sentence[verb.index - 1].pos == "PUNCT" and after.lower != "that":
        return _noun_after(sentence, verb.index + 1) if after.pos != "PRON" else after.index
    return None


def _segment(sentence: Sentence, verb: Token, speaker: int) -> tuple[int, int]:
    """Return the stretch of the frame itself: speaker, cue, and the times and hearers right beside them."""
    first, last = verb.index, verb.index
    own = {child.index for child in sentence.children(verb.index, "nsubj")}
    if speaker in own:
        tree = [i for i in sentence.subtree(speaker)]
        if tree[0] < verb.index:
            first = min(first, tree[0])
        if speaker > verb.index:
            last = max(last, _phrase_end(sentence, speaker))
    for child in sentence.children(verb.index):
        label = base(child.dep)
        if child.index > verb.index and label in ("advmod", "obl", "iobj", "obj", "nmod", "compound") and child.index <= last + 6:
            hearer = verb.lemma in ("tell", "inform", "brief", "remind") and label in ("obj", "iobj", "obl")
            timely = label in ("obl", "nmod", "advmod") and (child.dep == "obl:tmod" or child.dep == "obl:unmarked" or child.index == last + 1 or _is_aside(sentence, child))
            if (hearer or timely or child.lemma in CONCERNS) and sentence.subtree(child.index)[0] == last + 1 and not _holds_clause(sentence, child):
                last = _phrase_end(sentence, child.index)
    return first, last


def _is_aside(sentence: Sentence, child: Token) -> bool:
    case = sentence.child(child.index, "case")
    return case is not None and case.lower in ("on", "in", "at", "to", "late", "during", "by", "from", "with", "after", "through", "for")


def _holds_clause(sentence: Sentence, child: Token) -> bool:
    return any(sentence[i].pos == "VERB" or sentence[i].pos == "NUM" for i in sentence.subtree(child.index)) and child.lemma not in CONCERNS


def _content(sentence: Sentence, verb: Token, entry: Entry, first: int, last: int) -> tuple[tuple[tuple[int, int], ...], str]:
    end = len(sentence) - 1
    after = [child for child in sentence.children(verb.index) if child.index > last and base(child.dep) in CONTENT]
    concern = next((t for t in sentence.children(verb.index, "obj") if t.lemma in CONCERNS), None)
    if concern is not None:
        after += [child for child in sentence.children(concern.index, "acl", "ccomp", "nmod") if child.index > concern.index]
    if after:
        return ((last + 1, end),), "speakers.clausal-complement"
    if verb.lemma in ("tell", "inform", "accuse", "warn"):
        of = [child for child in sentence.children(verb.index, "obl", "advcl") if child.index > verb.index and _marked_of(sentence, child)]
        if of:
            return ((sentence.subtree(of[0].index)[0], end),), "speakers.told-of"
    before = _before(sentence, verb, first)
    if before and (verb.dep == "parataxis" or entry.pattern == "clause" or sentence.children(verb.index, "ccomp")):
        rest = ((last + 1, end),) if end - last > 2 and sentence[last + 1].pos == "PUNCT" else ()
        return (before, *rest), "speakers.trailing-cue"
    objects = [child for child in sentence.children(verb.index, "obj") if child.index > verb.index]
    if objects and entry.pattern in ("both", "object") and _sayable(sentence, verb, entry, objects):
        return ((verb.index + 1, max(sentence.subtree(verb.index)[-1], verb.index + 1)),), "speakers.object"
    if entry.pattern == "clause" and end - last >= 2 and any(t.pos in ("VERB", "AUX") for t in sentence.tokens[last + 1 :]):
        return ((last + 1, end),), "speakers.leading-cue"
    return (), ""


def _marked_of(sentence: Sentence, child: Token) -> bool:
    return any(t.lower == "of" for t in sentence.children(child.index, "case", "mark"))


def _sayable(sentence: Sentence, verb: Token, entry: Entry, objects: list[Token]) -> bool:
    """A toll can be put, raised or set by somebody; troops that are "put" somewhere are no statement."""
    return entry.pattern == "both" or any(t.lemma in TOLL_NOUNS for t in objects)


def _before(sentence: Sentence, verb: Token, first: int) -> tuple[int, int] | None:
    """Return the clause in front of a trailing frame, if there is one."""
    stop = first - 1
    while stop >= 0 and sentence[stop].pos == "PUNCT":
        stop -= 1
    if stop < 2 or not any(t.pos in ("VERB", "AUX") for t in sentence.tokens[: stop + 1]):
        return None
    head = sentence[verb.head]
    linked = head.index < first or any(t.index < first and base(t.dep) == "ccomp" for t in sentence.children(verb.index))
    return (0, stop) if linked and sentence[first - 1].pos == "PUNCT" else None


def _passive(sentence: Sentence, verb: Token, entry: Entry) -> Frame | None:
    """"was reported killed", "it was announced that", "reported by X": a claimant in the agent, or nobody."""
    agent = next((c for c in sentence.children(verb.index, "obl") if any(t.lower == "by" for t in sentence.children(c.index, "case"))), None)
    below = [c for c in sentence.children(verb.index) if base(c.dep) in ("ccomp", "xcomp", "csubj") and c.index > verb.index]
    if entry.kind in ("demands", "plans") or verb.lemma in ("record", "register", "list", "find", "show", "describe", "expect", "document", "accuse", "charge", "suspect", "blame", "tell", "inform", "ask", "detail", "place", "set", "raise", "lower", "put"):
        return None
    if agent is None and not below:
        return None
    first = last = verb.index
    end = len(sentence) - 1
    if agent is not None:
        tree = sentence.subtree(agent.index)
        last = max(last, tree[-1])
        if base(verb.dep) in ("acl", "advcl", "parataxis") or not below:
            content = ((0, verb.index - 1),) if verb.index > 1 else ()
        else:
            content = ((0, end),)
        return Frame(verb.index, verb.index, agent.index, content, entry.kind, "speakers.passive-agent", first, last)
    start = min((t.index for t in sentence.children(verb.index, "nsubj")), default=verb.index)
    start = sentence.subtree(start)[0] if start < verb.index else verb.index
    return Frame(verb.index, verb.index, None, ((start, end),), entry.kind, "speakers.unnamed-claimant", first, last)


def _show(sentence: Sentence, verb: Token, entry: Entry) -> Frame | None:
    """"shared a video clip showing ...": what the thing shown shows is the statement, the thing its evidence."""
    for shown in sentence.children(verb.index, "obj"):
        for clause in sentence.children(shown.index, "acl"):
            if clause.lemma in ("show", "depict", "purport", "say", "claim", "confirm") and clause.index > shown.index:
                speaker = subject(sentence, verb)
                if speaker is None or sentence.children(verb.index, "aux:pass"):
                    return None
                content = ((clause.index + 1, max(clause.index + 1, sentence.subtree(clause.index)[-1])),)
                return Frame(verb.index, verb.index, speaker, content, entry.kind, "speakers.shown-evidence", verb.index, clause.index, None, shown.index)
    if verb.lemma in ("show",) and any(base(c.dep) == "ccomp" for c in sentence.children(verb.index)):
        speaker = subject(sentence, verb)
        if speaker is not None:
            return Frame(verb.index, verb.index, speaker, ((verb.index + 1, len(sentence) - 1),), entry.kind, "speakers.clausal-complement", verb.index, verb.index)
    return None


def _cut(sentence: Sentence, frame: Frame, frames: list[Frame]) -> Frame:
    """End a leading frame's content where the next clause of saying with its own speaker, joined to it, begins."""
    content = list(frame.content)
    for other in frames:
        if other is frame or other.first <= frame.last:
            continue
        joined = _joins(sentence, frame, other)
        content = [(a, min(b, other.first - 1)) if joined and a <= other.first <= b else (a, b) for a, b in content]
    kept = tuple((a, b) for a, b in content if a <= b)
    return replace(frame, content=kept) if kept != frame.content else frame


def _joins(sentence: Sentence, frame: Frame, other: Frame) -> bool:
    """Say whether a later frame stands beside an earlier one ("X says A, but Y says B") rather than inside it."""
    verb = sentence[other.cue_last]
    if base(verb.dep) == "conj" and frame.cue <= verb.head <= frame.cue_last:
        return True
    before = [sentence[i].lower for i in range(max(0, other.first - 2), other.first)]
    return any(word in ("but", "while", "whereas", ";", "although", "though") for word in before)


__all__ = ["RELATIVE", "Frame", "find_frames"]

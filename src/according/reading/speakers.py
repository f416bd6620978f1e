"""
Who says: the frames of a sentence by which it gives the word to somebody, and what stands inside them.

A frame has a speaker, a cue and a content. What stands outside the content is the report's own voice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from according.language.sentence import Sentence, Token
from according.lexicon import Entry, Lexicon, word_class
from according.reading.measures import RELATIVE, is_passive, subject
from according.reading.mentions import DAYS, base
from according.reading.parties import is_thing_noun
from according.reading.people import pattern_of

CONTENT = frozenset({"ccomp", "xcomp", "parataxis"})
# Cues that a parser may read as plural nouns.
MISTAKEN_CUES = frozenset({"reports", "report", "claims", "claim", "estimates", "states", "state", "says"})
QUOTING = frozenset({"quote", "quotes", "quoted", "cite", "cites", "cited", "quoting", "citing"})
# Verbs that go on with a quotation and are else no cue: "the trend will continue".
QUOTATION_ONLY = frozenset({"continue", "go", "joke", "shout", "repeat", "recall"})
TOLL_NOUNS = frozenset("toll number count figure total death casualty loss".split())
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
    named: tuple[int, int] | None = None  # the speaker's words where the tree has lost them
    via_named: tuple[int, int] | None = None
    counts: bool = True  # whether figures in the content are the speaker's: not in a claim of responsibility

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
        if frame and frame.content and _can_speak(sentence, frame):
            found.append(_shared_speaker(sentence, frame, found))
    return [_cut(sentence, frame, found) for frame in found]


def _can_speak(sentence: Sentence, frame: Frame) -> bool:
    if frame.speaker is None or frame.named is not None:
        return True
    token = sentence[frame.speaker]
    return can_speak(token) or (token.pos in ("PRON", "ADJ", "NUM", "DET", "X") and token.lower not in DAYS)


def can_speak(token: Token) -> bool:
    """Say whether a noun can say anything: not an attack, a case, a day, a weapon."""
    if token.lower in DAYS or token.pos not in ("NOUN", "PROPN"):
        return False
    return token.pos == "PROPN" or not (is_thing_noun(token.lemma) or pattern_of(token.lemma) in ("act", "other", "toll"))


def _shared_speaker(sentence: Sentence, frame: Frame, before: list[Frame]) -> Frame:
    """A cue without a subject of its own, joined by "and" or "but", has the speaker of the cue right before it."""
    verb = sentence[frame.cue_last]
    if not before or frame.speaker is None or base(verb.dep) != "conj" or sentence.children(verb.index, "nsubj", "expl"):
        return frame
    previous = before[-1]
    return (
        replace(frame, speaker=previous.speaker, named=previous.named)
        if previous.cue < frame.cue and previous.speaker is not None
        else frame
    )


def _frame_at(sentence: Sentence, token: Token, lexicon: Lexicon) -> Frame | None:
    if token.lower == "according" or (token.lower == "per" and token.index and sentence[token.index - 1].lower == "as"):
        return _according(sentence, token)
    if token.lower == "saying" and token.index > 2 and sentence[token.index - 1].lower == "as":
        frame = _quoted_as_saying(sentence, token)
        if frame:
            return frame
    if token.pos in ("VERB", "AUX") or (token.lower in ("says", "said", "say") and token.pos != "ADJ"):
        entry = _cue_entry(sentence, token, lexicon)
        frame = _verb_frame(sentence, token, entry) if entry else None
        return frame or (_mistaken(sentence, token) if token.lower in MISTAKEN_CUES else None)
    if token.lower in MISTAKEN_CUES and token.pos in ("NOUN", "ADJ") and (frame := _mistaken(sentence, token)):
        return frame
    if token.pos == "NOUN" and token.lemma in ("estimate", "count", "figure", "tally", "account", "reckoning"):
        return _possessed(sentence, token)
    return None


def _quoted_as_saying(sentence: Sentence, token: Token) -> Frame | None:
    """"X quoted Y as saying that ...": X gives the word on to Y, whatever the tree says."""
    at = next((i for i in range(token.index - 2, max(-1, token.index - 14), -1) if sentence[i].lower in QUOTING), None)
    end = len(sentence) - 1
    if at is None or token.index + 1 > end or (at and sentence[at - 1].lower in ("was", "were", "been", "is", "are")):
        return None
    outer, inner = run_before(sentence, at), run_before(sentence, token.index - 1)
    if outer is None or inner is None or inner[0] <= at:
        return None
    return Frame(at, token.index, outer[1], ((token.index + 1, end),), "reports", "speakers.quoted-as-saying", outer[0], token.index,
                 inner[1], None, outer, inner)  # fmt: skip


def _mistaken(sentence: Sentence, token: Token) -> Frame | None:
    """ "The U.S. military reports it has ...": a cue that reads as a plural noun, between a name and a clause."""
    at = token.index
    if not 0 < at < len(sentence) - 3 or any(t.pos in ("VERB", "AUX") for t in sentence.tokens[:at]):
        return None
    run = run_before(sentence, at)
    gerund = sentence[at + 1].pos == "VERB" and sentence[at + 1].lower.endswith("ing")
    opens = (
        gerund
        or sentence[at + 1].lower == "that"
        or (sentence[at + 1].pos in ("PRON", "DET", "NUM") and sentence[at + 1].lower not in RELATIVE)
    )
    finite = any(t.pos in ("VERB", "AUX") and "VerbForm=Fin" in t.feats for t in sentence.tokens[at + 1 :])
    if run is None or not opens or not (finite or gerund):
        return None
    return Frame(at, at, run[1], ((at + 1, len(sentence) - 1),), "reports", "speakers.cue-read-as-noun", run[0], at, named=run)


def _is_modifier(sentence: Sentence, index: int) -> bool:
    """"mine clearing agency", "British-based agency": a participle between a name's words."""
    token = sentence[index]
    return token.pos == "VERB" and token.has("VerbForm=Part") and sentence[index + 1].pos in ("NOUN", "PROPN", "ADJ") or token.pos == "PRON" and token.lower == "mine"


def run_before(sentence: Sentence, at: int) -> tuple[int, int] | None:
    """Return the run of naming words that ends right before the word ``at``, leaving out a day and an aside between commas."""
    last = at - 1
    while last >= 0 and (sentence[last].lower in DAYS or sentence[last].pos == "ADV"):
        last -= 1
    if last > 1 and sentence[last].text == ",":
        opening = next((i for i in range(last - 1, 0, -1) if sentence[i].text == ","), None)
        if opening is None or last - opening > 14:
            return None
        last = opening - 1
    first = last + 1
    while first > 0 and (
        sentence[first - 1].pos in ("NOUN", "PROPN", "ADJ", "DET", "NUM") or sentence[first - 1].lower in ("'s", "’s", "of", "-")
    ):
        first -= 1
        if sentence[first].pos == "DET":
            break
    while first <= last and sentence[first].lower in ("of", "'s", "-"):
        first += 1
    return (first, last) if first <= last and sentence[last].pos in ("NOUN", "PROPN", "ADJ") else None


def _cue_entry(sentence: Sentence, verb: Token, lexicon: Lexicon) -> Entry | None:
    for child in sentence.children(verb.index, "obj", "compound", "advmod", "obl"):
        if child.index > verb.index:
            entry = lexicon.find("cues", f"{verb.lemma} {child.lemma}") or lexicon.find("cues", f"{verb.lemma} {child.lower}")
            if entry:
                return entry
    after = sentence[verb.index + 1].lower if verb.index + 1 < len(sentence) else ""
    entry = lexicon.find("cues", f"{verb.lemma} {after}") or lexicon.find("cues", verb.lemma)
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
    if _is_refused(sentence, verb) or any(t.lower == "to" for t in sentence.children(verb.index, "mark")):
        return None  # "urged them to acknowledge": nobody has acknowledged
    if verb.lemma in QUOTATION_ONLY and not any(t.text in ('"', "“", "”", "``", "''") for t in sentence):
        return None
    if entry.pattern == "show":
        return _show(sentence, verb, entry)
    if _is_passive_cue(sentence, verb):
        return _passive(sentence, verb, entry)
    speaker, named = _speaker(sentence, verb)
    if speaker is None or speaker == verb.index:
        return None
    via = _quoted_source(sentence, verb)
    if via is not None:
        speaker, named = via[0], None
    first, last = _segment(sentence, verb, speaker)
    content, rule = _content(sentence, verb, entry, first, last)
    if not content:
        return None
    cue_first = min([verb.index, *(t.index for t in sentence.children(verb.index, "aux") if t.index < verb.index)])
    objects = sentence.children(verb.index, "obj")
    cue_last = max([verb.index, *(t.index for t in objects if t.lemma in CONCERNS and t.index > verb.index)])
    evidence = speaker if sentence[speaker].lemma in word_class("evidence-nouns") else None
    counts = entry.kind not in ("demands", "plans") and not (
        entry.kind in ("claims", "denies") and any(t.lemma in ("responsibility", "credit", "involvement") for t in objects)
    )
    second = via[1] if via else None
    return Frame(cue_first, cue_last, speaker, content, entry.kind, rule, first, last, second, evidence, named, counts=counts)


def _is_refused(sentence: Sentence, verb: Token) -> bool:
    """ "did not say how many" says nothing; a denial is another verb."""
    negated = any(t.lower in ("not", "n't", "n’t", "never") for t in sentence.children(verb.index, "advmod"))
    return negated and verb.lemma in (
        "say",
        "report",
        "confirm",
        "announce",
        "tell",
        "specify",
        "reveal",
        "give",
        "release",
        "comment",
        "find",
        "know",
    )


def _is_passive_cue(sentence: Sentence, verb: Token) -> bool:
    """ "is believed to", "reported killed", "said to be": a cue whose subject does not speak."""
    after = sentence[verb.index + 1].lower if verb.index + 1 < len(sentence) else ""
    if (
        after == "to"
        and verb.lower in ("said", "believed", "reported", "thought", "feared", "known", "alleged", "suspected", "estimated", "claimed")
        and (verb.lower == "said" or not sentence.children(verb.index, "nsubj") or is_passive(sentence, verb))
    ):
        return True
    return verb.has("VerbForm=Part") and verb.has("Tense=Past") and is_passive(sentence, verb)


def _speaker(sentence: Sentence, verb: Token) -> tuple[int | None, tuple[int, int] | None]:
    """Return the head of the speaker's phrase, with its words where the tree has lost them."""
    own = [
        t
        for t in sentence.children(verb.index, "nsubj", "expl")
        if t.lower not in DAYS and t.lower != "there" and not _is_sentence_adverb(sentence, t)
    ]
    if own:
        best = next((t for t in own if t.index < verb.index), own[0])
        if best.lower in ("none", "nobody", "neither") or (best.lower == "one" and best.index and sentence[best.index - 1].lower == "no"):
            return None, None
        if (best.lower == "mine" or best.pos == "NOUN" and is_thing_noun(best.lemma)) and (run := run_before(sentence, verb.index)):
            return run[1], run
        if best.lower in RELATIVE and not best.text.isupper():
            return (verb.head, None) if base(verb.dep) == "acl" and verb.head != verb.index else (None, None)
        return best.index, None
    if verb.lemma in word_class("plain-cues") and verb.has("VerbForm=Fin"):
        inverted = _inverted(sentence, verb)
        if inverted is not None:
            return inverted, None
        run = run_before(sentence, verb.index) if base(verb.dep) != "conj" or sentence[verb.index - 1].pos in ("NOUN", "PROPN") else None
        if run is not None:
            return run[1], run
    return subject(sentence, verb), None


def _is_sentence_adverb(sentence: Sentence, token: Token) -> bool:
    """ "Disturbingly, notes suggest": an adverb in front is no subject."""
    return token.lower.endswith("ly") and token.index + 1 < len(sentence) and sentence[token.index + 1].text == ","


def _quoted_source(sentence: Sentence, verb: Token) -> tuple[int, int | None] | None:
    """In "X quoted Y as saying" the chain is X, Y; in "Y was quoted as saying" it is Y."""
    head = sentence[verb.head]
    if head.index == verb.index or head.lemma not in ("quote", "cite") or verb.lemma not in ("say", "tell", "report"):
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
        tree = [index for index in sentence.subtree(speaker) if sentence[index].pos != "PUNCT"]
        if tree[0] < verb.index:
            first = min(first, tree[0])
        if speaker > verb.index:
            last = max(last, _phrase_end(sentence, speaker))
    for child in sentence.children(verb.index):
        label = base(child.dep)
        if child.index > verb.index and label in ("advmod", "obl", "iobj", "obj", "nmod", "compound") and child.index <= last + 6:
            hearer = verb.lemma in ("tell", "inform", "brief", "remind") and label in ("obj", "iobj", "obl")
            timely = label in ("obl", "nmod", "advmod") and (
                child.dep == "obl:tmod" or child.dep == "obl:unmarked" or child.index == last + 1 or _is_aside(sentence, child)
            )
            if (
                (hearer or timely or child.lemma in CONCERNS)
                and sentence.subtree(child.index)[0] == last + 1
                and not _holds_clause(sentence, child)
            ):
                last = child.index if child.lemma in CONCERNS else _phrase_end(sentence, child.index)
    return first, last


def _is_aside(sentence: Sentence, child: Token) -> bool:
    case = sentence.child(child.index, "case")
    return case is not None and case.lower in ("on", "in", "at", "to", "late", "during", "by", "from", "with", "after", "through", "for")


def _holds_clause(sentence: Sentence, child: Token) -> bool:
    return any(sentence[i].pos == "VERB" or sentence[i].pos == "NUM" for i in sentence.subtree(child.index)) and child.lemma not in CONCERNS


def _content(sentence: Sentence, verb: Token, entry: Entry, first: int, last: int) -> tuple[tuple[tuple[int, int], ...], str]:
    end = len(sentence) - 1
    after = [
        child
        for child in sentence.children(verb.index)
        if child.index > last and base(child.dep) in CONTENT and _is_content(sentence, entry, child)
    ]
    concern = next((t for t in sentence.children(verb.index, "obj") if t.lemma in CONCERNS), None)
    if concern is not None:
        after += [child for child in sentence.children(concern.index, "acl", "ccomp", "nmod") if child.index > concern.index]
    if base(verb.dep) == "advcl" and verb.head > verb.index:  # "Although X said A, B": the clause ends before B
        end = max(sentence.subtree(verb.index))
    if after:
        start = _clause_start(sentence, after, last + 1)
        return ((start, max(start, end)),), "speakers.clausal-complement"
    if verb.lemma in ("tell", "inform", "accuse", "warn"):
        of = [child for child in sentence.children(verb.index, "obl", "advcl") if child.index > verb.index and _marked_of(sentence, child)]
        if of:
            return ((sentence.subtree(of[0].index)[0], end),), "speakers.told-of"
    gerund = last + 1 < len(sentence) and sentence[last + 1].lower.endswith("ing") and sentence[last + 1].pos == "VERB"
    if gerund and entry.pattern == "both" and entry.id != "report-found":
        return ((last + 1, end),), "speakers.gerund-complement"
    before = _before(sentence, verb, first)
    if before and (verb.dep == "parataxis" or entry.pattern == "clause" or sentence.children(verb.index, "ccomp")):
        rest = ((last + 1, end),) if end - last > 2 and sentence[last + 1].pos == "PUNCT" else ()
        return (before, *rest), "speakers.trailing-cue"
    if entry.id == "speak-of" and end - verb.index > 2:
        return ((verb.index + 2, end),), "speakers.spoken-of"
    objects = [child for child in sentence.children(verb.index, "obj") if child.index > verb.index]
    if objects and entry.pattern in ("both", "object") and _sayable(sentence, verb, entry, objects):
        return ((verb.index + 1, max(sentence.subtree(verb.index)[-1], verb.index + 1)),), "speakers.object"
    if (
        entry.pattern == "clause"
        and verb.lemma in word_class("plain-cues")
        and end - last >= 2
        and any(t.pos in ("VERB", "AUX") for t in sentence.tokens[last + 1 :])
    ):
        return ((last + 1, end),), "speakers.leading-cue"
    return (), ""


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


def _is_content(sentence: Sentence, entry: Entry, child: Token) -> bool:
    """A reported clause, not what a verb such as "continue to" or "found them beaten" takes."""
    marks = [t.lower for t in sentence.children(child.index, "mark")]
    if entry.pattern == "object":
        return entry.kind in ("demands", "plans") and verb_takes_clause(child)
    if "to" in marks and entry.pattern == "clause":
        return False
    if entry.id == "report-found":
        return "that" in marks
    return True


def _marked_of(sentence: Sentence, child: Token) -> bool:
    return any(t.lower == "of" for t in sentence.children(child.index, "case", "mark"))


def _sayable(sentence: Sentence, verb: Token, entry: Entry, objects: list[Token]) -> bool:
    """A toll can be put, raised or set by somebody; troops that are "put" somewhere are no statement."""
    if entry.pattern == "both":
        return entry.id != "report-found"
    return entry.id == "put" and _is_finite(sentence, verb) and any(t.lemma in TOLL_NOUNS for t in objects)


def _is_finite(sentence: Sentence, verb: Token) -> bool:
    """"puts", "had put"; not "putting"."""
    return verb.has("VerbForm=Fin") or sentence.child(verb.index, "aux") is not None


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
    """ "was reported killed", "it was announced that", "reported by X": a claimant in the agent, or nobody."""
    agent = next(
        (c for c in sentence.children(verb.index, "obl") if any(t.lower == "by" for t in sentence.children(c.index, "case"))), None
    )
    below = [c for c in sentence.children(verb.index) if base(c.dep) in ("ccomp", "xcomp", "csubj") and c.index > verb.index]
    if entry.kind in ("demands", "plans") or verb.lemma in (
        "record",
        "register",
        "list",
        "find",
        "show",
        "describe",
        "expect",
        "document",
        "accuse",
        "charge",
        "suspect",
        "blame",
        "tell",
        "inform",
        "ask",
        "detail",
        "place",
        "set",
        "raise",
        "lower",
        "put",
    ):
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
    """ "shared a video clip showing ...": what the thing shown shows is the statement, the thing its evidence."""
    for shown in sentence.children(verb.index, "obj"):
        for clause in sentence.children(shown.index, "acl"):
            if clause.lemma in ("show", "depict", "purport", "say", "claim", "confirm") and clause.index > shown.index:
                speaker = subject(sentence, verb)
                if speaker is None or sentence.children(verb.index, "aux:pass"):
                    return None
                content = ((clause.index + 1, max(clause.index + 1, sentence.subtree(clause.index)[-1])),)
                return Frame(
                    verb.index,
                    verb.index,
                    speaker,
                    content,
                    entry.kind,
                    "speakers.shown-evidence",
                    verb.index,
                    clause.index,
                    None,
                    shown.index,
                )
    if verb.lemma in ("show",) and any(base(c.dep) == "ccomp" for c in sentence.children(verb.index)):
        speaker = subject(sentence, verb)
        if speaker is not None:
            return Frame(
                verb.index,
                verb.index,
                speaker,
                ((verb.index + 1, len(sentence) - 1),),
                entry.kind,
                "speakers.clausal-complement",
                verb.index,
                verb.index,
            )
    return None


def _cut(sentence: Sentence, frame: Frame, frames: list[Frame]) -> Frame:
    """
    End a leading frame's content where the next clause of saying with its own speaker begins.

    That is one joined to it ("X says A, but Y says B"), or one that trails the whole ("X estimates A, Y said").
    """
    content = list(frame.content)
    for other in frames:
        if other is frame or other.first <= frame.last:
            continue
        joined = _joins(sentence, frame, other) or _trails(frame, other)
        content = [(a, min(b, other.first - 1)) if joined and a <= other.first <= b else (a, b) for a, b in content]
    kept = tuple((a, b) for a, b in content if a <= b)
    return replace(frame, content=kept) if kept != frame.content else frame


def _trails(frame: Frame, other: Frame) -> bool:
    """Say whether a later frame takes an earlier one as its content: "..., X told Y, according to Z"."""
    return other.rule in ("speakers.trailing-cue", "speakers.according-to") and other.covers(frame.cue) and frame.rule != "speakers.according-to"


def _joins(sentence: Sentence, frame: Frame, other: Frame) -> bool:
    """Say whether a later frame stands beside an earlier one ("X says A, but Y says B") rather than inside it."""
    verb = sentence[other.cue_last]
    if base(verb.dep) == "conj" and not sentence.children(verb.index, "nsubj", "expl"):
        return True
    before = [sentence[i].lower for i in range(max(0, other.first - 3), other.first)]
    if any(word in ("but", "while", "whereas", ";", "although", "though") for word in before):
        return True
    return before[-2:] == [",", "and"]


__all__ = ["RELATIVE", "Frame", "find_frames"]

"""
What a verb of saying takes: its speaker, the stretch of the frame itself, and the content that it reports.
"""

from __future__ import annotations

from dataclasses import dataclass

from according.language.sentence import Sentence, Token
from according.lexicon import Entry, Lexicon
from according.names.parties import is_person_noun, is_thing_noun
from according.reading.grammar.name_runs import abbreviated, run_before, with_first, with_seat
from according.reading.grammar.phrases import DAY_WORDS, base, is_of_date, names_two, noun_after, phrase, phrase_end
from according.reading.grammar.subjects import RELATIVE, closes_alone, closes_with, is_passive, names_office, subject

# Cues that a parser may read as nouns: "The military reports it has ...".
MISTAKEN_CUES = frozenset({"reports", "report", "claims", "claim", "estimates", "states", "state", "says", "denies"})
# Verbs that go on with a quotation and are else no cue: "the trend will continue".
QUOTATION_ONLY = frozenset({"continue", "go", "joke", "shout", "repeat", "recall"})
NEGATING = frozenset({"not", "n't", "n’t", "never", "neither", "nor"})
# Two accents and two apostrophes are how treebanks and old typed texts write a pair of marks.
QUOTATION = frozenset({'"', "“", "”", "``", "''", "«", "»"})
# Cues before which their speaker may stand or behind which: `"...", said X`. "told X" has a hearer behind it.
INVERTING = frozenset({"say", "add", "write", "report", "explain", "note", "announce", "confirm", "warn"})
# Nouns that make a cue of "express" or "voice", and hold its clause: "expressed concern that 12 may be killed".
CONCERNS = frozenset("concern fear worry alarm doubt hope belief view".split())


@dataclass(frozen=True, slots=True)
class Frame:
    """
    A cue with its speaker and its content, as word indexes of one sentence.

    ``cue`` to ``cue_last`` are the words of the cue ("has said", "express concern"), ``first`` to ``last`` those of the whole frame.
    ``speaker`` is the head word of who says it, ``None`` where the claimant is not named. ``via`` is that of a second speaker, whom the
    first has it from ("quoted Y as saying"). ``content`` holds pairs of first and last word, both included. ``evidence`` is the thing
    shown or found that says it.
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
    # The speaker's words where the tree has lost them, first and last.
    named: tuple[int, int] | None = None
    via_named: tuple[int, int] | None = None
    # Whether nobody around it says it too: "the army doubted a claim that ...".
    alone: bool = False
    # Whether figures in the content are the speaker's: "claimed responsibility for the blast that killed 15" tells of no 15.
    counts: bool = True

    def covers(self, index: int) -> bool:
        """Say whether a word stands in the content."""
        return any(first <= index <= last for first, last in self.content)

    @property
    def size(self) -> int:
        """The number of words in the content."""
        return sum(last - first + 1 for first, last in self.content)


def cue_entries(sentence: Sentence, verb: Token, lexicon: Lexicon) -> list[Entry]:
    """
    Return the entries of a verb of saying: those of its fixed phrase first ("express concern", "speak of"), then those of the verb.

    Whoever asks tries them in this order: a phrase says more than its verb.
    """
    found: list[Entry] = []
    for child in sentence.children(verb.index, "obj", "compound", "advmod", "obl"):
        if child.index > verb.index:
            found += [*lexicon.find_all("cues", f"{verb.lemma} {child.lemma}"), *lexicon.find_all("cues", f"{verb.lemma} {child.lower}")]
    after = sentence[verb.index + 1].lower if verb.index + 1 < len(sentence) else ""
    found += [*lexicon.find_all("cues", f"{verb.lemma} {after}"), *lexicon.find_all("cues", verb.lemma)]
    # "Estimate" and "count" are nouns in one entry and verbs in another; "according to" has a finder of its own.
    return [entry for entry in found if entry.pattern not in ("noun", "frame")]





def is_refused(sentence: Sentence, verb: Token) -> bool:
    """
    Say whether nobody says it: the cue is negated, asked about, or only supposed.

    "did not say how many", "neither confirmed nor denied", "no official said", "Did X say that ...?", "if X says".
    """
    # Who was misquoted as saying something has not said it.
    if verb.lower == "saying" and sentence[verb.head].lemma == "misquote":
        return True
    own = [token.lower for token in sentence.children(verb.index, "advmod", "cc", "mark", "det")]
    subjects = sentence.children(verb.index, "nsubj")
    below = [token.lower for s in subjects for token in (s, *sentence.children(s.index, "det", "cc", "advmod"))]
    negated = any(word in NEGATING for word in own) or any(word in ("no", "neither", "nobody", "none") for word in below)
    # The tree often hangs the first half of "neither confirmed nor denied" elsewhere.
    paired = any(t.lower in ("neither", "nor") for t in sentence.tokens[max(0, verb.index - 2) : verb.index])
    supposed = any(word in ("if", "whether", "unless") for word in own) or (subjects and _follows_what(sentence, subjects[0].index))
    return bool(negated or paired or supposed) or _is_asked(sentence, verb)


def is_left_unsaid(sentence: Sentence, word: int) -> bool:
    """
    Say whether a word stands in a clause that nobody says: "Nobody said that 12 had died", "The army did not say whether 12 had died".

    Only "that", "whether" and "if" leave it open. "Did not say how the 12 had died" takes their death as known.
    """
    below = sentence[word]
    for token in sentence.ancestors(word):
        open_clause = any(mark.lower in ("that", "whether", "if") for mark in sentence.children(below.index, "mark"))
        if open_clause and base(below.dep) == "ccomp" and sentence.lexicon.find("cues", token.lemma) and is_refused(sentence, token):
            return True
        below = token
    return False


def _follows_what(sentence: Sentence, subject: int) -> bool:
    """Say whether "what" stands right before a subject: in "Contrary to what X said, ..." what X said is not told."""
    start = sentence.subtree(subject)[0]
    return start > 0 and sentence[start - 1].lower == "what"


def _is_asked(sentence: Sentence, verb: Token) -> bool:
    """Say whether a cue stands in a question without quotation marks, or in an inversion: "Did X say ...?", "Had the army said ..."."""
    # With marks the question may be what is quoted: `"Who fired?" the mayor said`.
    asked = sentence.tokens[-1].text == "?" and not any(t.text in QUOTATION for t in sentence)
    first = sentence[0]
    return asked or (first.pos == "AUX" and first.head == verb.index and first.lower in ("had", "should", "did", "does", "do"))


def is_passive_cue(sentence: Sentence, verb: Token) -> bool:
    """Say whether a cue's subject does not speak: "is believed to", "reported killed", "said to be"."""
    after = sentence[verb.index + 1].lower if verb.index + 1 < len(sentence) else ""
    if (
        after == "to"
        and verb.lower in ("said", "believed", "reported", "thought", "feared", "known", "alleged", "suspected", "estimated", "claimed")
        and (verb.lower == "said" or not sentence.children(verb.index, "nsubj") or is_passive(sentence, verb))
    ):
        return True
    # A past tense reads as a participle often; with a plain subject and no "was" it is active: "the army reported three dead".
    plain = [t for t in sentence.children(verb.index, "nsubj") if t.dep == "nsubj" or closes_with(sentence, t, verb)]
    active = plain and not sentence.children(verb.index, "aux:pass")
    return verb.has("VerbForm=Part") and verb.has("Tense=Past") and is_passive(sentence, verb) and not active


def find_speaker(sentence: Sentence, verb: Token) -> tuple[int | None, tuple[int, int] | None]:
    """
    Return the head of the speaker's phrase, and its first and last word where the tree has lost them; ``None`` for what is not found.

    The subject in the tree is asked first. Then come, by the words, a name before an aside, a name behind the cue (`"...", said X`), a
    name right before it, and last a subject that the cue shares with another verb.
    """
    # "There", "this" and days may be labelled as subjects: "On Monday said police"; none of them speaks.
    own = [
        t
        for t in sentence.children(verb.index, "nsubj", "expl")
        if t.lower not in DAY_WORDS and t.lower not in ("there", "this", "that", "these") and not _is_sentence_adverb(sentence, t)
    ]
    if own and (behind := _closing_name(sentence, verb)) is not None:
        return behind[1], behind
    if own:
        ahead = [t for t in own if t.index < verb.index]
        # "A blast killed 12 on Tuesday, the Red Cross said": of two subjects the one behind the comma is the cue's.
        parted = len(ahead) > 1 and any(t.text in (",", "–", "—") for t in sentence.tokens[ahead[0].index : ahead[-1].index])
        # "Velmar regional governor Jan Novak said": a place that the tree has cut off the speaker's own words.
        cut = len(ahead) > 1 and all(t.pos in ("NOUN", "PROPN", "ADJ") for t in sentence.tokens[ahead[0].index : ahead[-1].index])
        best = ahead[-1] if parted or cut else ahead[0] if ahead else own[0]
        if len(ahead) == 2 and not parted and (both := _both(sentence, ahead[0], ahead[1])):
            return ahead[0].index, both
        if sentence[max(0, sentence.subtree(best.index)[0])].lower in ("what", "how"):
            # "in what keepers say is normal": the clause is a name for something, and nothing is told.
            return None, None
        # "Nobody said", "no one has claimed": nobody says it.
        if best.lower in ("none", "nobody", "neither") or (best.lower == "one" and best.index and sentence[best.index - 1].lower == "no"):
            return None, None
        # "A blast in the market killed 12, police said": a thing says nothing, so the words right before the cue are read instead.
        if best.pos == "NOUN" and is_thing_noun(best.lemma, sentence.lexicon) and (run := run_before(sentence, verb.index)):
            return run[1], with_first(sentence, run)
        run = run_before(sentence, verb.index) if best.index < verb.index else None
        if run is not None and closes_alone(sentence, verb, best.index, run):
            # "Harran: fire leaves nine dead, officials say": the tree hangs the cue on the label in front.
            return run[1], run
        if run is not None and run[0] <= best.index <= run[1]:
            if best.pos == "VERB":
                # "Feed the Children said": the head of such a name is a verb.
                return run[1], run
            if (together := with_first(sentence, run)) != run or names_two(sentence, run, best.index):
                return best.index, together
            if cut and run[0] <= ahead[0].index:
                # "Firefighter Jan Novak said": the tree makes two subjects of one name.
                return best.index, run
            first = phrase(sentence, best.index)[0]
            if any(t.text == "," for t in sentence.tokens[first : run[0]]):
                # "... was among the dead, Jan Novak said": the tree hangs the clause before on the name.
                return best.index, run
        # "the ministry, which said": the speaker is whom the clause hangs on. "WHO said" is a body.
        if best.lower in RELATIVE and not best.text.isupper():
            return (verb.head, None) if base(verb.dep) == "acl" and verb.head != verb.index else (None, None)
        return best.index, None
    if (shared := _over_participle(sentence, verb)) is not None:
        return shared, None
    if (closed := _closed_name(sentence, verb)) is not None:
        return next((at for at in range(closed[0], closed[1] + 1) if not closed[0] <= sentence[at].head <= closed[1]), closed[1]), closed
    behind = run_before(sentence, verb.index) if verb.index > 1 and sentence[verb.index - 1].text == "," else None
    told = verb.has("VerbForm=Fin") and verb.lemma in sentence.lexicon.word_class("plain-cues")
    aside = behind is not None and (sentence[behind[1] + 2].lower in RELATIVE or (told and names_office(sentence, behind)))
    if behind is not None and aside and verb.has("VerbForm=Fin"):
        # "The group, which ..., denied", "Jan Novak, head of the agency, told Reuters".
        seated = with_seat(sentence, behind)
        return seated[1], (seated[0], behind[1])
    if verb.lemma in sentence.lexicon.word_class("plain-cues") and verb.has("VerbForm=Fin"):
        inverted = _inverted(sentence, verb)
        if inverted is not None:
            return inverted, None
        if (titled := _titled_aside(sentence, verb)) is not None:
            return titled
        # A joined cue ("visited the camp, then said") shares the subject of the verb before it, unless a noun stands right before it.
        run = run_before(sentence, verb.index) if base(verb.dep) != "conj" or sentence[verb.index - 1].pos in ("NOUN", "PROPN") else None
        if run is not None:
            return run[1], with_first(sentence, run)
    lost = _lost_speaker(sentence, verb)
    return (lost[1], lost) if lost is not None else (subject(sentence, verb), None)


def _titled_aside(sentence: Sentence, verb: Token) -> tuple[int, tuple[int, int]] | None:
    """
    Return the head and the words of a title with a name set off behind it, right before a cue that closes the sentence; or ``None``.

    "Nine people were killed, the state's governor, Jan Novak, told reporters": the tree gives the cue the subject of the clause in front.
    """
    if verb.index < 5 or sentence[verb.index - 1].text != ",":
        return None
    commas = [token.index for token in sentence.tokens[: verb.index - 1] if token.text == ","][-2:]
    if len(commas) < 2:
        return None
    title, aside = sentence.tokens[commas[0] + 1 : commas[1]], sentence.tokens[commas[1] + 1 : verb.index - 1]
    named = 2 <= len(aside) <= 4 and all(token.text[:1].isupper() and token.text.isalpha() for token in aside)
    # "the governor of the northern province": who it is goes before what he is over.
    office = next((token for token in title if token.pos in ("NOUN", "PROPN") and is_person_noun(token.lemma, sentence.lexicon)), None)
    naming = all(token.pos in ("NOUN", "PROPN", "ADJ", "DET", "ADP", "PART") for token in title)
    told = office is not None and naming and not any(token.pos == "ADP" for token in sentence.tokens[title[0].index : office.index])
    return (office.index, (title[0].index, verb.index - 2)) if named and told and office is not None else None


def _closing_name(sentence: Sentence, verb: Token) -> tuple[int, int] | None:
    """Return the first and last word of who stands behind a comma and "says" and closes a headline: "40 soldiers dead, says army count"."""
    last = len(sentence) - 1
    while last > 0 and sentence[last].pos == "PUNCT":
        last -= 1
    inverted = verb.lemma == "say" and verb.index > 1 and sentence[verb.index - 1].text == "," and last > verb.index
    words = sentence.tokens[verb.index + 1 : last + 1]
    named = inverted and all(t.pos in ("NOUN", "PROPN", "ADJ") for t in words) and words[-1].pos != "ADJ"
    return (verb.index + 1, last) if named else None


def _closed_name(sentence: Sentence, verb: Token) -> tuple[int, int] | None:
    """
    Return the first and last word of a name between two commas before a cue, behind what its bearer is; or ``None``.

    "Speaking to reporters, the spokesman of the brigade, Jan Novak, said the rebels had fled": not the rebels, nor the brigade.
    """
    last = verb.index - 2
    told = verb.lemma in sentence.lexicon.word_class("plain-cues") and verb.has("VerbForm=Fin")
    if not told or last < 3 or sentence[last + 1].text != ",":
        return None
    first = last + 1
    while first > 1 and sentence[first - 1].text[:1].isupper() and sentence[first - 1].pos in ("PROPN", "NOUN", "ADJ"):
        first -= 1
    # `"...", said the mayor` may stand behind a place between commas: what follows a name's cue is a clause.
    clause = any(t.has("VerbForm=Fin") for t in sentence.tokens[verb.index + 2 :])
    if not 2 <= last - first + 1 <= 4 or sentence[first - 1].text != "," or not clause:
        return None
    before = sentence.tokens[max(0, first - 15) : first - 1]
    titles = sentence.lexicon.word_class("titles")
    return (first, last) if any(t.lemma in titles or is_person_noun(t.lemma, sentence.lexicon) for t in before) else None


def _over_participle(sentence: Sentence, verb: Token) -> int | None:
    """
    Return the subject before a participle that the tree takes for the verb of a clause, or ``None``.

    "Police investigating the crash said", "Officials briefed on the raid told": the words right before the cue are the participle's.
    """
    clause = sentence.child(verb.index, "csubj")
    if clause is not None and clause.lower.endswith("ing") and clause.index < verb.index:
        own = sentence.child(clause.index, "nsubj")
        return own.index if own is not None and own.index == clause.index - 1 else None
    run = run_before(sentence, verb.index) if base(verb.dep) == "conj" and sentence[verb.index - 1].pos in ("NOUN", "PROPN") else None
    if run is None or not run[0] or sentence[run[0] - 1].pos != "ADP" or sentence[verb.head].index > run[0]:
        return None
    return subject(sentence, verb)


def _lost_speaker(sentence: Sentence, verb: Token) -> tuple[int, int] | None:
    """Return the first and last word of a name right before a cue to which the tree has given no subject, or ``None``."""
    if verb.has("VerbForm=Fin") and (office := abbreviated(sentence, verb.index)) is not None:
        return office
    lost = run_before(sentence, verb.index) if verb.has("VerbForm=Fin") and not sentence.children(verb.index, "nsubj") else None
    opens = lost is not None and (lost[0] == 0 or sentence[lost[0] - 1].text in (",", ";")) and lost[1] == verb.index - 1
    if lost is not None and opens and is_person_noun(sentence[lost[1]].lemma, sentence.lexicon):
        # "Contrary to the ministry's claim, hospital staff counted 45": the tree has lost the subject.
        return lost
    # "..., Example Agency reporting two dead": a name between a comma and a participle is the participle's own.
    alone = run_before(sentence, verb.index) if verb.lower.endswith("ing") and verb.index > 1 else None
    opening = sentence[alone[0] - 1] if alone is not None and alone[0] else verb
    if alone is not None and alone[1] == verb.index - 1 and sentence[alone[1]].pos == "PROPN" and opening.text in (",", ";"):
        return alone
    # "..., with the health ministry reporting 80 hurt".
    if alone is not None and alone[1] == verb.index - 1 and opening.lower == "with" and sentence[opening.index - 1].text == ",":
        return alone
    return None


def _both(sentence: Sentence, first: Token, second: Token) -> tuple[int, int] | None:
    """Return the first and last word of two subjects that speak together, or ``None``: "The army and the police said"."""
    start, end = phrase(sentence, first.index, tail=False)[0], phrase(sentence, second.index, tail=False)[1]
    # "The ministry of health and the army said": what names the first more closely stands between.
    between = [t.lower for t in sentence.tokens[phrase(sentence, first.index)[1] + 1 : phrase(sentence, second.index, tail=False)[0]]]
    return (start, end) if between == ["and"] else None


def _is_sentence_adverb(sentence: Sentence, token: Token) -> bool:
    """Say whether a word is an adverb in front that the tree took for a subject: "Disturbingly, notes suggest"."""
    return token.lower.endswith("ly") and token.index + 1 < len(sentence) and sentence[token.index + 1].text == ","


def _inverted(sentence: Sentence, verb: Token) -> int | None:
    """Return the head of a name right behind a cue to which the tree gave no subject, or ``None``: ``"...", said X``."""
    if verb.lemma not in INVERTING or verb.index + 1 >= len(sentence):
        return None
    after = sentence[verb.index + 1]
    # The mark before the cue shows the inversion; without it "X said police fired" would make the police speak.
    opens = after.pos in ("PROPN", "DET", "NOUN", "PRON", "ADJ") and after.lower not in ("that", "last", "late", "early", "earlier")
    # "The Front claims the raid, says it killed 60": a pronoun before a verb opens a clause.
    clause = after.pos == "PRON" and after.index + 1 < len(sentence) and sentence[after.index + 1].pos in ("VERB", "AUX")
    if opens and not clause and verb.index and sentence[verb.index - 1].pos == "PUNCT":
        last = noun_after(sentence, verb.index + 1) if after.pos != "PRON" else after.index
        # "said spokesman Jan Novak": the head of a name is its first word.
        return sentence[last].head if last is not None and sentence[last].dep == "flat" and sentence[last].head > verb.index else last
    return None


def find_segment(sentence: Sentence, verb: Token, speaker: int) -> tuple[int, int]:
    """
    Return the first and last word of the frame itself: speaker, cue, and the times and hearers right beside them.

    What stands in the frame is not reported: the day of "said on Monday that 12 died" is of the saying, the hearer of "told reporters"
    no victim.
    """
    first, last = verb.index, verb.index
    own = {child.index for child in sentence.children(verb.index, "nsubj")}
    if speaker in own:
        tree = [index for index in sentence.subtree(speaker) if sentence[index].pos not in ("PUNCT", "CCONJ")]
        if tree and tree[0] < verb.index:
            first = min(first, tree[0])
        if speaker > verb.index:
            last = max(last, phrase_end(sentence, speaker))
    elif speaker > verb.index:
        last = max(last, phrase_end(sentence, speaker))
    run = run_before(sentence, verb.index) if speaker < verb.index else None
    if run is not None and run[0] <= speaker <= run[1]:
        # Where the tree has lost a part of the name.
        first = min(first, run[0])
    if run is not None and run[0] <= speaker <= run[1] and any(t.text == "," for t in sentence.tokens[first : run[0]]):
        # "... was among the dead, Prime Minister Jan Novak said": the tree hangs the clause before on the name.
        first = run[0]
    # Each must begin right behind what the frame has so far: a time further on may be that of the event.
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
                last = child.index if child.lemma in CONCERNS else phrase_end(sentence, child.index)
    return first, last


def _is_aside(sentence: Sentence, child: Token) -> bool:
    """Say whether a phrase beside a cue tells when, where, how or to whom it was said: "said in a statement"."""
    case = sentence.child(child.index, "case")
    return case is not None and case.lower in ("on", "in", "at", "to", "late", "during", "by", "from", "with", "after", "through", "for")


def _holds_clause(sentence: Sentence, child: Token) -> bool:
    """Say whether a phrase beside a cue holds a verb or a number, and so belongs to what is said: "reported on the 12 killed"."""
    inside = [sentence[i] for i in sentence.subtree(child.index)]
    # "said close to a dozen were missing": some numbers read as nouns.
    counts = any(t.lower in ("dozen", "dozens", "hundreds", "thousands", "scores") for t in inside)
    telling = (t for t in inside if t.pos in ("VERB", "NUM") and t.lower != "according" and not is_of_date(sentence, t))
    return child.lemma not in CONCERNS and (counts or any(telling))

"""
A frame: a cue with its speaker and what it reports, and the stretch of its sentence that is the frame itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from according.language.sentence import Sentence, Token
from according.reading.grammar.name_runs import run_before
from according.reading.grammar.phrases import base, is_of_date, phrase_end

# Two accents and two apostrophes are how treebanks and old typed texts write a pair of marks.
QUOTATION = frozenset({'"', "“", "”", "``", "''", "«", "»"})
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

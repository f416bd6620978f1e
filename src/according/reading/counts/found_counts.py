"""
How many of whom in a report: the counts of each sentence, whom they count and who did it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from according.language.sentence import Sentence
from according.names.nouns import pattern_of
from according.reading.context import Context, Found
from according.reading.counts.doers import Doer, find_doer
from according.reading.counts.sentence_counts import counts_of
from according.reading.counts.whole_counts import COUNT_REACH, LOOKED_BACK, PARTS_BY_LINE, PARTS_OF_BEFORE, whole_before
from according.reading.figures.candidates import Candidate
from according.reading.figures.people.antecedents import Counted, antecedent
from according.reading.figures.people.populations import loser_span, population_span, says_only_toll
from according.reading.figures.same_tolls import tally_before
from according.reading.figures.tallies import rises_to
from according.reading.tables.counted_cells import count_row, link_wholes
from according.report import Span


@dataclass(slots=True)
class Recalled:
    """
    What the sentences so far have told that the counts of the next may take up.

    ``counted`` are the counts of the last sentence that had any: whom a bare count behind it may stand for. ``said_by`` is who gave them:
    another's bare count is not of the same people ("The army said 12 soldiers were killed. The president told a meeting that about 18 were
    killed"). ``met`` are the nouns of the report: "the driver was killed" is one more victim only where no driver has been told of.
    """

    counted: list[Counted] = field(default_factory=list)
    said_by: frozenset[str] = frozenset()
    doers: list[Doer] = field(default_factory=list)
    met: set[str] = field(default_factory=set)
    # The last count, and the last sentence whose counts name whom they count.
    last: Candidate | None = None
    position: int = 0

    def open(self, position: int, sentence: Sentence) -> None:
        """Forget what the next sentence, at ``position``, cannot take up."""
        if _turns_elsewhere(sentence):
            self.counted = []
        # "Others" who were wounded were so by the same hand only in the next sentence.
        if position - self.position > 1:
            self.doers = []

    def last_before(self, position: int) -> Candidate | None:
        """Return the last count, or ``None`` where it is too far from the sentence at ``position``."""
        return self.last if position - self.position <= COUNT_REACH else None

    def close(self, counting: Counting) -> None:
        """Keep what a sentence has told, now that its counts are found."""
        position, here = counting.position, counting.counted
        if here:
            # "12 people died, three of them children. Twenty were hurt": the twenty are people, not children.
            wholes = (one for one in here if one.candidate.subset_of is None and one.candidate.rule not in PARTS_BY_LINE)
            self.counted, self.position = list(wholes), position
            self.said_by = frozenset().union(*(counting.context.who_says(position, one.candidate) for one in here))
        elif position - self.position > COUNT_REACH:
            self.counted = []
        self.last = counting.found[-1].candidate if counting.found else self.last
        self.met.update(token.lemma for token in counting.sentence if token.pos == "NOUN")


@dataclass(slots=True)
class Counting:
    """
    The counts of one sentence while it is found whom each counts, who did it, and what it is a part of.

    ``named`` are the words for whom each candidate counts by its own words or, where ``labelled``, by the label of the line. ``counted``
    and ``found`` grow with each candidate: those whose people a later one may be, and all.
    """

    context: Context
    position: int
    recalled: Recalled
    candidates: list[Candidate]
    labelled: bool
    named: list[Span | None]
    counted: list[Counted] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)

    @property
    def sentence(self) -> Sentence:
        """The sentence itself."""
        return self.context.sentences[self.position]

    def take(self, at: int) -> None:
        """Find whom the candidate at a place of the list counts, who did it, and what it is a part of."""
        candidate, sentence = self.candidates[at], self.sentence
        whole = self._whole(candidate)
        span = self._whom(at) or (whole.population if whole is not None else None) or self.named[at]
        noun = sentence[candidate.head].lemma
        # A victim named by his role is no group that a number could count again, and "the toll" counts nobody by itself.
        if span is not None and not candidate.implied and pattern_of(noun, self.context.lexicon) != "toll":
            self.counted.append(Counted(candidate, span, noun))
        doer = find_doer(self.context, self.position, candidate, self.recalled.doers)
        self.recalled.doers.append((candidate, doer))
        self.found.append(Found(self.position, candidate, span, doer, part_of=whole, loser=loser_span(sentence, candidate)))

    def link_parts(self) -> None:
        """Link each part to its whole, which may stand behind it: "Two civilians were among four people killed"."""
        for part in self.found:
            if part.candidate.subset_of is not None:
                part.part_of = self.found[part.candidate.subset_of]

    def _whole(self, candidate: Candidate) -> Found | None:
        """Return the count of which a candidate is a part, of those found so far, or ``None``."""
        if candidate.subset_of is not None and candidate.subset_of < len(self.found):
            return self.found[candidate.subset_of]
        # Each count of a nested item is of the item above, not only the first, and each of a list of those counted before.
        asked = not self.found or candidate.rule in PARTS_OF_BEFORE or candidate.rule == "figures.nested-item"
        return whole_before(self.context, self.position, candidate) if asked else None

    def _whom(self, at: int) -> Span | None:
        """Return the words for whom a candidate counts: its own, or those of another count that it stands for; or ``None``."""
        candidate = self.candidates[at]
        # "put the total at 1,100 casualties" names harm and nobody who bore it: whom it counts may have been told before.
        own = self.named[at] if self.labelled or not says_only_toll(self.sentence, candidate) else None
        if own is not None:
            return own
        # "The army detained 40 activists. The ministry puts the figure at 20": the same people, whoever says so.
        if candidate.rule == "figures.same-toll":
            return antecedent(candidate, self._wholes() if self.counted else self.recalled.counted, self.sentence, len(self.sentence))
        tallied = candidate.trigger.about is not None or tally_before(self.sentence, candidate.number) is not None
        # "put the total at 1,100 casualties", "the number of dead": the whole is that of the sentences before, not a count beside it.
        if tallied and says_only_toll(self.sentence, candidate):
            return antecedent(candidate, self._known(candidate), self.sentence, len(self.sentence))
        pattern = candidate.trigger.entry.pattern
        if pattern == "toll" and candidate.measure == "killed" and rises_to(self.sentence, candidate):
            return _told_dead_before(self.context, self.position)
        # "nine bodies from the river and four from the lake": the four are what the nine are.
        listed = candidate.rule == "figures.list-by-place"
        if pattern == "toll" or candidate.number.form == "none" or (pattern == "count" and not listed):
            return None
        return self._stands_for(at)

    def _stands_for(self, at: int) -> Span | None:
        """
        Return the words for whom a bare number counts, taken from another count, or ``None``.

        The count before it in its sentence is asked first, then the one right behind it ("killed five and injured at least ten citizens"),
        then those of the last sentence that had any.
        """
        candidate, wholes = self.candidates[at], self._wholes()
        known = self._known(candidate)
        if self.counted and not wholes and candidate.subset_of is None:
            return antecedent(candidate, known, self.sentence, len(self.sentence))
        over = (voice.frame for voice in self.context.voices[self.position] if voice.frame.covers(candidate.number.core))
        # Who says it stands before the cue and is not who is counted: "Rescuers said 11 had been killed".
        told = max((frame.last + 1 for frame in over if frame.last < candidate.number.first), default=0)
        found = antecedent(candidate, wholes, self.sentence, told) or self._ahead(at)
        return found or antecedent(candidate, known, self.sentence, told)

    def _wholes(self) -> list[Counted]:
        """Return the counts of the sentence so far that are no parts: "including four children, and 87 were wounded" are no children."""
        return [counted for counted in self.counted if counted.candidate.subset_of is None]

    def _known(self, candidate: Candidate) -> list[Counted]:
        """Return the counts of the sentences before for whose people a candidate may stand: those of whoever gives it, too."""
        said_by, voice = self.recalled.said_by, self.context.who_says(self.position, candidate)
        others = voice and said_by and voice.isdisjoint(said_by) and not _adds(self.sentence, candidate)
        return [] if others else self.recalled.counted

    def _ahead(self, at: int) -> Span | None:
        """Return the words for whom the next count behind one counts that is no part of it and is given by the same, or ``None``."""
        context, position = self.context, self.position
        voice = context.who_says(position, self.candidates[at])
        for span, other in zip(self.named[at + 1 :], self.candidates[at + 1 :], strict=True):
            # "Harran says 31 died; Velmar reports 15 civilians dead": another's people are not these.
            if not other.implied and other.subset_of != at and context.who_says(position, other) == voice:
                return span
        return None


def find_counts(context: Context) -> None:
    """Find the counts of each sentence, with whom each counts, who did it, and what it is a part of."""
    recalled = Recalled()
    cells: dict[int, Found] = {}
    for position, sentence in enumerate(context.sentences):
        if (row := context.rows.get(position)) is not None:
            context.take(count_row(row, sentence, cells))
            context.refused |= {(position, first): reason for first, reason in row.refused.items()}
            continue
        recalled.open(position, sentence)
        counting = _begin(context, position, recalled)
        for at in range(len(counting.candidates)):
            counting.take(at)
        counting.link_parts()
        context.take(counting.found)
        recalled.close(counting)
    link_wholes(cells)


def _begin(context: Context, position: int, recalled: Recalled) -> Counting:
    """Return the counts of a sentence with the words for whom each counts beside it."""
    sentence = context.sentences[position]
    candidates = counts_of(context, position, recalled.met, recalled.last_before(position))
    # The label of a line names who is counted, whatever the tree makes of it.
    loss = context.losses.get(position)
    label = context.breakdowns.get(position) or (loss.population if loss is not None else None)
    named = [
        label if label is not None and candidate.rule != "figures.part-in-brackets"
        else _unless_said(context, position, population_span(sentence, candidate)) for candidate in candidates
    ]  # fmt: skip
    return Counting(context, position, recalled, candidates, label is not None, named)


def _adds(sentence: Sentence, candidate: Candidate) -> bool:
    """Say whether a bare count adds to those of the sentence before, whoever tells of it: "40 more were hurt"."""
    after = candidate.number.last + 1
    return after < len(sentence) and sentence[after].lower == "more"


def _unless_said(context: Context, position: int, span: Span | None) -> Span | None:
    """Return the words for whom a count counts, unless they are the label of who gives it: of "Police: 3 killed" no policeman fell."""
    labels = [voice for voice in context.voices[position] if voice.frame.rule == "speakers.label-before"]
    return None if span is not None and any(own.contains(span) for voice in labels for own in voice.speakers) else span


def _turns_elsewhere(sentence: Sentence) -> bool:
    """Say whether a sentence opens with a word for another event, so that whom it counts are not those counted before."""
    # "Elsewhere, 40 were killed"; "In another village, five died"; "Also read:" is a page's link to another report.
    opening = [token.lower for token in sentence.tokens[:2]]
    another = {token.lower for token in sentence.tokens[:4]} & {"another", "separate"} and opening[0] in ("in", "a", "another")
    return opening[0] in ("elsewhere", "separately") or opening in (["also", "read"], ["next", "day"]) or bool(another)


def _told_dead_before(context: Context, position: int) -> Span | None:
    """Return for whom the killed of the sentence right before count: "Nine miners died. The toll later rose to 12"."""
    near = [found for found in context.found[-LOOKED_BACK:] if found.sentence == position - 1 and found.part_of is None]
    # One victim says nothing of who the others were.
    several = (found for found in near if found.candidate.measure == "killed" and found.candidate.number.quantity.high != 1)
    # Nor do those who were among the dead: "Two nurses were among the dead. The toll has risen to 92".
    named = any(found.candidate.rule == "figures.among-the-dead" for found in near)
    if named or any(token.lower == "among" for token in context.sentences[position - 1]):
        return None
    return next((found.population for found in several), None)

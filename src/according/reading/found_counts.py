"""
How many of whom in a report: the counts of each sentence, whom they count and who did it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from according.language.sentence import Sentence
from according.names.nouns import pattern_of
from according.reading.context import Context, Found
from according.reading.counted_again import with_counted_again
from according.reading.figures.candidates import Candidate
from according.reading.figures.heads import word_behind
from according.reading.figures.implied import find_implied
from according.reading.figures.joining import find_figures
from according.reading.figures.people.antecedents import Counted, antecedent
from according.reading.figures.people.perpetrators import carried, perpetrator_span, pronoun_agent
from according.reading.figures.people.populations import loser_span, population_span, says_only_toll
from according.reading.figures.tallies import find_same_toll, rises_to, tally_before
from according.reading.figures.triggers import Trigger
from according.reading.figures.unreal import is_never_given
from according.reading.lines.label_lines import told_by_word
from according.reading.lines.losses import loss_candidates
from according.reading.lines.nested import nested_candidates
from according.reading.numbers.expressions import Number
from according.reading.speakers.frame import Frame
from according.reading.speakers.voices import agrees
from according.reading.tables.counted_cells import count_row, link_wholes
from according.report import Span
from according.statement import Measure

# How many sentences a bare count looks back for whom it counts; further on the report tells of something else.
COUNT_REACH = 2
# Counts that are parts of the line that heads their list, and of any line above.
PARTS_OF_HEADING = frozenset({"figures.list-by-party", "figures.list-of-places"})
PARTS_BY_LINE = PARTS_OF_HEADING | {"figures.nested-item"}
# Counts that are parts of those counted in the sentences before.
PARTS_OF_BEFORE = frozenset({"figures.part-of-those-before", "figures.next-part", "figures.among-the-dead"})
# Counts before a nested item among which that of the item over it is looked for.
NESTED_REACH = 40
# Counts right before a toll that are asked whose dead it adds to.
LOOKED_BACK = 6


def find_counts(context: Context) -> None:
    """Find the counts of each sentence, with whom each counts, who did it, and what it is a part of."""
    # The counts of the last sentence that had any: whom a bare count behind it may stand for.
    earlier: list[Counted] = []
    doers: list[tuple[Candidate, Span | None]] = []
    # Who gave the counts met last: another's bare count is not of the same people.
    # "The army said 12 soldiers were killed. The president told a meeting that about 18 were killed."
    said_by: frozenset[str] = frozenset()
    # The nouns of the report so far: "the driver was killed" is one more victim only where no driver has been told of.
    met: set[str] = set()
    last_count = 0
    last: Candidate | None = None
    cells: dict[int, Found] = {}
    for position, sentence in enumerate(context.sentences):
        if (row := context.rows.get(position)) is not None:
            context.take(count_row(row, sentence, cells))
            context.refused |= {(position, first): reason for first, reason in row.refused.items()}
            continue
        if _turns_elsewhere(sentence):
            earlier = []
        candidates = _candidates(context, position, met, last if position - last_count <= COUNT_REACH else None)
        candidates = _sourced(context, position, candidates)
        # The label of a line names who is counted, whatever the tree makes of it.
        loss = context.losses.get(position)
        labelled = context.breakdowns.get(position) or (loss.population if loss is not None else None)
        own = [
            labelled if labelled and candidate.rule != "figures.part-in-brackets"
            else _unless_said(context, position, population_span(sentence, candidate)) for candidate in candidates
        ]  # fmt: skip
        here: list[Counted] = []
        found: list[Found] = []
        # "Others" who were wounded were so by the same hand only in the next sentence.
        doers = doers if position - last_count <= 1 else []
        for at, candidate in enumerate(candidates):
            # "put the total at 1,100 casualties" names harm and nobody who bore it: whom it counts may have been told before.
            span = own[at] if labelled or not says_only_toll(sentence, candidate) else None
            behind = zip(own[at + 1 :], candidates[at + 1 :], strict=True)
            own_voice = who_says(context, position, candidate)
            # "Harran says 31 died; Velmar reports 15 civilians dead": another's people are not these.
            ahead = [
                span for span, other in behind
                if not other.implied and other.subset_of != at and own_voice == who_says(context, position, other)
            ]  # fmt: skip
            others = own_voice and said_by and own_voice.isdisjoint(said_by) and not _adds(sentence, candidate)
            known = [] if others else earlier
            span = span or _stands_for(context, position, candidate, here, ahead, known, earlier)
            part_of = found[candidate.subset_of] if candidate.subset_of is not None and candidate.subset_of < at else None
            # Each count of a nested item is of the item above, not only the first, and each of a list of those counted before.
            asked = not found or candidate.rule in PARTS_OF_BEFORE or candidate.rule == "figures.nested-item"
            part_of = part_of or (_whole_before(context, position, candidate) if asked else None)
            span = span or (part_of.population if part_of is not None else None) or own[at]
            noun = sentence[candidate.head].lemma
            # A victim named by his role is no group that a number could count again, and "the toll" counts nobody by itself.
            if span is not None and not candidate.implied and pattern_of(noun, context.lexicon) != "toll":
                here.append(Counted(candidate, span, noun))
            perpetrator = _perpetrator(context, position, candidate, doers)
            doers.append((candidate, perpetrator))
            found.append(Found(position, candidate, span, perpetrator, part_of=part_of, loser=loser_span(sentence, candidate)))
        _link_parts(found)
        context.take(found)
        # "12 people died, three of them children. Twenty were hurt": the twenty are people, not children.
        wholes = [counted for counted in here if counted.candidate.subset_of is None and counted.candidate.rule not in PARTS_BY_LINE]
        earlier = wholes if here else (earlier if position - last_count <= COUNT_REACH else [])
        said_by = frozenset().union(*(who_says(context, position, c.candidate) for c in here)) if here else said_by
        last_count = position if here else last_count
        last = found[-1].candidate if found else last
        met.update(token.lemma for token in sentence if token.pos == "NOUN")
    link_wholes(cells)


def _adds(sentence: Sentence, candidate: Candidate) -> bool:
    """Say whether a bare count adds to those of the sentence before, whoever tells of it: "40 more were hurt"."""
    after = candidate.number.last + 1
    return after < len(sentence) and sentence[after].lower == "more"


def _unless_said(context: Context, position: int, span: Span | None) -> Span | None:
    """Return the words for whom a count counts, unless they are the label of who gives it: of "Police: 3 killed" no policeman fell."""
    labels = [voice for voice in context.voices[position] if voice.frame.rule == "speakers.label-before"]
    return None if span is not None and any(own.contains(span) for voice in labels for own in voice.speakers) else span


def _whole_before(context: Context, position: int, candidate: Candidate) -> Found | None:
    """
    Return the count of a sentence before of which this one is a part: "Soldiers killed six people. A strike killed four of them".

    Only "of them", a nested item and a list by party say so, and only of a larger count of the same measure right before.
    """
    sentence, last = context.sentences[position], candidate.number.last
    above = _counted_above(context, position)
    if above is not None and (above.candidate.measure, above.candidate.unit) == (candidate.measure, candidate.unit):
        whole, part = above.candidate.number.quantity.high, candidate.number.quantity.low
        return above if whole is not None and part is not None and part <= whole else None
    # "Rebels: 2" or "Homs: 2" below "Six were killed:".
    if candidate.rule in PARTS_OF_HEADING:
        heading = context.losses[position].heading
        wholes = (f for f in context.found[-LOOKED_BACK:] if f.sentence == heading and f.candidate.measure == candidate.measure)
        return next(wholes, None)
    if candidate.rule not in PARTS_OF_BEFORE and not _is_of_known(sentence, last, candidate.measure):
        return None
    known = _one_alike(context, position, candidate)
    said_by, voice = (who_says(context, position, candidate), who_says(context, known.sentence, known.candidate)) if known else (None, None)
    # Another speaker's dead may be more or fewer than those counted before.
    return known if not (said_by and voice and said_by.isdisjoint(voice)) else None


def _one_alike(context: Context, position: int, candidate: Candidate) -> Found | None:
    """Return the one count right before of which another may be a part; of several in one sentence none alone is meant by "them"."""
    near = [found for found in context.found[-LOOKED_BACK:] if position - found.sentence <= COUNT_REACH and found.part_of is None]
    for at in sorted({found.sentence for found in near}, reverse=True):
        alike = [found for found in near if found.sentence == at and _is_alike(found.candidate, candidate)]
        if len(alike) == 1:
            return alike[0]
    return None


def _is_of_known(sentence: Sentence, last: int, measure: Measure) -> bool:
    """Say whether the words behind a number take it of those counted before: "of them", "of those killed", "of the dead"."""
    of, which, *more = [*(token.lower for token in sentence.tokens[last + 1 : last + 4]), "", ""]
    if of != "of" or which not in ("them", "those", "the"):
        return False
    state = told_by_word(more[0], sentence.lexicon)
    return which != "the" or (state is not None and state.kind.partition("/")[0] == measure)


def _is_alike(whole: Candidate, part: Candidate) -> bool:
    """Say whether a count may be a part of one of a sentence before: of the same measure, and smaller."""
    high, low = whole.number.quantity.high, part.number.quantity.low
    same = (whole.measure, whole.unit) == (part.measure, part.unit)
    return same and high is not None and low is not None and low < high


def _link_parts(found: list[Found]) -> None:
    """Link each part of a sentence's counts to its whole, which may stand behind it: "Two civilians were among four people killed"."""
    for part in found:
        if part.candidate.subset_of is not None:
            part.part_of = found[part.candidate.subset_of]


def who_says(context: Context, position: int, candidate: Candidate) -> frozenset[str]:
    """
    Return the last word of the name of each who gives a count, casefolded: "novak" of "Governor Jan Novak" and of "Novak".

    By it a speaker is known again under his short name. Two ministries look alike by it; that only lets a bare count look back.
    """
    over, quoted = context.speakers_of(position, candidate.number.core)
    spans = [span for voice in (*over, *([quoted] if quoted else [])) for span in voice.speakers]
    return frozenset(words[-1] for span in spans if (words := span.slice(context.text).casefold().split()))


def _turns_elsewhere(sentence: Sentence) -> bool:
    """Say whether a sentence opens with a word for another event, so that whom it counts are not those counted before."""
    # "Elsewhere, 40 were killed"; "In another village, five died"; "Also read:" is a page's link to another report.
    opening = [token.lower for token in sentence.tokens[:2]]
    another = {token.lower for token in sentence.tokens[:4]} & {"another", "separate"} and opening[0] in ("in", "a", "another")
    return opening[0] in ("elsewhere", "separately") or opening in (["also", "read"], ["next", "day"]) or bool(another)


def _candidates(context: Context, position: int, met: set[str], last: Candidate | None) -> list[Candidate]:
    """Return the counts of a sentence, then the single victims that it names by a role not met before."""
    sentence = context.sentences[position]
    numbers = [number for number in context.numbers_of(position) if number.trap is None]
    if position in context.losses:
        return loss_candidates(context.text, context.losses[position], sentence, context.lexicon)
    triggers = context.triggers_of(position)
    found = find_figures(sentence, numbers, triggers, context.lexicon) if numbers else []
    again = find_same_toll(sentence, numbers, found, last) if numbers else []
    counted = with_counted_again(context, position, numbers, [*found, *again])
    # At the end: a part names its whole by its position in the list.
    counted = [*counted, *_gapped(context, position, counted), *find_implied(sentence, triggers, met, found)]
    whole = _counted_above(context, position) if not counted else None
    return counted if whole is None else [*nested_candidates(sentence, numbers, whole.candidate, context.lexicon)]


def _counted_above(context: Context, position: int) -> Found | None:
    """Return the first count of the item, or of the line that leads in, over a nested item; of two measures none is the items'."""
    above = context.nested.get(position)
    # The counts met last stand at the end; the items of one list are few.
    counted = [f for f in context.found[-NESTED_REACH:] if f.sentence == above] if above is not None else []
    return counted[0] if len({f.candidate.measure for f in counted}) == 1 else None


def _gapped(context: Context, position: int, found: list[Candidate]) -> Iterator[Candidate]:
    """
    Yield the counts of what is told once for two speakers: "The army admits four dead, the rebels nine".

    Each is a bare number that is all its speaker says; what befell those it counts stands in the other's clause.
    """
    sentence = context.sentences[position]
    taken = {candidate.number.first for candidate in found}
    # Without another count nothing tells what befell those of a bare number.
    for voice in context.voices[position] if found else ():
        frame = voice.frame
        said = _all_said(sentence, frame)
        whole = (n for n in context.numbers_of(position) if n.trap is None and said == list(range(n.first, n.last + 1)))
        number = next(whole, None)
        if number is None or number.first in taken or number.form not in ("digits", "word"):
            continue
        # In front of it where the verb is left out, else behind it, where both share what follows.
        front = [c for c in found if c.number.first < number.first]
        behind = [c for c in found if c.number.first > number.first]
        others = front if frame.rule == "speakers.gapped" else behind or front
        nearest = min(others, key=lambda c: abs(c.number.first - number.first), default=None)
        if nearest is not None and not nearest.number.percent:
            trigger = Trigger(nearest.trigger.index, nearest.trigger.entry, "figures.gapped", (number.core,))
            yield Candidate(number, nearest.measure, nearest.unit, number.core, trigger, trigger.rule)


def _all_said(sentence: Sentence, frame: Frame) -> list[int]:
    """Return the words that a frame reports, marks aside."""
    return [at for first, last in frame.content for at in range(first, last + 1) if sentence[at].pos != "PUNCT"]


def _sourced(context: Context, position: int, candidates: list[Candidate]) -> list[Candidate]:
    """
    Leave out numbers that count sources, and compared numbers whose owner has not been found.

    "Twice the 45 that the government concedes" is the government's. Where no frame gives it to the government, it is left out, so that it
    does not go to whoever compares.
    """
    if not candidates:
        return candidates
    sentence, voices = context.sentences[position], context.voices[position]
    owned = [voice.frame for voice in voices if voice.frame.rule == "speakers.number-of-another"]

    def refusal(candidate: Candidate) -> str | None:
        at = candidate.number.core
        # "eight of whom the governor said had died": the tree makes the governor die.
        speaks = candidate.implied and any(voice.frame.speaker == candidate.head for voice in voices)
        if speaks or context.counts_a_source(position, at):
            return "numbers.of-a-source"
        if is_never_given(sentence, candidate.number.first):
            return "numbers.never-given"
        compared = candidate.rule == "figures.compared" or _is_multiple(sentence, candidate.number)
        given = not compared or any(frame.covers(at) for frame in owned)
        return None if given else "numbers.of-another"

    refusals = [refusal(candidate) for candidate in candidates]
    told = zip(candidates, refusals, strict=True)
    context.refused.update({(position, candidate.number.first): why for candidate, why in told if why is not None})
    kept = [at for at, why in enumerate(refusals) if why is None]
    if len(kept) == len(candidates):
        return candidates
    # A part names its whole by place in the list, and the places have moved; a part whose whole is gone stands alone.
    moved = {old: new for new, old in enumerate(kept)}
    parents = (candidates[at].subset_of for at in kept)
    return [replace(candidates[at], subset_of=None if of is None else moved.get(of)) for at, of in zip(kept, parents, strict=True)]


def _perpetrator(context: Context, position: int, candidate: Candidate, doers: list[tuple[Candidate, Span | None]]) -> Span | None:
    """
    Return who did it, or ``None``.

    He is shown in the count's clause, or by a pronoun that stands for the speaker ("the army said it killed 12"), or is carried over from
    the count before.
    """
    sentence = context.sentences[position]
    pronoun = pronoun_agent(sentence, candidate)
    if pronoun is not None:
        over, _ = context.speakers_of(position, pronoun.index)
        said_by = next((voice for voice in reversed(over) if voice.speakers and voice.frame.speaker is not None), None)
        if said_by is None or pattern_of(sentence[said_by.frame.speaker or 0].lemma, context.lexicon) == "document":
            # "The statement said it killed 12": a statement does nothing itself.
            return None
        return said_by.speakers[0] if agrees(sentence, pronoun, said_by.frame.speaker) else None
    speaking = {voice.frame.speaker for voice in context.voices[position] if voice.frame.covers(candidate.number.core)}
    if candidate.trigger.agent is not None and candidate.trigger.agent in speaking:
        # The tree has made him who says it the one who did it.
        return None
    frames = [voice.frame for voice in context.voices[position] if voice.frame.covers(candidate.number.core)]
    return _behind_frames(sentence, perpetrator_span(sentence, candidate), frames) or carried(candidate, sentence, doers)


def _behind_frames(sentence: Sentence, span: Span | None, frames: Sequence[Frame]) -> Span | None:
    """Cut off the front of a phrase where the tree has put a frame into it: "[state media report] police have detained ..."."""
    for frame in frames:
        if span is not None and span.start <= sentence[frame.last].start < span.end and frame.last + 1 < len(sentence):
            start = sentence[frame.last + 1].start
            span = Span(start, span.end) if start < span.end else None
    return span


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


def _stands_for(
    context: Context,
    position: int,
    candidate: Candidate,
    here: list[Counted],
    ahead: list[Span | None],
    earlier: list[Counted],
    before: list[Counted],
) -> Span | None:
    """
    Return the words for whom a bare number counts, taken from another count, or ``None``.

    The count before it in its sentence is asked first, then the one right behind it ("killed five and injured at least ten citizens"),
    then those of the last sentence that had any. A tally of mere harm ("the number of dead") asks only the last of these. A toll that
    rises asks the sentence right before; other tolls, a number for nobody and a counted noun ("18 fatalities") take none.
    """
    sentence, pattern = context.sentences[position], candidate.trigger.entry.pattern
    tallied = candidate.trigger.about is not None or tally_before(sentence, candidate.number) is not None
    # "including four children, and 87 were wounded": they are none of the children.
    wholes = [counted for counted in here if counted.candidate.subset_of is None]
    # "The army detained 40 activists. The ministry puts the figure at 20": the same people, whoever says so.
    if candidate.rule == "figures.same-toll":
        return antecedent(candidate, wholes if here else before, sentence, len(sentence))
    # "put the total at 1,100 casualties", "the number of dead": the whole is that of the sentences before, not a count beside it.
    if tallied and says_only_toll(sentence, candidate):
        return antecedent(candidate, earlier, sentence, len(sentence))
    if pattern == "toll" and candidate.measure == "killed" and rises_to(sentence, candidate):
        return _told_dead_before(context, position)
    # "nine bodies from the river and four from the lake": the four are what the nine are.
    listed = candidate.rule == "figures.list-by-place"
    if pattern == "toll" or candidate.number.form == "none" or (pattern == "count" and not listed):
        return None
    over = [voice.frame for voice in context.voices[position] if voice.frame.covers(candidate.number.core)]
    # Who says it stands before the cue and is not who is counted: "Rescuers said 11 had been killed".
    told = max((frame.last + 1 for frame in over if frame.last < candidate.number.first), default=0)
    if here and not wholes and candidate.subset_of is None:
        return antecedent(candidate, earlier, sentence, len(sentence))
    found = antecedent(candidate, wholes, sentence, told) or next((span for span in ahead[:1] if span is not None), None)
    found = found or antecedent(candidate, earlier, sentence, told)
    return found


def _is_multiple(sentence: Sentence, number: Number) -> bool:
    """Say whether a number is what somebody gave before, set against another: "twice the 45 conceded last year"."""
    before = [token.lower for token in sentence.tokens[max(number.first - 2, 0) : number.first]]
    after = word_behind(sentence, number)
    given = after is not None and after.pos == "VERB" and sentence.lexicon.find("cues", after.lemma) is not None
    return given and before[1:] == ["the"] and before[0] in ("twice", "half", "double", "triple", "times")

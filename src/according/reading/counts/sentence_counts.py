"""
The counts of one sentence: those that its own words tell, those that it takes up from before, and none that is another's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from according.language.sentence import Sentence
from according.reading.context import Context
from according.reading.counts.counted_again import with_counted_again
from according.reading.counts.whole_counts import counted_above
from according.reading.figures.candidates import Candidate
from according.reading.figures.heads import word_behind
from according.reading.figures.implied import find_implied
from according.reading.figures.joining import find_figures
from according.reading.figures.same_tolls import find_same_toll
from according.reading.figures.triggers import Trigger
from according.reading.figures.unreal import is_never_given
from according.reading.lines.losses import loss_candidates
from according.reading.lines.nested import nested_candidates
from according.reading.numbers.expressions import Number
from according.reading.speakers.frame import Frame


def counts_of(context: Context, position: int, met: set[str], last: Candidate | None) -> list[Candidate]:
    """
    Return the counts of a sentence, then the single victims that it names by a role not met before.

    ``met`` are the nouns of the sentences before, ``last`` is the count told last, ``None`` where it is too far back.
    """
    return _sourced(context, position, _candidates(context, position, met, last))


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
    whole = counted_above(context, position) if not counted else None
    return counted if whole is None else [*nested_candidates(sentence, numbers, whole.candidate, context.lexicon)]


def _gapped(context: Context, position: int, found: list[Candidate]) -> Iterator[Candidate]:
    """
    Yield the counts of what is told once for two speakers: "The army admits four dead, the rebels nine".

    Each is a bare number that is all its speaker says; what befell those it counts stands in the other's clause.
    """
    sentence = context.sentences[position]
    taken = {candidate.number.first for candidate in found}
    # Without another count nothing tells what befell those of a bare number.
    voices = context.voices[position] if found else []
    for voice in voices:
        frame = voice.frame
        said = _all_said(sentence, frame)
        again = any(other.frame is not frame and sentence[other.frame.cue_last].lemma == sentence[frame.cue_last].lemma for other in voices)
        bare = (
            n
            for n in context.numbers_of(position)
            if n.trap is None and (said == list(range(n.first, n.last + 1)) or (again and _is_told_again(sentence, frame, n)))
        )
        number = next(bare, None)
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


def _is_told_again(sentence: Sentence, frame: Frame, number: Number) -> bool:
    """Say whether a number without a noun is what a reporting verb has for its object: "... reported five from the floods"."""
    core, after = sentence[number.core], word_behind(sentence, number)
    return core.dep == "obj" and core.head == frame.cue_last and number.first > frame.last and after is not None and after.pos == "ADP"


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


def _is_multiple(sentence: Sentence, number: Number) -> bool:
    """Say whether a number is what somebody gave before, set against another: "twice the 45 conceded last year"."""
    before = [token.lower for token in sentence.tokens[max(number.first - 2, 0) : number.first]]
    after = word_behind(sentence, number)
    given = after is not None and after.pos == "VERB" and sentence.lexicon.find("cues", after.lemma) is not None
    return given and before[1:] == ["the"] and before[0] in ("twice", "half", "double", "triple", "times")

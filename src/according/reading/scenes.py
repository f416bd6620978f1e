"""
Where and when it was: the place and the time of each count of a report.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Set
from dataclasses import replace
from itertools import accumulate

from according.reading.context import Context, Found
from according.reading.figures.candidates import Candidate
from according.reading.figures.counting import counting_of
from according.reading.lines.losses import Loss
from according.reading.lines.sites import label_end
from according.reading.settings.main_day import HARMS, MainDay, find_main_day
from according.reading.settings.places.place_values import to_place
from according.reading.settings.survey import Scene, survey
from according.reading.settings.under_dates import time_over
from according.reading.settings.when import find_time, main_time_of, to_time
from according.reading.settings.where import place_of
from according.reading.tables.cell_settings import place_of_cell, time_of_cell
from according.reading.times.time_words import TimeMention
from according.statement import Place, Time

# How many sentences behind a count it is told again in full.
RESTATED_WITHIN = 2
# Words between a count and the place of its part in a list: "five in the northern city of Idlib".
PLACED_BEHIND = 7


def find_scenes(context: Context) -> None:
    """Give each figure its place and time. The scene is kept, because statements without a figure ask it for their time."""
    context.scene = survey(context.report, context.sentences, context.lexicon, context.language.gazetteer, context.language.weights)
    set_in(context, context.scene)


def set_in(context: Context, scene: Scene) -> None:
    """Give each figure the place and time that a scene tells of it, instead of those it may have."""
    apart = _without_speakers(context, scene)
    # The first part of a list by places, by its sentence
    listed: dict[int, Candidate] = {}
    for found in context.found:
        if found.candidate.rule == "figures.list-by-place":
            listed.setdefault(found.sentence, found.candidate)
    # "25 were killed:", then "Homs: 12" below it: neither the whole nor what is told next was in one of these places.
    lines = {at for at, loss in context.losses.items() if loss.rule == "figures.list-of-places"}
    around = _without_lines(scene, lines), _without_lines(apart, lines)
    for found in context.found:
        if _in_table(context, found):
            found.place = place_of_cell(scene, context.rows[found.sentence], found.cell)[1] if found.cell is not None else None
            continue
        word, figure = found.candidate.trigger.index, found.candidate.number.core
        # Where a speaker sits is the place of what he tells only where the report names no other.
        every, others = (scene, apart) if found.sentence in lines else around
        found.place = place_of(others, found.sentence, word, figure) or place_of(every, found.sentence, word, figure)
        found.place = _labelled(scene, found) or found.place
        found.place = _place_in_list(context, scene, found, listed.get(found.sentence))
    _find_times(context, scene)


def _in_table(context: Context, found: Found) -> bool:
    """Say whether a count stands in a table that is no box: no place and no day of the sentences around it is that of one of its cells."""
    row = context.rows.get(found.sentence) if found.cell is not None else None
    return row is not None and not row.boxed


def _find_times(context: Context, scene: Scene) -> None:
    """Give each figure its time: that which words near it tell, else the day of the report's event where it is one of its victims."""
    anchors = [(found, (found.sentence, found.candidate.trigger.index, found.candidate.number.core)) for found in context.found]
    told = [None if _in_table(context, found) else find_time(scene, *anchor) for found, anchor in anchors]
    _take_restated(context, told)
    victims = [found.candidate.measure in HARMS for found in context.found]
    main = find_main_day(scene, next((time for time, harmed in zip(told, victims, strict=True) if time is not None and harmed), None))
    for (found, anchor), time, harmed in zip(anchors, told, victims, strict=True):
        # The day that a sentence gives to the event goes before one that the next sentence tells.
        if harmed and main is not None and (time is None or (main.occurred and time[0] > found.sentence)):
            time = main_time_of(scene, main, *anchor) or time
        if (loss := context.losses.get(found.sentence)) is not None and loss.rule == "figures.listed-loss":
            found.time = _time_of_loss(scene, loss, found.candidate.rule)
        else:
            settled, days = _time_of_table(context, scene, found)
            found.time = days if settled else _own_time(scene, found, time, main) or time_over(scene, found.sentence, found.candidate)


def _own_time(scene: Scene, found: Found, told: tuple[int, TimeMention] | None, main: MainDay | None) -> Time | None:
    """
    Return a time that was found; a total has no day of another sentence, for that day is the news's and not the total's.

    That of the one event whose victims it counts is the total's too: "The blast occurred on Monday".
    """
    if told is None:
        return None
    time, sentence = to_time(scene, *told), scene.sentences[found.sentence]
    of_event = main is not None and main.occurred and told == (main.number, main.mention)
    if of_event or told[0] == found.sentence or time.start is None or time.basis != "on":
        return time
    return None if counting_of(sentence, found.candidate, time) == "running" else time


def _time_of_loss(scene: Scene, loss: Loss, rule: str) -> Time | None:
    """Return the days of a total, which its heading tells ("from 24.02.22 to 15.03.25"), or the last of them for what that day added."""
    days = scene.times[loss.heading] if loss.heading >= 0 else ()
    if not days:
        return None
    time = to_time(scene, loss.heading, days[0])
    if rule == "figures.listed-loss" or time.last is None:
        return time
    return Time(None, None, None, time.last, time.last, "on", "day", time.anchor)


def _labelled(scene: Scene, found: Found) -> Place | None:
    """
    Return the place of a count whose line is labelled with one, where the count has none in its own line: "4 March, Zamfara: 12 abducted".

    A place behind the label is nearer: "Kaduna: 2 soldiers killed in Birnin Gwari".
    """
    sentence, places = scene.sentences[found.sentence], scene.places[found.sentence]
    mark = label_end(sentence, places, scene.times[found.sentence])
    own = found.place is not None and found.place.start is not None and sentence.start <= found.place.start < sentence.end
    if mark is None or own or found.candidate.number.first < mark:
        return None
    behind = [mention for mention in places if mention.first > mark and mention.source != "common"]
    label = [mention for mention in places if mention.last < mark]
    return to_place(scene, (behind or label)[-1])


def _time_of_table(context: Context, scene: Scene, found: Found) -> tuple[bool, Time | None]:
    """Say whether a table tells when a count of its cells was, and return the time."""
    row = context.rows.get(found.sentence)
    if row is None or found.cell is None:
        return False, None
    return time_of_cell(scene, row, found.cell)


def _place_in_list(context: Context, scene: Scene, found: Found, first: Candidate | None) -> Place | None:
    """
    Give each part of a list by places its own place, and the total over them none.

    ``first`` is the first part of a list in the sentence, or ``None`` where there is no list. "22 were killed: eight in Homs and nine in
    Hama", "300 in Turkey and 40 in Syria, bringing the total to 340": a total at the place of one part would be a second count there.
    """
    sentence, candidate = context.sentences[found.sentence], found.candidate
    # A box of labels and values is mostly of the report's own event.
    if (row := context.rows.get(found.sentence)) is not None and found.cell is not None:
        told, place = place_of_cell(scene, row, found.cell)
        return place if told else found.place
    # "deaths in Homs (4), Hama (3)": the place stands right before the brackets.
    if candidate.rule == "figures.in-brackets":
        own = next((m for m in scene.places[found.sentence] if m.last == candidate.number.first - 2), None)
        return None if own is None else to_place(scene, own)
    if first is None:
        return found.place
    if candidate.rule == "figures.list-by-place":
        behind = next((m for m in scene.places[found.sentence] if m.first > candidate.number.last), None)
        return to_place(scene, behind) if behind is not None and behind.first - candidate.number.last <= PLACED_BEHIND else None
    words = [token.lower for token in sentence.tokens[max(0, candidate.number.first - 5) : candidate.number.first]]
    place = found.place
    # In "22 were killed: eight in Homs" the place found for the 22 stands behind the eight: it is theirs.
    behind_parts = place is not None and place.start is not None and place.start > sentence[first.number.core].start
    total = "total" in words or (behind_parts and candidate.number.first < first.number.first)
    return None if total else place


def _without_speakers(context: Context, scene: Scene) -> Scene:
    """Return the scene without the places that only say where a speaker sits: "an analyst in Washington said"."""
    spans = [span for voices in context.voices for voice in voices for span in voice.speakers]
    spans += [span for voice in context.quoted_by.values() for span in voice.speakers]
    spans.sort(key=lambda span: span.start)
    starts = [span.start for span in spans]
    # How far the spans up to each one reach: whoever stands behind that stands in none of them.
    reach = list(accumulate((span.end for span in spans), max))

    def of_speaker(start: int) -> bool:
        at = bisect_right(starts, start) - 1
        return at >= 0 and start < reach[at]

    kept = tuple(
        tuple(mention for mention in mentions if not of_speaker(sentence[mention.first].start))
        for sentence, mentions in zip(scene.sentences, scene.places, strict=True)
    )
    return replace(scene, places=kept)


def _without_lines(scene: Scene, lines: Set[int]) -> Scene:
    """Return the scene without the places of some sentences."""
    if not lines:
        return scene
    return replace(scene, places=tuple(() if at in lines else places for at, places in enumerate(scene.places)))


def _take_restated(context: Context, told: list[tuple[int, TimeMention] | None]) -> None:
    """
    Give a count the time that the next sentences give to it: "900 dead" and below it "At least 900 have died since May".

    It goes before a time of another matter behind the count. ``told`` holds the time of each figure.
    """
    by_sentence: defaultdict[int, list[int]] = defaultdict(list)
    for at, found in enumerate(context.found):
        by_sentence[found.sentence].append(at)
    for at, (found, time) in enumerate(zip(context.found, tuple(told), strict=True)):
        if time is not None and time[0] <= found.sentence:
            continue
        near = (other for number in range(1, RESTATED_WITHIN + 1) for other in by_sentence.get(found.sentence + number, ()))
        for other in near:
            restated, sentence = told[other], context.found[other].sentence
            if restated is not None and restated[0] == sentence and _same_count(found.candidate, context.found[other].candidate):
                told[at] = restated
                break


def _same_count(one: Candidate, other: Candidate) -> bool:
    """Say whether two candidates have one measure and number; a lone victim may be another each time."""
    low = one.number.quantity.low
    return one.measure == other.measure and low is not None and low > 1 and low == other.number.quantity.low

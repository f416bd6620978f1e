"""
Find the time of a figure: the time expression of its event, not that of the saying.

A sentence's own time counts first. Where it has none, the day told by a sentence on the same event is taken over: by one
before it, or by the next where that speaks of the event as known ("Wednesday's clash").
"""

from __future__ import annotations

from according.language.sentence import Sentence
from according.reading.settings.event_days import (
    aftermath,
    backs_another,
    before_relative,
    before_where,
    begins,
    event_day,
    is_perfect,
    is_short,
)
from according.reading.settings.events import is_charged, measure_of, occasion, others_event, stretch
from according.reading.settings.main_day import HARMS, MainDay, is_of_main_event
from according.reading.settings.multitude import scattered
from according.reading.settings.others_times import (
    brought_to,
    dates_sum,
    dates_tally,
    is_of_others,
    is_of_part,
    is_offset,
    is_told_by_distance,
    told_after,
)
from according.reading.settings.related.retold import dated_before, dated_next, is_told_again, tally_before
from according.reading.settings.saying_times import (
    attach,
    compared_number,
    dates_saying,
    event_times,
    fronted,
    listed_number,
    owned,
    part_number,
    reported,
)
from according.reading.settings.survey import FORMS_OF_DAYS, Scene, clause_of, heads_entry, tie
from according.reading.speakers.kinds.compared import compares_with
from according.reading.times.dated_lines import line_over
from according.reading.times.periods import resolve
from according.reading.times.time_words import TimeMention
from according.reading.times.time_years import Setting
from according.statement import Time

# How many sentences back, and on, a day is looked for. Tried on the development reports: further back gains as much as it loses.
SENTENCES_BEFORE, SENTENCES_AFTER = 3, 2
# A date with its month ("On 8 February") opens an entry of a chronicle and reaches the next sentence only.
ENTRY_REACH = 1
# How many sentences back "the same day" is looked for.
SAME_DAY_REACH = 50
# So many words open a sentence with "Later in the day", "Later that same day".
LATER_THAT_DAY = 5
# The rules of expressions that tell of so long a time that a sentence with one is not of the report's day.
OTHER_TIMES = frozenset({"year", "month", "span"})
# What is told of troops as they stand, which has no day of its own.
STATIONED = frozenset({"deployed", "withdrawn"})
# Before or behind a number they add to what has been counted: "nine more bodies", "another 12".
ADDING = frozenset({"more", "another", "further", "additional"})
# States that tell of an event and not of what goes on.
HARM_STATES = frozenset({"dead", "wounded", "injured", "hurt", "killed", "missing"})


def time_of(scene: Scene, number: int, word: int, figure: int) -> Time | None:
    """Return the time of a figure as :func:`find_time` finds it."""
    told = find_time(scene, number, word, figure)
    return None if told is None else to_time(scene, *told)


def find_time(scene: Scene, number: int, word: int, figure: int) -> tuple[int, TimeMention] | None:
    """
    Return the time of a figure with the number of its sentence, or ``None`` where no words settle it.

    ``number`` is that of its sentence, ``word`` the index of the event's word in it, ``figure`` that of the number's.
    """
    if is_told_by_distance(scene.sentences[number], word):
        return None
    mention = _when(scene, number, word) or before_relative(scene, number, word) or _own(scene, number, word, figure)
    # "the same day" points at another expression, whose words and days are shown in its stead.
    if mention is not None and mention.rule == "relation" and mention.has("m") and is_short(mention):
        number, mention = _same_day(scene, number, mention)
    # An event that is told again is dated where it was told first, or by the sentence that goes on about it.
    if mention is None and measure_of(scene.sentences[number], word) not in STATIONED:
        event = occasion(scene.sentences[number], word, figure)
        again = dated_before(scene, number, event, _own) or dated_next(scene, number, word)
        if again is not None:
            return again
    if mention is None and (running := tally_before(scene, number, word, figure)) is not None:
        return running
    # What goes on for months has a beginning and no day, and the beginning may stand in the sentence beside.
    if mention is None and _long_event(scene.sentences[number], word):
        number, mention = _since(scene, number, word)
    # No neighbour's day is that of what is said on a day of its own.
    if mention is None and not (_dated_saying(scene, number) or _added(scene, number, word, figure)):
        apart = is_apart(scene.sentences[number], word, figure)
        number, mention = (number, None) if apart else _borrowed(scene, number, word)
    return None if mention is None else (number, mention)


def _when(scene: Scene, number: int, word: int) -> TimeMention | None:
    """Return the time whose clause with "when" tells of a figure: "Such floods were last seen in May 2019, when 19 died"."""
    sentence = scene.sentences[number]
    opening = next((t.index for t in sentence.children(word, "advmod", "mark") if t.lower == "when" and t.index > 1), None)
    if opening is None:
        return None
    last = opening - 1 - (sentence[opening - 1].text == ",")
    told = next((mention for mention in scene.times[number] if mention.last == last), None)
    # "since 1997" is told of what has been so since then.
    return told if told is None or told.edge is None else told.start


def main_time_of(scene: Scene, main: MainDay, number: int, word: int, figure: int) -> tuple[int, TimeMention] | None:
    """Return the day of the report's event for a figure of it that no words near it date, with the number of its sentence."""
    sentence = scene.sentences[number]
    dated = any(mention.edge == "since" or mention.rule in OTHER_TIMES for mention in scene.times[number])
    of_event = is_of_main_event(scene, main, number, occasion(sentence, word, figure)) and not scattered(scene, number, places=False)
    apart = is_apart(sentence, word, figure) or _added(scene, number, word, figure)
    return (main.number, main.mention) if of_event and not dated and not apart else None


def _added(scene: Scene, number: int, word: int, figure: int) -> bool:
    """Say whether a count adds to an earlier day's: "[32 were killed on Monday.] On Tuesday a clinic said it had received nine more"."""
    event = occasion(scene.sentences[number], word, figure)
    # "another 12 people hurt in the raids": of the raids that have been told of.
    if event is not None and is_told_again(scene.sentences[number], event):
        return False
    more = not ADDING.isdisjoint(token.lower for token in scene.sentences[number].tokens[max(0, figure - 1) : figure + 2])
    return more and any(mention.rule in FORMS_OF_DAYS for mention in scene.times[number])


def is_apart(sentence: Sentence, word: int, figure: int) -> bool:
    """
    Say whether no other sentence's day is that of a figure.

    It is told by its distance to another event, of a state that lasts or of a conflict, of what somebody is held for, of what was before
    the event of its sentence, or counted since an event.
    """
    return lasts(sentence, word) or of_another(sentence, word, figure)


def of_another(sentence: Sentence, word: int, figure: int) -> bool:
    """Say whether a figure is told by another event or another time than that of its report, entry or neighbours."""
    return (
        is_offset(sentence, word)
        or _long_event(sentence, word)
        or is_charged(sentence, word, occasion(sentence, word, figure))
        or told_after(sentence, word) is not None
        or _marked_apart(sentence, occasion(sentence, word, figure))
        or _counted_since(sentence, word)
        or brought_to(sentence, figure) is not None
        or _beside_another(sentence, word)
    )


def _beside_another(sentence: Sentence, word: int) -> bool:
    """Say whether a figure is of an event whose place another was near: "took place close to where gunmen killed a driver"."""
    before = before_where(sentence, word)
    if not before or any(token.pos == "PUNCT" for token in sentence.tokens[before[-1].index + 1 : word]):
        return False
    return before[-1].lower in ("to", "near") or any(token.lower == "same" for token in before)


def _same_day(scene: Scene, number: int, mention: TimeMention) -> tuple[int, TimeMention]:
    """Return the day told before that "the same day" means, with the number of its sentence; else the expression itself."""
    # "nine died on 8 March in Harran, while on the same day four were hurt": told in the same sentence.
    for told in reversed(scene.times[number]):
        if told.last < mention.first and told.rule in FORMS_OF_DAYS and told.edge is None:
            return number, told
    # Back over turns too: "the same day" is often that of another event.
    for at in range(number - 1, max(number - SAME_DAY_REACH, 0) - 1, -1):
        if (day := event_day(scene, at, reached=True)) is not None:
            return at, day
    return number, mention


def _since(scene: Scene, number: int, word: int) -> tuple[int, TimeMention | None]:
    """Return since when something goes on, told by the sentence before or behind: "since rebels took up arms in 2003"."""
    if not is_perfect(scene.sentences[number], word):
        return number, None
    # What follows tells it of the lead alone; further down it may be that of another conflict.
    for at in (number - 1, number + 1) if number <= 1 else (number - 1,):
        if 0 <= at < len(scene.sentences) and at not in scene.turns and number not in scene.turns:
            for mention in scene.times[at]:
                if mention.edge == "since" and is_perfect(scene.sentences[at], mention.first):
                    return at, mention
    return number, None


def _own(scene: Scene, number: int, word: int, figure: int) -> TimeMention | None:
    """Return the time in the figure's own sentence that hangs together with its event best, or ``None`` where none does well enough."""
    scored, sentence, weights = [], scene.sentences[number], scene.weights
    # "up from 45 last year": the time is that number's, and no other's.
    for mention in scene.times[number]:
        if figure in (compared_number(sentence, mention), part_number(sentence, mention), listed_number(sentence, mention)):
            return mention
    event = occasion(sentence, word, figure)
    inside = stretch(sentence, event) if event is not None else range(0)
    total = brought_to(sentence, figure)
    for mention in event_times(scene, number):
        of_sum = (total is not None and mention.last < total) or dates_sum(sentence, mention, figure)
        # "and 340 since the war began": no other time of the sentence is that of a number that tells from when it counts.
        from_when = figure + 1 < len(sentence) and sentence[figure + 1].lower == "since"
        if of_sum or from_when or is_of_part(sentence, mention, figure) or listed_number(sentence, mention) is not None:
            continue
        # No other time is that of the number it is compared with: "40 are now there, up from 11".
        if mention.last < figure and compares_with(sentence, figure):
            continue
        at = attach(scene, number, mention)
        # "since the raid on 7 October that killed nine": they died on that day.
        if mention.start is not None and _tells_of_the_start(sentence, mention, word):
            scored.append((weights.time_start, mention.start))
            continue
        # "has now killed nine" tells of no day; "are now deployed" tells that it is so today.
        if mention.rule == "present" and not _is_so_now(sentence, at, word, figure):
            continue
        if others_event(sentence, mention.last, at, word, event) or is_of_others(sentence, mention, at, word):
            continue
        # "the 2006 bombing of a hotel that killed two" is of 2006, whatever else the sentence dates.
        bond = weights.time_named if mention.first in inside and mention.last in inside else _bond(scene, number, mention, at, word)
        # "nine died in two days of clashes" is told in one clause; beyond it, two days are those of another matter.
        if mention.rule == "duration" and clause_of(sentence, at) != clause_of(sentence, word):
            continue
        # "Eight months ago gunmen killed nine in Harran on 13 November": the day is told more closely.
        bond -= weights.time_loose if mention.rule == "ago" and not is_short(mention) else 0
        # "170 have died in the past week, including 14 on Monday": what is told of the whole goes behind what is told of the part.
        told = bond >= weights.tie_above
        bond -= weights.time_whole if told and any(t.lower == "including" for t in sentence.tokens[mention.last + 1 : figure]) else 0
        bond -= weights.time_tallied if dates_tally(sentence, mention, at, figure) else 0
        # Nearness mostly decides between equals.
        scored.append((bond - min(abs(at - word), abs(at - figure)) / weights.time_words, mention))
    return max((pair for pair in scored if pair[0] >= weights.time_least), key=lambda pair: pair[0], default=(0.0, None))[1]


def _tells_of_the_start(sentence: Sentence, mention: TimeMention, word: int) -> bool:
    """Say whether an event is that from which a "since" counts: "since the attack on 7 October 2023 that killed 1,200"."""
    behind = [token.lower for token in sentence.tokens[mention.last + 1 : mention.last + 4] if token.text != ","]
    # "since the attack on 7 October, in which 1,200 died", whatever the parser hangs the clause on.
    if behind[:2] == ["in", "which"] and mention.last < word:
        return True
    clause = next((token for token in (sentence[word], *sentence.ancestors(word)) if token.dep.startswith("acl")), None)
    return clause is not None and mention.first <= clause.head <= mention.last and clause.index > mention.last


def _bond(scene: Scene, number: int, mention: TimeMention, at: int, word: int) -> float:
    """
    Weigh how a time hangs together with an event, as :func:`~according.reading.settings.survey.tie` does.

    A time that opens the sentence dates all of it. One in a clause of saying, or of another event, dates nothing.
    """
    sentence = scene.sentences[number]
    if backs_another(sentence, mention, at, word):
        # Of all ties only that of the same clause is left above the least that counts.
        return tie(scene, number, at, word) - scene.weights.time_background
    if fronted(sentence, mention) or heads_entry(scene.report, sentence, mention):
        # As a time in the clause above: it dates what is reported below a verb of saying too.
        return max(scene.weights.time_opening, tie(scene, number, at, word))
    clause = clause_of(sentence, at)
    if clause == clause_of(sentence, word):
        return tie(scene, number, at, word)
    dates_event = owned(sentence, mention) or reported(sentence, mention)
    # "Funerals were held Tuesday for those killed": the day is not that of the killing.
    if aftermath(sentence, clause) or (not dates_event and _said(scene, sentence, clause, at)):
        return 0.0
    return tie(scene, number, at, word)


def _said(scene: Scene, sentence: Sentence, clause: int, at: int) -> bool:
    """Say whether a time hangs on an active verb of saying close by."""
    verb = sentence[clause]
    return (
        verb.lemma in scene.sayings and sentence[at].head == clause and abs(at - clause) <= 4 and sentence.child(clause, "aux:pass") is None
    )


def _marked_apart(sentence: Sentence, event: int | None) -> bool:
    """Say whether the noun for a figure's event marks it as another than the one told before: "in a separate incident"."""
    # "Later in the day": the day is the same.
    if any(token.lower == "day" for token in sentence.tokens[:LATER_THAT_DAY]):
        return False
    return event is not None and any(child.lower == "separate" for child in sentence.children(event, "amod"))


def _separate(sentence: Sentence) -> bool:
    """Say whether a sentence tells of one event that is apart from those before: "Two died in a separate incident"."""
    if "separate" not in sentence.forms:
        return False
    heads = (sentence[token.head] for token in sentence if token.lower == "separate" and token.dep == "amod")
    return any(noun.has("Number=Sing") and _marked_apart(sentence, noun.index) for noun in heads)


def _counted_since(sentence: Sentence, word: int) -> bool:
    """Say whether a figure is counted from an event on, which no day is told of: "500 have been killed since it began"."""
    return is_perfect(sentence, word) and any(token.lower == "since" for token in sentence.tokens[word:])


def lasts(sentence: Sentence, word: int) -> bool:
    """Say whether a clause tells of a state that lasts ("are deployed", "is holding"), which no day dates."""
    clause = clause_of(sentence, word)
    # "Six people are dead": it has happened, and on some day.
    if sentence[word].lower in HARM_STATES:
        return False
    # "The country keeps 200 soldiers in Harran": so it is, whatever happened beside.
    verb = sentence[clause]
    holds = verb.pos == "VERB" and verb.has("Tense=Pres") and verb.lemma in sentence.lexicon.word_class("holding-verbs")
    if holds and measure_of(sentence, word) in STATIONED and not sentence.children(clause, "aux"):
        return True
    helpers = [*sentence.children(clause, "aux", "cop"), *([sentence[clause]] if sentence[clause].pos in ("VERB", "AUX") else [])]
    present = any(helper.lower in ("is", "are", "am", "'re", "'s") for helper in helpers)
    return present and not any(helper.lemma == "have" for helper in helpers)


def _is_so_now(sentence: Sentence, at: int, word: int, figure: int) -> bool:
    """Say whether a clause with "now" tells of a state of those counted: "are now deployed", "currently has 900 troops in Harran"."""
    clause = clause_of(sentence, at)
    # "currently has 124 victims": harm has come before.
    if clause not in (clause_of(sentence, word), clause_of(sentence, figure)) or measure_of(sentence, word) in HARMS:
        return False
    helpers = sentence.children(clause, "aux", "aux:pass", "cop")
    # "has now killed" has happened by now.
    return not any(helper.lemma == "have" for helper in helpers) and any(token.has("Tense=Pres") for token in (sentence[clause], *helpers))


def _dated_saying(scene: Scene, number: int) -> bool:
    """Say whether a sentence dates its own saying: it then opens an entry of its own."""
    dated = [mention for mention in scene.times[number] if mention.rule in FORMS_OF_DAYS or mention.rule == "unit"]
    return any(dates_saying(scene, number, mention) for mention in dated)


def _long_event(sentence: Sentence, word: int) -> bool:
    """Say whether a figure is told of something that goes on for months: "the conflict has displaced 300,000"."""
    clause, lasting = clause_of(sentence, word), sentence.lexicon.forms("scenes", "lasting")
    # In the figure's own clause: a war that is only named elsewhere in the sentence is no bar.
    named = not lasting.isdisjoint(sentence.forms)
    if named and any(token.lower in lasting and clause_of(sentence, token.index) == clause for token in sentence):
        return True
    told = sentence[sentence[clause].head]
    return sentence[clause].dep == "acl:relcl" and (told.lower in lasting or sentence[told.head].lower in lasting)


def _borrowed(scene: Scene, number: int, word: int) -> tuple[int, TimeMention | None]:
    """Return the day told by a sentence on the same event: one before, the date that heads the entry, or one behind."""
    at, heading = number, scene.headings[number] if scene.headings else None
    # Not beyond the sentence that opened the event, nor above the heading of the entry.
    while at > 0 and at not in scene.turns and number - at < SENTENCES_BEFORE and (heading is None or at > heading[0]):
        at -= 1
        mention = event_day(scene, at)
        # What is told as separate, without a day of its own, parts the days before it from what follows.
        if mention is None and _separate(scene.sentences[at]):
            return heading or (number, None)
        if mention is not None and not (begins(scene.sentences[at], mention) and "first" not in scene.sentences[number].forms):
            # "On Friday" is the day of a whole report; "On 8 February" and "the next day" are each of one entry.
            far = (mention.has("M") or mention.rule == "relation") and number - at > ENTRY_REACH
            return (heading or (number, None)) if far else (at, mention)
    if heading is not None:
        return heading
    # Under a line with a day the days of what follows are told beside it: they are of other events.
    if line_over(scene.dated, scene.sentences[number].start, "day", "as_of", "period") is not None:
        return number, None
    # "Ten were killed in separate attacks": the day that follows is that of one of them. "5,000 troops have been sent": what follows is
    # mostly what others do, and is no day of the sending.
    if scattered(scene, number) or measure_of(scene.sentences[number], word) in STATIONED:
        return number, None
    for at in range(number + 1, min(number + SENTENCES_AFTER + 1, len(scene.sentences))):
        if at in scene.turns:
            break
        mention = event_day(scene, at)
        later = scene.sentences[at]
        if mention is None or begins(later, mention):
            continue
        # The lead and the headline leave the day to what follows; further down a new day is mostly a new event.
        # "Two days ago, ...": a day counted back from the report opens an event of its own.
        if owned(later, mention) or (number <= 1 and not (mention.rule == "ago" and fronted(later, mention))):
            return at, mention
    return number, None


def to_time(scene: Scene, number: int, mention: TimeMention) -> Time:
    """Return the value of a time expression: its span and words in the report, and the days that it comes to."""
    span = scene.sentences[number].span(mention.first, mention.last)
    times = scene.times[number]
    # The start of a "since" stands in no list of its own.
    days = scene.days[number][times.index(mention)] if mention in times else resolve(mention, Setting(scene.report.published))
    return Time(span.start, span.end, span.slice(scene.report.text), days.first, days.last, days.basis, days.grain, days.anchor)

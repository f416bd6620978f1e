"""
The time of a figure: the time expression of its event, not that of the saying.

A sentence's own time counts first. Where it has none, the day told by a sentence on the same event is taken over: one
before it, or the next where that speaks of the event as known ("Wednesday's clash").
"""

from __future__ import annotations

from according.language.sentence import Sentence
from according.reading.frames import scene_words
from according.reading.scenes import Scene, background, clause_of, says, tie
from according.reading.times import TimeMention
from according.reading.whereabouts import scattered
from according.statement import Time

# How many sentences back, and on, a day is looked for. Tried on the development reports: further back gains as much as it loses.
BEFORE, AFTER = 3, 2
# A full date ("On 8 February") opens an entry of a chronicle and reaches the next sentence only.
NEAR = 1
# How many sentences back "the same day" is looked for.
REACH = 50
# Units so short that a time counted in them is as good as a day.
SHORT = frozenset(("minute", "hour", "day", "weekend"))
DAYS = frozenset(("weekday", "date", "overnight", "range_dates", "range_days", "range_weekdays"))


def time_of(scene: Scene, number: int, word: int, figure: int) -> Time | None:
    """Return the time of a figure: ``number`` is its sentence, ``word`` the event's word in it, ``figure`` the number's."""
    mention = _own(scene, number, word, figure)
    if mention is not None and mention.rule == "relation" and mention.has("m"):
        number, mention = _same_day(scene, number, mention)
    if (
        mention is None
        and not _lasts(scene.sentences[number], word)
        and not _long_event(scene.sentences[number], word)
        and not _dated_saying(scene, number)
    ):
        number, mention = _borrowed(scene, number)
    return None if mention is None else to_time(scene, number, mention)


def _same_day(scene: Scene, number: int, mention: TimeMention) -> tuple[int, TimeMention]:
    """Return the day told before that "the same day" means, or the expression itself."""
    for at in range(number - 1, max(number - REACH, 0) - 1, -1):
        if (day := _day(scene, at)) is not None:
            return at, day
    return number, mention


def event_times(scene: Scene, number: int) -> list[TimeMention]:
    """Return the times of a sentence that date an event: not the saying."""
    return [mention for mention in scene.times[number] if not dates_saying(scene, number, mention)]


def attach(scene: Scene, number: int, mention: TimeMention) -> int:
    """Return the word of an expression by which it hangs in the tree."""
    sentence = scene.sentences[number]
    inside = range(mention.first, mention.last + 1)
    return next((i for i in inside if sentence[i].head not in inside or sentence[i].head == i), mention.first)


def dates_saying(scene: Scene, number: int, mention: TimeMention) -> bool:
    """Say whether a time dates only the saying: "said Saturday that", "police Monday said"."""
    sentence = scene.sentences[number]
    if _fronted(sentence, mention) or _owned(sentence, mention):
        return False
    head = sentence[attach(scene, number, mention)].head
    if says(scene, number, head) and (abs(head - mention.first) <= 3 or abs(mention.last - head) <= 3):
        return True
    beside = [sentence[index] for index in (mention.first - 1, mention.first - 2, mention.last + 1) if 0 <= index < len(sentence)]
    if len(beside) > 1 and beside[0].lower != "on" and beside[0].pos != "ADP":
        beside = [beside[0], *beside[2:]]
    return any(token.lemma in scene.sayings and token.pos == "VERB" for token in beside)


def _fronted(sentence: Sentence, mention: TimeMention) -> bool:
    """
    Say whether a time opens the sentence and dates what is told: "In an attack Monday, police say ...", "Also Friday, ...".

    With a plain date and a past verb of saying ("On 5 June, the ministry said ...") it dates the saying.
    """
    after = sentence[mention.last + 1].text if mention.last + 1 < len(sentence) else ""
    opening = sentence.tokens[: mention.first]
    if mention.first > 6 or after != "," or any(token.pos == "VERB" for token in opening):
        return False
    return any(token.pos == "NOUN" or token.lower == "also" for token in opening) or not any(
        root.lower.endswith(("ed", "id", "ld", "ote")) for root in sentence.roots()
    )


def _owned(sentence: Sentence, mention: TimeMention) -> bool:
    """Say whether an event is told by its time: "Wednesday's clash"."""
    return mention.last + 1 < len(sentence) and sentence[mention.last + 1].lower in ("'s", "’s")


def _own(scene: Scene, number: int, word: int, figure: int) -> TimeMention | None:
    scored = []
    for mention in event_times(scene, number):
        at = attach(scene, number, mention)
        bond = _bond(scene, number, mention, at, word)
        scored.append((bond - min(abs(at - word), abs(at - figure)) / 50, mention))
    return max((pair for pair in scored if pair[0] >= 0.5), key=lambda pair: pair[0], default=(0.0, None))[1]


def _bond(scene: Scene, number: int, mention: TimeMention, at: int, word: int) -> float:
    """Weigh how a time hangs together with an event; one that opens the sentence dates all of it, one over a saying little."""
    sentence = scene.sentences[number]
    if _background(sentence, mention, at, word):
        return tie(scene, number, at, word) - 3.0
    if _fronted(sentence, mention):
        return max(2.0, tie(scene, number, at, word))
    clause = clause_of(sentence, at)
    if clause != clause_of(sentence, word) and not _owned(sentence, mention) and _said(scene, sentence, clause, at):
        return 0.0
    return tie(scene, number, at, word)


def _said(scene: Scene, sentence: Sentence, clause: int, at: int) -> bool:
    """Say whether a time hangs on an active verb of saying close by."""
    verb = sentence[clause]
    return (
        verb.lemma in scene.sayings and sentence[at].head == clause and abs(at - clause) <= 4 and sentence.child(clause, "aux:pass") is None
    )


def _background(sentence: Sentence, mention: TimeMention, at: int, word: int) -> bool:
    """Say whether a time stands in a clause about another event, or modifies one: "since the April 2003 invasion"."""
    if background(sentence, at, word):
        return True
    head = sentence[at].head
    return head > mention.last and any(child.lower in scene_words("background") for child in sentence.children(head, "case"))


def _lasts(sentence: Sentence, word: int) -> bool:
    """Say whether a clause tells of a state that lasts ("are deployed", "is holding"), which no day dates."""
    clause = clause_of(sentence, word)
    helpers = [*sentence.children(clause, "aux", "cop"), *([sentence[clause]] if sentence[clause].pos in ("VERB", "AUX") else [])]
    present = any(helper.lower in ("is", "are", "am", "'re", "'s") for helper in helpers)
    return present and not any(helper.lemma == "have" for helper in helpers)


def _dated_saying(scene: Scene, number: int) -> bool:
    """Say whether a sentence dates its own saying: it then opens an entry of its own."""
    return any(mention.rule in DAYS and dates_saying(scene, number, mention) for mention in scene.times[number])


def _long_event(sentence: Sentence, word: int) -> bool:
    """Say whether the figure is told of something that goes on for months: "the conflict has displaced ..."."""
    return any(
        token.lower in scene_words("lasting") and clause_of(sentence, token.index) == clause_of(sentence, word) for token in sentence
    )


def _borrowed(scene: Scene, number: int) -> tuple[int, TimeMention | None]:
    at = number
    while at > 0 and at not in scene.turns and number - at < BEFORE:
        at -= 1
        if (mention := _day(scene, at)) is not None:
            far = mention.has("M") and number - at > NEAR
            return (number, None) if far else (at, mention)
    if scattered(scene, number):
        return number, None
    for at in range(number + 1, min(number + AFTER + 1, len(scene.sentences))):
        if at in scene.turns:
            break
        mention = _day(scene, at)
        if mention is not None and (_owned(scene.sentences[at], mention) or number <= 1):
            return at, mention
    return number, None


def _day(scene: Scene, number: int) -> TimeMention | None:
    """Return the first day that a sentence tells of its main event."""
    sentence = scene.sentences[number]
    for mention in event_times(scene, number):
        short = mention.rule in DAYS or (
            mention.rule in ("ago", "unit", "span") and bool(SHORT.intersection(mention.ids("U")) or mention.has("H"))
        )
        at = attach(scene, number, mention)
        if (
            short
            and mention.edge is None
            and not mention.has("x")
            and not _ahead(sentence, mention)
            and not _background(sentence, mention, at, sentence.roots()[0].index)
        ):
            return mention
    return None


def _ahead(sentence: Sentence, mention: TimeMention) -> bool:
    """Say whether a time lies in the future: "later this week", "tomorrow"."""
    return sentence[mention.first].lower in ("later", "tomorrow")


def to_time(scene: Scene, number: int, mention: TimeMention) -> Time:
    """Return the value of a time expression."""
    span = scene.sentences[number].span(mention.first, mention.last)
    days = scene.days[number][scene.times[number].index(mention)]
    return Time(span.start, span.end, span.slice(scene.report.text), days.first, days.last, days.basis, days.grain, days.anchor)

"""
Find the day of the event that a report is about, and tell which of its figures are of that event.

A report of one blast tells its day once, often sentences away from its figures. The day is that of a sentence which says when the event was
("The blast occurred late on Monday"), else that of the first victims. A chronicle and an account of a battle have none.
"""

from __future__ import annotations

from dataclasses import dataclass

from according.language.sentence import Sentence, Token
from according.names.nouns import is_event_noun
from according.reading.settings.event_days import event_day
from according.reading.settings.saying_times import event_times, owned
from according.reading.settings.survey import Scene
from according.reading.times.time_words import TimeMention

# Measures of what an event does to people and things.
HARMS = frozenset({"killed", "wounded", "casualties", "missing", "destroyed"})
# The rules of expressions that tell one day by its name.
BY_NAME = frozenset({"weekday", "date", "overnight"})
# So many sentences tell what a report is about, and the first two of them in its chief words.
OPENING, CHIEF = 4, 2
# The first victims are told of by then.
TOLD_BY = 8
# A report that tells of more days than these is a chronicle.
DAYS_MOST = 4
# So many sentences behind "Monday's blast" go on about it without a name for it.
CALLED_REACH = 1
# Words that point at an event that has been told of.
KNOWN_WORDS = frozenset({"the", "this", "that", "these", "those"})


@dataclass(frozen=True, slots=True)
class MainDay:
    """
    The day of the event that a report is about.

    ``number`` is that of the sentence that tells it and ``mention`` its time. ``nouns`` name the event, ``others`` are the numbers of the
    sentences that tell of other days or events. ``occurred`` says that a sentence tells when the event was: "The blast occurred on Monday",
    ``called`` that the event is only called by its day: "Monday's blast".
    """

    number: int
    mention: TimeMention
    nouns: frozenset[str]
    others: tuple[int, ...]
    occurred: bool
    called: bool = False


def find_main_day(scene: Scene, victims: tuple[int, TimeMention] | None) -> MainDay | None:
    """
    Return the day of the event that a report is about, or ``None`` where it tells of none or of many.

    ``victims`` are the number of a sentence and the time in it that date the first victims of the report, if words near them do.
    """
    nouns = _named(scene)
    days = [(at, day) for at in range(len(scene.sentences)) if (day := event_day(scene, at)) is not None]
    # Entries have days of their own, and a report over a period tells of many events.
    entries = len(scene.heads) > 1 or any(line.kind in ("day", "period") for line in scene.dated)
    if not nouns or entries or len({_day_of(day) for _, day in days}) > DAYS_MOST or _goes_on(scene):
        return None
    occurred = next((pair for at in range(len(scene.sentences)) if (pair := _occurred(scene, at, nouns)) is not None), None)
    # The tolls of a report as of a day are of no first victims.
    totals = any(line.kind == "as_of" and line.until is None for line in scene.dated)
    told = occurred or (victims if not totals and victims and victims[0] <= TOLD_BY and victims[1].rule in BY_NAME else None)
    # "A doctor fled Thursday's strikes in Harran": the day by which the event is called.
    called = None if told or totals else _called(scene, nouns)
    told = told or called
    if told is None or told[1].edge is not None:
        return None
    others = {at for at, day in days if _day_of(day) != _day_of(told[1])}
    others.update(at for at, sentence in enumerate(scene.sentences) if any(_of_another(sentence, token) for token in sentence))
    return MainDay(*told, nouns, tuple(sorted(others)), occurred is not None, called is not None)


def _goes_on(scene: Scene) -> bool:
    """Say whether the opening is about what goes on for days or more: a battle, a siege; a gun battle is over in hours."""
    fights = scene.lexicon.word_class("long-fights")
    long = (token for sentence in scene.sentences[:CHIEF] for token in sentence if token.lemma in fights)
    guns = any({"gun", "battle"} <= sentence.forms for sentence in scene.sentences[:CHIEF])
    return any(token.lemma != "battle" or not guns for token in long)


def _day_of(mention: TimeMention) -> tuple[tuple[str, int | str | None], ...]:
    """Return what tells a day from others, without the part of it: that of "late on Monday" is the one of "Monday"."""
    return tuple((word.letter, word.value if word.value is not None else word.id) for word in mention.words if word.letter in "WMdoTZXY")


def _named(scene: Scene) -> frozenset[str]:
    """Return the nouns for what the opening tells of, in its own words or in others: "blast" where a bomb exploded."""
    lexicon = scene.lexicon
    opening = {token.lemma for sentence in scene.sentences[:OPENING] for token in sentence}
    kinds = [entry.kind for entry in lexicon.lists["events"] if entry.kind != "disease" and not opening.isdisjoint(entry.forms)]
    named = opening.union(lexicon.forms("events", *kinds) if kinds else ())
    # "the war" and "the violence" have no day.
    return frozenset(lemma for lemma in named if is_event_noun(lemma, lexicon)) - lexicon.forms("scenes", "lasting")


def _occurred(scene: Scene, number: int, nouns: frozenset[str]) -> tuple[int, TimeMention] | None:
    """Return the time of a sentence which says when the event of the report was: "The blast occurred late on Monday"."""
    sentence = scene.sentences[number]
    for mention in event_times(scene, number):
        if (start := mention.start) is not None and start.rule in BY_NAME and _befell(sentence, mention, start):
            return number, start
        if mention.rule not in BY_NAME or mention.edge is not None:
            continue
        # The last verb before it, whatever the parser has hung the day on: "occurred at 9 p.m. on Monday, police said".
        verb = next((token for token in reversed(sentence.tokens[: mention.first]) if token.pos == "VERB"), None)
        if verb is not None and verb.lemma in sentence.lexicon.word_class("occurring-verbs") and _of_report(sentence, verb, nouns):
            return number, mention
    return None


def _called(scene: Scene, nouns: frozenset[str]) -> tuple[int, TimeMention] | None:
    """Return the day by which the opening calls the event of the report: "Thursday's strikes"."""
    for number, sentence in enumerate(scene.sentences[:OPENING]):
        for mention in event_times(scene, number):
            up = next((sentence[at].head for at in range(mention.first, mention.last + 1) if sentence[at].head > mention.last), None)
            if mention.rule in BY_NAME and owned(sentence, mention) and up is not None and sentence[up].lemma in nouns:
                return number, mention
    return None


def _befell(sentence: Sentence, mention: TimeMention, start: TimeMention) -> bool:
    """Say whether the clause of a "since" tells the event of the report: "since the boat sank on Monday"."""
    verb = next((token for token in reversed(sentence.tokens[mention.first : start.first]) if token.pos == "VERB"), None)
    own = None if verb is None else sentence.child(verb.index, "nsubj")
    if verb is None or own is None or verb.lemma not in sentence.lexicon.forms("events"):
        return False
    return any(child.lower in KNOWN_WORDS for child in sentence.children(own.index, "det"))


def _of_report(sentence: Sentence, verb: Token, nouns: frozenset[str]) -> bool:
    """Say whether the subject of a verb is the event of the report: "the blast occurred", "the blast, which occurred"."""
    own = sentence.child(verb.index, "nsubj")
    if own is None:
        return False
    if own.lower not in ("which", "that") or verb.dep != "acl:relcl":
        return refers(sentence, own.index, nouns)
    # "the raid in Harran, which occurred on Monday": the parser hangs the clause on the nearest noun.
    told, above = sentence[verb.head], sentence[sentence[verb.head].head]
    return refers(sentence, told.index, nouns) or (told.dep == "nmod" and refers(sentence, above.index, nouns))


def refers(sentence: Sentence, index: int, nouns: frozenset[str]) -> bool:
    """Say whether a noun points at the event of the report: "the blast", "the death toll"."""
    token = sentence[index]
    if token.lemma not in nouns and token.lemma not in sentence.lexicon.word_class("happenings"):
        return False
    # "the second blast", "the other attack" and "the worst blast in years" are not that of which the report tells first.
    other = sentence.lexicon.word_class("other-events")
    return any(child.lower in KNOWN_WORDS for child in sentence.children(index, "det")) and not any(
        child.lower in other or child.has("NumType=Ord") or child.has("Degree=Sup") for child in sentence.children(index, "amod")
    )


def _of_another(sentence: Sentence, token: Token) -> bool:
    """Say whether a word marks an event as another than the report has told of: "another landslide", "a second blast"."""
    marks = token.lower == "another" or token.lower == "separate" or (token.lower == "second" and token.has("NumType=Ord"))
    return marks and is_event_noun(sentence[token.head].lemma, sentence.lexicon)


def is_of_main_event(scene: Scene, main: MainDay, number: int, event: int | None) -> bool:
    """
    Say whether a sentence goes on about the event of the report.

    ``event`` is the noun in it that names a figure's event, or ``None`` where the sentence names none.
    """
    sentence, ahead = scene.sentences[number], number < main.number
    named = any(refers(sentence, token.index, main.nouns) for token in sentence)
    # What stands before the day is of it only where a sentence says so ("The blast occurred late on Monday"). A time in the figure's own
    # sentence has been weighed and is not the figure's.
    if number == main.number or (ahead and not (main.occurred and (number < OPENING or named))):
        return False
    # All of a report is of its event up to where it turns to another.
    low, high = (0, number) if ahead else (main.number, number)
    if any(low < at <= high for at in scene.turns):
        return False
    if ahead:
        return True
    # By its day alone an event is called in passing too: further on only its name tells that it is meant.
    if main.called and not named and number - main.number > CALLED_REACH:
        return False
    # Further down a report "an attack" is another one.
    if event is not None and not refers(sentence, event, main.nouns):
        return False
    return named or not any(main.number <= at <= number for at in main.others)

"""
Find the time of a figure: the time expression of its event, not that of the saying.

A sentence's own time counts first. Where it has none, the day told by a sentence on the same event is taken over: by one
before it, or by the next where that speaks of the event as known ("Wednesday's clash").
"""

from __future__ import annotations

from according.language.sentence import Sentence
from according.lexicon import Lexicon
from according.names.nouns import is_event_noun
from according.reading.settings.events import is_charged, occasion, others_event, stretch
from according.reading.settings.saying_times import attach, dates_saying, event_times, fronted, owned, reported
from according.reading.settings.survey import FORMS_OF_DAYS, Scene, background, clause_of, heads_entry, is_ahead, tie
from according.reading.settings.time_words import TimeMention
from according.reading.settings.where import scattered
from according.statement import Time

# How many sentences back, and on, a day is looked for. Tried on the development reports: further back gains as much as it loses.
SENTENCES_BEFORE, SENTENCES_AFTER = 3, 2
# A date with its month ("On 8 February") opens an entry of a chronicle and reaches the next sentence only.
ENTRY_REACH = 1
# How many sentences back "the same day" is looked for.
SAME_DAY_REACH = 50
# How closely a time in the phrase of the figure's own event hangs together with it: above all others.
NAMED_TIME = 6.0
# Units so short that a time counted in them is as good as a day.
SHORT_UNITS = frozenset(("minute", "hour", "day", "weekend"))
# States that tell of an event and not of what goes on.
HARM_STATES = frozenset({"dead", "wounded", "injured", "hurt", "killed"})
# A line of so few words is a heading, whose day is that of what stands below it.
HEADING_MOST = 5


def time_of(scene: Scene, number: int, word: int, figure: int) -> Time | None:
    """
    Return the time of a figure, or ``None`` where no words settle it.

    ``number`` is that of its sentence, ``word`` the index of the event's word in it, ``figure`` that of the number's.
    """
    mention = _own(scene, number, word, figure)
    # "the same day" points at another expression, whose words and days are shown in its stead.
    if mention is not None and mention.rule == "relation" and mention.has("m") and _is_short(mention):
        number, mention = _same_day(scene, number, mention)
    # What goes on for months has a beginning and no day, and the beginning may stand in the sentence beside.
    if mention is None and _long_event(scene.sentences[number], word):
        number, mention = _since(scene, number, word)
    # No neighbour's day is that of what is told by its distance to another event, of a state that lasts or of a conflict, of what is said
    # on a day of its own, or of what somebody is held for.
    if (
        mention is None
        and not _offset(scene.sentences[number], word)
        and not _lasts(scene.sentences[number], word)
        and not _long_event(scene.sentences[number], word)
        and not _dated_saying(scene, number)
        and not is_charged(scene.sentences[number], word, occasion(scene.sentences[number], word, figure))
    ):
        number, mention = _borrowed(scene, number)
    return None if mention is None else to_time(scene, number, mention)


def _same_day(scene: Scene, number: int, mention: TimeMention) -> tuple[int, TimeMention]:
    """Return the day told before that "the same day" means, with the number of its sentence; else the expression itself."""
    # Back over turns too: "the same day" is often that of another event.
    for at in range(number - 1, max(number - SAME_DAY_REACH, 0) - 1, -1):
        if (day := _day(scene, at, reached=True)) is not None:
            return at, day
    return number, mention


def _since(scene: Scene, number: int, word: int) -> tuple[int, TimeMention | None]:
    """Return since when something goes on, told by the sentence before or behind: "since rebels took up arms in 2003"."""
    if not _perfect(scene.sentences[number], word):
        return number, None
    for at in (number - 1, number + 1):
        if 0 <= at < len(scene.sentences) and at not in scene.turns and number not in scene.turns:
            for mention in scene.times[at]:
                if mention.edge == "since" and _perfect(scene.sentences[at], mention.first):
                    return at, mention
    return number, None


def _perfect(sentence: Sentence, word: int) -> bool:
    """Say whether a clause, or one that it hangs below, tells of a time up to now: "have killed"."""
    clause = clause_of(sentence, word)
    # "have killed" may stand over a clause that has no helper of its own: "have been fighting since rebels rose".
    above = (token.index for token in sentence.ancestors(clause))
    return any(helper.lower in ("have", "has", "'ve", "’ve") for at in (clause, *above) for helper in sentence.children(at, "aux"))


def _offset(sentence: Sentence, word: int) -> bool:
    """Say whether an event is told by its distance to another: "a day after a blast killed ...", "Hours earlier, ..."."""
    # The distance stands before the event's word: "The raid came a day after a bomb killed three".
    offsets = sentence.lexicon.forms("scenes", "offset")
    if offsets.isdisjoint(sentence.forms):
        return False
    for token in sentence.tokens[1:]:
        if token.index < word and sentence[token.index - 1].lower in offsets:
            if token.lower in ("after", "before") and token.head >= token.index:
                return True
            # "Hours earlier, ..." opens the sentence; later on "earlier" may be of anything.
            if token.lower == "earlier" and token.index <= 4:
                return True
    return False


def _own(scene: Scene, number: int, word: int, figure: int) -> TimeMention | None:
    """Return the time in the figure's own sentence that hangs together with its event best, or ``None`` where none does well enough."""
    scored, sentence = [], scene.sentences[number]
    event = occasion(sentence, word, figure)
    inside = stretch(sentence, event) if event is not None else range(0)
    for mention in event_times(scene, number):
        at = attach(scene, number, mention)
        if others_event(sentence, mention.last, at, word, event):
            continue
        # "the 2006 bombing of a hotel that killed two" is of 2006, whatever else the sentence dates.
        bond = NAMED_TIME if mention.first in inside and mention.last in inside else _bond(scene, number, mention, at, word)
        if mention.clausal and _tells_of_the_start(sentence, mention, word):
            continue
        # "nine died in two days of clashes" is told in one clause; beyond it, two days are those of another matter.
        if mention.rule == "duration" and clause_of(sentence, at) != clause_of(sentence, word):
            continue
        # Fifty words weigh as much as one step of the tie: nearness mostly decides between equals.
        scored.append((bond - min(abs(at - word), abs(at - figure)) / 50, mention))
    return max((pair for pair in scored if pair[0] >= 0.5), key=lambda pair: pair[0], default=(0.0, None))[1]


def _tells_of_the_start(sentence: Sentence, mention: TimeMention, word: int) -> bool:
    """Say whether an event is that from which a "since" counts: "since the attack on 7 October 2023 that killed 1,200"."""
    clause = next((token for token in (sentence[word], *sentence.ancestors(word)) if token.dep.startswith("acl")), None)
    return clause is not None and mention.first <= clause.head <= mention.last and clause.index > mention.last


def _bond(scene: Scene, number: int, mention: TimeMention, at: int, word: int) -> float:
    """
    Weigh how a time hangs together with an event, as :func:`~according.reading.settings.survey.tie` does.

    A time that opens the sentence dates all of it. One in a clause of saying, or of another event, dates nothing.
    """
    sentence = scene.sentences[number]
    if _background(sentence, mention, at, word):
        # Of all ties only that of the same clause is left above the least that counts.
        return tie(scene, number, at, word) - 3.0
    if fronted(sentence, mention) or heads_entry(scene.report, sentence, mention):
        # As a time in the clause above: it dates what is reported below a verb of saying too.
        return max(2.0, tie(scene, number, at, word))
    clause = clause_of(sentence, at)
    if clause == clause_of(sentence, word):
        return tie(scene, number, at, word)
    dates_event = owned(sentence, mention) or reported(sentence, mention)
    # "Funerals were held Tuesday for those killed": the day is not that of the killing.
    if _aftermath(sentence, clause) or (not dates_event and _said(scene, sentence, clause, at)):
        return 0.0
    return tie(scene, number, at, word)


def _aftermath(sentence: Sentence, clause: int) -> bool:
    """Say whether a clause tells of what is held after an event: "funerals were held"."""
    return any(child.lemma in sentence.lexicon.forms("scenes", "aftermath") for child in sentence.children(clause, "nsubj", "obj"))


def _said(scene: Scene, sentence: Sentence, clause: int, at: int) -> bool:
    """Say whether a time hangs on an active verb of saying close by."""
    verb = sentence[clause]
    return (
        verb.lemma in scene.sayings and sentence[at].head == clause and abs(at - clause) <= 4 and sentence.child(clause, "aux:pass") is None
    )


def _background(sentence: Sentence, mention: TimeMention, at: int, word: int) -> bool:
    """Say whether a time stands in a clause about another event, or modifies one: "since the April 2003 invasion"."""
    # "have killed 3,000 since rebels rose in 2003", "the toll since ...": the clause of "since" is the time itself.
    if mention.clausal and (_perfect(sentence, word) or any(token.lower == "toll" for token in sentence.tokens[: mention.first])):
        return False
    if background(sentence, at, word):
        return True
    head = sentence[at].head
    # "since the April 2003 invasion": the month tells the invasion apart.
    return head > mention.last and sentence.has_case(head, *sentence.lexicon.forms("scenes", "background"))


def _lasts(sentence: Sentence, word: int) -> bool:
    """Say whether a clause tells of a state that lasts ("are deployed", "is holding"), which no day dates."""
    clause = clause_of(sentence, word)
    # "Six people are dead": it has happened, and on some day.
    if sentence[word].lower in HARM_STATES:
        return False
    helpers = [*sentence.children(clause, "aux", "cop"), *([sentence[clause]] if sentence[clause].pos in ("VERB", "AUX") else [])]
    present = any(helper.lower in ("is", "are", "am", "'re", "'s") for helper in helpers)
    return present and not any(helper.lemma == "have" for helper in helpers)


def _dated_saying(scene: Scene, number: int) -> bool:
    """Say whether a sentence dates its own saying: it then opens an entry of its own."""
    return any(mention.rule in FORMS_OF_DAYS and dates_saying(scene, number, mention) for mention in scene.times[number])


def _long_event(sentence: Sentence, word: int) -> bool:
    """Say whether a figure is told of something that goes on for months: "the conflict has displaced 300,000"."""
    clause, lasting = clause_of(sentence, word), sentence.lexicon.forms("scenes", "lasting")
    # In the figure's own clause: a war that is only named elsewhere in the sentence is no bar.
    if any(token.lower in lasting and clause_of(sentence, token.index) == clause for token in sentence):
        return True
    told = sentence[sentence[clause].head]
    return sentence[clause].dep == "acl:relcl" and (told.lower in lasting or sentence[told.head].lower in lasting)


def _borrowed(scene: Scene, number: int) -> tuple[int, TimeMention | None]:
    """Return the day told by a sentence on the same event: one before, the date that heads the entry, or one behind."""
    at, heading = number, scene.headings[number] if scene.headings else None
    # Not beyond the sentence that opened the event, nor above the heading of the entry.
    while at > 0 and at not in scene.turns and number - at < SENTENCES_BEFORE and (heading is None or at > heading[0]):
        at -= 1
        if (mention := _day(scene, at)) is not None:
            # "On Friday" is the day of a whole report; "On 8 February" and "the next day" are each of one entry.
            far = (mention.has("M") or mention.rule == "relation") and number - at > ENTRY_REACH
            return (heading or (number, None)) if far else (at, mention)
    if heading is not None:
        return heading
    # "Ten were killed in separate attacks": the day that follows is that of one of them.
    if scattered(scene, number):
        return number, None
    for at in range(number + 1, min(number + SENTENCES_AFTER + 1, len(scene.sentences))):
        if at in scene.turns:
            break
        mention = _day(scene, at)
        later = scene.sentences[at]
        # The lead and the headline leave the day to what follows; further down a new day is mostly a new event.
        if mention is not None and (owned(later, mention) or (number <= 1 and not _turns_back(later, mention))):
            return at, mention
    return number, None


def _turns_back(sentence: Sentence, mention: TimeMention) -> bool:
    """Say whether a sentence opens with a day counted back from the report, and so with an event of its own: "Two days ago, ..."."""
    return mention.rule == "ago" and fronted(sentence, mention)


def _day(scene: Scene, number: int, *, reached: bool = False) -> TimeMention | None:
    """
    Return the first day that a sentence tells of its main event, where that can have harmed somebody.

    ``reached`` is for "the same day": it takes "by 2 October" and days of any event too.
    """
    sentence = scene.sentences[number]
    for mention in event_times(scene, number):
        counted = mention.rule in ("ago", "unit", "span") or (mention.rule == "relation" and mention.has("x"))
        short = mention.rule in FORMS_OF_DAYS or (counted and _is_short(mention))
        at = attach(scene, number, mention)
        if (
            short
            and (mention.edge is None or (reached and mention.edge == "by"))
            # "next Monday" is ahead, "the next day" is not.
            and (mention.rule == "relation" or not mention.has("x"))
            and not _ahead(sentence, mention)
            and not is_ahead(sentence, mention)
            and not _background(sentence, mention, at, sentence.roots()[0].index)
            and not _aftermath(sentence, clause_of(sentence, at))
            and (reached or _dates_event(scene, number, mention, at))
        ):
            return mention
    return None


def _is_short(mention: TimeMention) -> bool:
    """Say whether a time is counted in days or less: "two days ago", "that night", not "the next week"."""
    return mention.has("H") or not SHORT_UNITS.isdisjoint(mention.ids("U"))


def _harm(lexicon: Lexicon) -> frozenset[str]:
    """Return the first words of the forms for what befalls people. That armed people come or go is not among them: it harms nobody."""
    return frozenset(form.split()[0] for entry in lexicon.lists["measures"] if entry.pattern != "force" for form in entry.forms)


def _dates_event(scene: Scene, number: int, mention: TimeMention, at: int) -> bool:
    """
    Say whether a day dates an event that can have harmed somebody: not that on which a governor spoke or aid arrived.

    Its clause, or one that hangs on it, has a word of harm, of an attack or a noun for an event; a day that heads an entry dates
    all that follows.
    """
    sentence, lexicon = scene.sentences[number], scene.lexicon
    # "Monday" on a line by itself tells of no event and dates those below it.
    if heads_entry(scene.report, sentence, mention) or len(sentence) <= HEADING_MOST:
        return True
    harm, attack = lexicon.keep(_harm), lexicon.word_class("attack-verbs")
    for token in sentence:
        if mention.first <= token.index <= mention.last:
            continue
        event = token.pos in ("NOUN", "PROPN") and is_event_noun(token.lemma, lexicon)
        harms = token.pos in ("VERB", "NOUN", "ADJ") and token.lemma in harm
        if event or harms or (token.pos == "VERB" and token.lemma in attack):
            return True
    return False


def _ahead(sentence: Sentence, mention: TimeMention) -> bool:
    """Say whether a time lies in the future: "later this week", "tomorrow"."""
    return sentence[mention.first].lower in ("later", "tomorrow")


def to_time(scene: Scene, number: int, mention: TimeMention) -> Time:
    """Return the value of a time expression: its span and words in the report, and the days that it comes to."""
    span = scene.sentences[number].span(mention.first, mention.last)
    days = scene.days[number][scene.times[number].index(mention)]
    return Time(span.start, span.end, span.slice(scene.report.text), days.first, days.last, days.basis, days.grain, days.anchor)

"""
Find the day that a sentence tells of its own event: "A blast killed nine on Monday", and not the day of the saying or of another event.
"""

from __future__ import annotations

from according.language.sentence import Sentence, Token
from according.lexicon import Lexicon
from according.names.nouns import is_event_noun
from according.reading.settings.others_times import done_afterwards, relative_opening
from according.reading.settings.saying_times import attach, event_times, owned
from according.reading.settings.survey import FORMS_OF_DAYS, Scene, background, clause_of, heads_entry, is_ahead
from according.reading.times.time_words import TimeMention

# Units so short that a time counted in them is as good as a day.
SHORT_UNITS = frozenset(("minute", "hour", "day", "weekend"))
# From "began" to its day stand at most so many words.
BEGINNING_REACH = 4
# So many words before "where" stand those by which a place is told from another event: "in the same narrow street where".
NEIGHBOUR_WORDS = 4
# A line of so few words is a heading, whose day is that of what stands below it.
HEADING_MOST = 5


def event_day(scene: Scene, number: int, *, reached: bool = False) -> TimeMention | None:
    """
    Return the first day that a sentence tells of its main event, where that can have harmed somebody.

    ``reached`` is for "the same day": it takes "by 2 October", days of any event and those on which somebody spoke too.
    """
    sentence = scene.sentences[number]
    for mention in scene.times[number] if reached else event_times(scene, number):
        counted = mention.rule in ("ago", "unit", "span") or (mention.rule == "relation" and mention.has("x"))
        short = mention.rule in FORMS_OF_DAYS or (counted and is_short(mention))
        at = attach(scene, number, mention)
        if (
            short
            and (mention.edge is None or (reached and mention.edge == "by"))
            # "next Monday" is ahead, "the next day" is not.
            and (mention.rule == "relation" or not mention.has("x"))
            and not _ahead(sentence, mention)
            and not is_ahead(sentence, mention)
            # "until Friday's attack": the attack was on that Friday.
            and (owned(sentence, mention) or not backs_another(sentence, mention, at, sentence.roots()[0].index))
            and not (aftermath(sentence, clause_of(sentence, at)) or done_afterwards(sentence, at))
            and not _of_neighbour(sentence, mention)
            and (reached or _dates_event(scene, number, mention, at))
        ):
            return mention
    return None


def is_short(mention: TimeMention) -> bool:
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


def _of_neighbour(sentence: Sentence, mention: TimeMention) -> bool:
    """Say whether a day is that of another event at the place: "It was in the same street where soldiers killed three on Thursday"."""
    return any(token.lower == "same" for token in before_where(sentence, mention.first))


def before_where(sentence: Sentence, end: int) -> tuple[Token, ...]:
    """Return the words before the first "where" up to a word: those by which a place is told from another event; none without it."""
    where = next((token.index for token in sentence.tokens[1:end] if token.lower == "where"), 0)
    return sentence.tokens[max(where - NEIGHBOUR_WORDS, 0) : where]


def begins(sentence: Sentence, mention: TimeMention) -> bool:
    """Say whether a day is that on which something long began, and so of no one event in it: "an offensive that began on Monday"."""
    for token in reversed(sentence.tokens[max(mention.first - BEGINNING_REACH, 0) : mention.first]):
        if token.pos == "VERB":
            break
    else:
        return False
    if token.lemma not in ("begin", "start", "launch", "initiate"):
        return False
    own = sentence.child(token.index, "nsubj:pass") or sentence.child(token.index, "nsubj")
    named = sentence[token.head] if token.dep.startswith("acl") else own
    long = (sentence.lexicon.word_class("long-fights") - {"battle"}) | sentence.lexicon.forms("scenes", "lasting") | {"operation"}
    return named is not None and named.lemma in long


def aftermath(sentence: Sentence, clause: int) -> bool:
    """Say whether a clause tells of what is held after an event: "funerals were held"."""
    return any(child.lemma in sentence.lexicon.forms("scenes", "aftermath") for child in sentence.children(clause, "nsubj", "obj"))


def backs_another(sentence: Sentence, mention: TimeMention, at: int, word: int) -> bool:
    """Say whether a time stands in a clause about another event, or modifies one: "since the April 2003 invasion"."""
    # "have killed 3,000 since rebels rose in 2003", "the toll since ...": the clause of "since" is the time itself.
    if mention.clausal and (is_perfect(sentence, word) or any(token.lower == "toll" for token in sentence.tokens[: mention.first])):
        return False
    if background(sentence, at, word):
        return True
    head = sentence[at].head
    # "since the April 2003 invasion": the month tells the invasion apart.
    return head > mention.last and sentence.has_case(head, *sentence.lexicon.forms("scenes", "background"))


def is_perfect(sentence: Sentence, word: int) -> bool:
    """Say whether a clause, or one that it hangs below, tells of a time up to now: "have killed"."""
    clause = clause_of(sentence, word)
    # "have killed" may stand over a clause that has no helper of its own: "have been fighting since rebels rose".
    above = (token.index for token in sentence.ancestors(clause))
    return any(helper.lower in ("have", "has", "'ve", "’ve") for at in (clause, *above) for helper in sentence.children(at, "aux"))


def before_relative(scene: Scene, number: int, word: int) -> TimeMention | None:
    """Return the day between an event and the clause that tells whom it harmed: "after a fire on Saturday in which nine died"."""
    sentence = scene.sentences[number]
    opening = relative_opening(sentence, word)
    told = next((mention for mention in scene.times[number] if mention.last + 1 == opening and mention.edge is None), None)
    if told is None or told.rule not in FORMS_OF_DAYS:
        return None
    for token in reversed(sentence.tokens[: told.first]):
        if token.pos in ("VERB", "AUX", "PRON", "SCONJ", "PUNCT", "CCONJ"):
            return None
        if is_event_noun(token.lemma, sentence.lexicon):
            return told
    return None

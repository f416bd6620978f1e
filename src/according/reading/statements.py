"""
Statements: gather what was found in a report into stretches for which somebody answers.

Figures of one sentence with the same speakers make one statement. A frame without a figure makes one too, because who said what is kept
where nobody is counted; the report's own voice makes one only for figures and for events.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import cast

from according.language.sentence import Sentence
from according.names.parties import is_person_noun
from according.reading.context import Context, Found
from according.reading.figures.counting import counting_of
from according.reading.figures.references import party_of
from according.reading.figures.status import NEGATIONS, is_estimate, is_negated, is_said_reported, status_of, telling_word
from according.reading.figures.unreal import unreal_status
from according.reading.grammar.phrases import DAY_WORDS, is_plural, phrase
from according.reading.settings.when import time_of
from according.reading.speakers.block_voices import SCOPE_RULES
from according.reading.speakers.cues import is_left_unsaid
from according.reading.speakers.frame import Frame
from according.reading.speakers.voices import Voice, quotation_at, speaker_span
from according.reading.tables.cell_counts import Evidence, evidence_of
from according.report import Span, make_id
from according.statement import Figure, Mention, Party, Reading, Reference, Stance, Statement, Status, Step, Time

# Adjectives right behind a number by which the count itself is unsure: "4,264 probable deaths".
UNSURE = frozenset({"probable"})
# A sentence inside a quotation is a statement of its own from so many words on; below stands "Yes." and the like.
OWN_STATEMENT_LEAST = 4


@dataclass(slots=True)
class Group:
    """A statement to be: the sentence it stands in, the frames over it, outermost first, and its figures."""

    position: int
    chain: list[Voice]
    quoted: Voice | None
    found: list[Found] = field(default_factory=list)

    @property
    def frames(self) -> list[Frame]:
        """The frames over the statement, that of the surrounding quotation last."""
        return [voice.frame for voice in self.chain] + ([self.quoted.frame] if self.quoted else [])

    @property
    def voices(self) -> list[Voice]:
        """The voices, outermost first: whoever says a quotation also says the frames inside it."""
        return ([self.quoted] if self.quoted else []) + self.chain


def build_statements(context: Context) -> Reading:
    """
    Build the reading: all statements of a report, in the order of its text.

    They are what somebody is said to say, and the report's own voice where it holds figures or tells of an event.
    """
    groups: dict[tuple[int, tuple[int, ...]], Group] = {}
    # Every frame makes a statement, whether or not it holds a figure: "the ministry denied it" is kept.
    for position, voices in enumerate(context.voices):
        for voice in voices:
            over, quoted = context.speakers_of(position, voice.frame.cue)
            # "The army doubted a claim that 12 had died": the army does not say that they died, so the claim stands without it.
            chain = [voice] if voice.frame.alone else over if voice in over else [*over, voice]
            groups.setdefault(_key(position, chain, quoted), Group(position, chain, quoted))
    for found in context.found:
        over, quoted = context.speakers_of(found.sentence, found.candidate.number.core)
        # "claimed responsibility for the blast that killed 15": the 15 are told by the report, not by who claims the blast.
        chain = [voice for voice in over if voice.frame.counts]
        groups.setdefault(_key(found.sentence, chain, quoted), Group(found.sentence, chain, quoted)).found.append(found)
    _add_bare(context, groups)
    statements = _once(_statement(context, group) for group in groups.values())
    text = context.report.text
    references = tuple(Reference(mention(text, span), mention(text, named.span)) for span, named in context.references.found())
    return Reading(context.report, tuple(sorted(statements, key=lambda s: (s.start, s.content.start, s.end, s.id))), references=references)


def _once(statements: Iterable[Statement]) -> list[Statement]:
    """
    Join statements that are one, and return them.

    In "police say he is believed to be dead" the claimant of "believed" is not named and adds no speaker, so that the statements of the
    two cues come out the same.
    """
    found: dict[str, Statement] = {}
    for statement in statements:
        old = found.get(statement.id)
        if old is not None:
            # The one with figures, or with more steps in its trace, tells more of how it was read.
            longer = max(old, statement, key=lambda s: (bool(s.figures), len(s.trace)))
            statement = replace(longer, figures=(*old.figures, *statement.figures))
        found[statement.id] = statement
    return list(found.values())


def _key(position: int, chain: list[Voice], quoted: Voice | None) -> tuple[int, tuple[int, ...]]:
    """Return what tells the groups of a report apart: the sentence and the cues over it, else the cue of the quotation around it."""
    if chain:
        return position, tuple(voice.frame.cue for voice in chain)
    # The cue of a quotation may be that of another sentence; the -1 keeps its index from being taken for one of this sentence.
    return position, (-1, quoted.sentence, quoted.frame.cue) if quoted else ()


def _add_bare(context: Context, groups: dict[tuple[int, tuple[int, ...]], Group]) -> None:
    """Add sentences without frame or figure: those inside a quotation somebody answers for, and those that tell of an event."""
    told = {group.position for group in groups.values()}
    for position, sentence in enumerate(context.sentences):
        if position in told:
            continue
        # The middle word decides: a sentence may begin before its opening mark or end behind its closing one.
        quotation = quotation_at(context.quotations, sentence[len(sentence) // 2].start) if len(sentence) >= OWN_STATEMENT_LEAST else None
        voice = context.quoted_by.get(quotation) if quotation is not None else None
        if voice is not None or _tells(context, position):
            groups[_key(position, [], voice)] = Group(position, [], voice)


def _tells(context: Context, position: int) -> bool:
    """Say whether a verb of the sentence tells of a measure: a death, a deployment, a withdrawal, a capture."""
    sentence = context.sentences[position]
    return any(
        t.entry.pattern in ("object", "subject", "either", "light") and sentence[t.index].pos == "VERB"
        for t in context.triggers_of(position)
    )


# -- one statement -------------------------------------------------------------------------------------------------


def _statement(context: Context, group: Group) -> Statement:
    text, sentence = context.report.text, context.sentences[group.position]
    content = _content_span(context, group)
    spans = [span for voice in group.voices for span in voice.speakers]
    # "The mayor said two died and that he feared more had": the pronoun is found to be the mayor, who is named once.
    spans = [span for at, span in enumerate(spans) if at == 0 or span != spans[at - 1]]
    speakers = tuple(found for span in spans if (found := party(context, span, "speaker")))
    # The outermost frame that names somebody leads: its cue is shown, and its stance is the statement's.
    lead = next((voice for voice in group.voices if voice.speakers), group.voices[0] if group.voices else None)
    cue_at = lead.frame.cue if lead else ""
    # Two cues over the same words by the same speaker are two statements, so the cue is part of the id.
    identity = make_id(context.report.id, content.start, content.end, cue_at, *(f"{s.start}-{s.end}" for s in speakers))
    figures = tuple(_figure(context, group, found) for found in group.found)
    status: Status = (
        figures[0].status if figures else status_of(sentence, _top(sentence, content), content.slice(text), group.frames, context.lexicon)
    )
    start, end = min(content.start, sentence.start), max(content.end, sentence.end)
    return Statement(
        id=identity, start=start, end=end, text=text[start:end], content=mention(text, content), speakers=speakers,
        cue=mention(text, context.sentences[lead.sentence].span(lead.frame.cue, lead.frame.cue_last)) if lead else None,
        quoted=(group.quoted is not None and group.quoted.frame.rule not in SCOPE_RULES) or _is_quoted(context, content),
        stance=cast(Stance, lead.frame.stance) if lead else "says", status=status,
        negated=_is_negated(sentence, content),
        evidence=_evidence(context, group), about=_about(context, group, content),
        time=_when(context, group, content), figures=figures, trace=tuple(_trace(context, group)),
    )  # fmt: skip


def _is_negated(sentence: Sentence, content: Span) -> bool:
    """Say whether a negation stands in what is said."""
    if NEGATIONS.isdisjoint(sentence.forms):
        return False
    return any(token.lower in NEGATIONS for token in sentence if content.start <= token.start < content.end)


def mention(text: str, span: Span) -> Mention:
    """Return the words at a span."""
    return Mention(span.start, span.end, span.slice(text))


def party(context: Context, span: Span | None, role: str, position: int = 0) -> Party | None:
    """
    Return who is named at a span, with name, kind and country as far as the report tells them; ``None`` for no words.

    ``role`` is "speaker", "population" or "perpetrator". ``position`` is the sentence of the span, from which a population's short name
    looks back.
    """
    if span is None or span.start == span.end:
        return None
    named = context.references.resolve(span, position) if role == "population" else None
    found = as_printed(context, party_of(span.slice(context.text), span, role, named, context.lexicon))
    return context.namings.fill(found) if role == "speaker" else found


def as_printed(context: Context, party: Party) -> Party:
    """Return a party with its words as the report prints them, which may be in capitals."""
    words = context.report.text[party.start : party.end]
    return party if party.text == words else replace(party, text=words)


def _about(context: Context, group: Group, content: Span) -> Party | None:
    """
    Return of whom the first event in a content tells, or ``None``.

    They are a group in the plural; a pronoun or short name is the group that it stands for.
    """
    sentence = context.sentences[group.position]
    for trigger in context.triggers_of(group.position):
        if not content.start <= sentence[trigger.index].start < content.end:
            continue
        for index in trigger.direct or trigger.counted:
            token = sentence[index]
            if token.pos == "PRON":
                named = context.references.pronoun(token, group.position)
                told = party_of(token.text, Span(token.start, token.end), "population", named, context.lexicon) if named else None
                return as_printed(context, told) if told else None
            if is_person_noun(token.lemma, context.lexicon) and is_plural(token):
                span = sentence.span(*phrase(sentence, index, tail=False))
                named = context.references.resolve(span, group.position)
                return as_printed(context, party_of(span.slice(context.text), span, "population", named, context.lexicon))
    return None


def _when(context: Context, group: Group, content: Span) -> Time | None:
    """Return when the event of a content happened: as its first figure says, else by a time that stands in the content itself."""
    if group.found or context.scene is None:
        return group.found[0].time if group.found else None
    sentence = context.sentences[group.position]
    word = next((t.index for t in context.triggers_of(group.position) if content.start <= sentence[t.index].start < content.end), None)
    word = _top(sentence, content) if word is None else word
    time = time_of(context.scene, group.position, word, word)
    # A day in the frame is that of the saying, and one in another sentence may be of another event.
    return time if time is not None and time.start is not None and content.start <= time.start < content.end else None


def _content_span(context: Context, group: Group) -> Span:
    """
    Return the stretch that is said: the content of the innermost frame, or the whole sentence without one.

    Of a content in several parts the parts with the figures are taken, else all, with what lies between them.
    """
    sentence = context.sentences[group.position]
    if not group.chain:
        return _trimmed(sentence, 0, len(sentence) - 1)
    spans = [_trimmed(sentence, first, last) for first, last in group.chain[-1].frame.content]
    starts = [found.candidate.number.start for found in group.found]
    spans = [span for span in spans if any(span.start <= start < span.end for start in starts)] or spans
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _trimmed(sentence: Sentence, first: int, last: int) -> Span:
    """Return a stretch of words without the marks and joints at its edges, and without "that" or a day of the saying in front."""
    while first < last and (sentence[first].pos == "PUNCT" or sentence[first].lower == "that" or _is_day(sentence, first)):
        first += 1
    while last > first and sentence[last].pos in ("PUNCT", "CCONJ"):
        last -= 1
    return sentence.span(first, last)


def _is_day(sentence: Sentence, index: int) -> bool:
    """Say whether a word is a day that dates the saying, right before a mark: `said Wednesday, "...`."""
    return sentence[index].lower in DAY_WORDS and index + 1 < len(sentence) and sentence[index + 1].pos == "PUNCT"


def _top(sentence: Sentence, content: Span) -> int:
    """Return the index of the word inside a content that stands highest in the tree: what its status is asked of."""
    inside = [token for token in sentence.tokens if content.start <= token.start < content.end]
    # A root stands above all others.
    if (root := next((token.index for token in inside if token.head == token.index), None)) is not None:
        return root
    depths = sentence.depths() if inside else []
    return min((token.index for token in inside), key=depths.__getitem__, default=0)


def _is_quoted(context: Context, content: Span) -> bool:
    """Say whether a content stands wholly inside one quotation."""
    # A quotation ends before its closing mark; a content that has taken the mark in ends one character behind it.
    position = quotation_at(context.quotations, content.start)
    return position is not None and context.quotations[position].end >= content.end - 1


def _evidence(context: Context, group: Group) -> Mention | None:
    """Return the thing shown or found that the statement rests on, that of the innermost frame first: "a video", "notes"."""
    for voice in reversed(group.chain):
        if voice.frame.evidence is not None:
            return mention(context.report.text, speaker_span(context.sentences[voice.sentence], voice.frame.evidence))
    return None


def _figure(context: Context, group: Group, found: Found) -> Figure:
    candidate, sentence = found.candidate, context.sentences[found.sentence]
    words = context.report.text[candidate.number.start : candidate.number.end]
    counting = (found.cell.counting if found.cell is not None else None) or counting_of(sentence, candidate, found.time)
    return Figure(
        id=figure_id(context, found), number=Mention(candidate.number.start, candidate.number.end, words),
        quantity=candidate.number.quantity,
        unit=candidate.unit, measure=candidate.measure, implied=candidate.implied,
        population=_population(context, found),
        perpetrator=party(context, found.perpetrator, "perpetrator"), place=found.place,
        time=found.time,
        status=_status(context, group, found, words),
        counting=counting, subset_of=figure_id(context, found.part_of) if found.part_of else None,
        restates=figure_id(context, found.restates) if found.restates else None,
    )  # fmt: skip


def _population(context: Context, found: Found) -> Party | None:
    """Return who is counted. People without a country of their own are of the country that lost them: "Harran lost 600 soldiers"."""
    counted = party(context, found.population, "population", found.sentence)
    loser = party(context, found.loser, "population", found.sentence)
    return replace(counted, country=loser.country) if counted and loser and counted.country is None else counted


def _status(context: Context, group: Group, found: Found, words: str) -> Status:
    """
    Return a figure's status.

    What is said not to be so is denied. A count of nought is asserted all the same: "no one was hurt" is no denial.
    """
    candidate, sentence = found.candidate, context.sentences[found.sentence]
    if found.cell is not None:
        return found.cell.status or "asserted"
    # Asked first: "the claim that 12 had died is false" holds a plain indicative, which all the later questions would find asserted.
    unreal = unreal_status(sentence, candidate, owned=any(frame.alone for frame in group.frames))
    if unreal is not None:
        return unreal
    if is_left_unsaid(sentence, candidate.trigger.index):
        return "possible"
    if candidate.number.quantity.high != 0 and is_negated(sentence, candidate.trigger.index, candidate.number.first):
        return "denied"
    behind = sentence[candidate.number.last + 1].lower if candidate.number.last + 1 < len(sentence) else ""
    told = status_of(sentence, telling_word(sentence, candidate), words, group.frames, context.lexicon)
    # "4,264 probable deaths": no verb says that they are unsure.
    unsure = behind in UNSURE or (told == "asserted" and is_estimate(sentence, candidate.trigger.index, context.lexicon))
    # Who gives it is known where somebody speaks: "The agency said there were 31 deaths reported in June".
    owned = any(voice.speakers for voice in group.voices)
    unsure = unsure or (told == "asserted" and not owned and is_said_reported(sentence, candidate.number.last))
    return "estimated" if unsure else told


def figure_id(context: Context, found: Found) -> str:
    """Return a figure's id: the hash of its report's id, its number's place and its measure."""
    # One number may give two figures ("kidnapped and found dead"), so the measure is part of the id.
    number = found.candidate.number
    return make_id(context.report.id, number.start, number.end, found.candidate.measure)


def _trace(context: Context, group: Group) -> list[Step]:
    """Return the steps that made a statement: its frames outermost first, then each figure with its place and time."""
    steps = [context.voice_step(voice) for voice in group.voices]
    for found in group.found:
        steps.append(context.figure_step(found))
        steps += [Step(tag.rule, tag.span.start, tag.span.end, tag.span.slice(context.report.text)) for tag in _labels(found)]
        for rule, where in (("places.place-of", found.place), ("times.time-of", found.time)):
            if where is not None and where.start is not None and where.end is not None:
                steps.append(Step(rule, where.start, where.end, where.text or ""))
    # A statement without frame and figure must name a rule too: a trace is never empty.
    return steps or [Step("statements.event", *_edges(context, group), "an event told in the report's own voice")]


def _labels(found: Found) -> Iterator[Evidence]:
    """Yield the labels that say of a cell's number what it counts."""
    return evidence_of(found.cell) if found.cell is not None else iter(())


def _edges(context: Context, group: Group) -> tuple[int, int]:
    sentence = context.sentences[group.position]
    return sentence.start, sentence.end

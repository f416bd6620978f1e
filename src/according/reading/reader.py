"""
The reader: a report in, statements with their speakers and figures out.

It knows the order in which the finders run and hands each what those before it have found. What a finder looks for stands in its own
module: speakers in ``speakers/``, counts in ``figures/``, places and times in ``settings/``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from according.language.sentence import Sentence
from according.language.split import split
from according.names.nouns import pattern_of
from according.reading.context import Context, Found
from according.reading.figures.candidates import Candidate
from according.reading.figures.implied import find_implied
from according.reading.figures.joining import find_figures, find_same_toll, tally_before
from according.reading.figures.perpetrators import carried, perpetrator_span, pronoun_agent
from according.reading.figures.populations import Counted, antecedent, loser_span, population_span, says_only_toll
from according.reading.language import Language, english
from according.reading.passed_over import find_passed_over
from according.reading.settings.place_values import to_place
from according.reading.settings.survey import Scene, survey
from according.reading.settings.when import time_of
from according.reading.settings.where import place_of
from according.reading.skim import worth_parsing
from according.reading.speakers.block_voices import find_scopes
from according.reading.speakers.frame import Frame
from according.reading.speakers.frames import find_frames
from according.reading.speakers.owners import can_speak
from according.reading.speakers.quotations import Quotation, find_quotations
from according.reading.speakers.voices import Memory, Voice, agrees, is_person, speaker_span
from according.reading.statements import build_statements
from according.reading.table_rows import find_rows, row_candidates, row_frame
from according.reading.tags import find_tags
from according.report import Report, Span
from according.statement import Place, Reading, Statement

# How many sentences a bare count looks back for whom it counts; further on the report tells of something else.
COUNT_REACH = 2
# Words between a count and the place of its part in a list: "five in the northern city of Idlib".
PLACED_BEHIND = 7
# Reports parsed at a time: enough to fill the parser's batches, few enough to keep memory flat.
REPORTS_AT_A_TIME = 16


def read_report(report: Report, language: Language | None = None) -> Reading:
    """Read one report. Where no language is given, it is read as English by the package's own word lists."""
    return next(read_reports([report], language))


def read_reports(reports: Iterable[Report], language: Language | None = None) -> Iterator[Reading]:
    """Read reports as a stream and yield their readings in order. Up to ``REPORTS_AT_A_TIME`` of them are parsed together."""
    language = language or english()
    batch: list[Report] = []
    for report in reports:
        batch.append(report)
        if len(batch) >= REPORTS_AT_A_TIME:
            yield from _read_batch(batch, language)
            batch = []
    if batch:
        yield from _read_batch(batch, language)


def _read_batch(batch: Sequence[Report], language: Language) -> Iterator[Reading]:
    parts = [_spans(report) for report in batch]
    worth = [worth_parsing(report.text, spans, language.lexicon) for report, spans in zip(batch, parts, strict=True)]
    parsed = language.parse([(report.text, spans) for report, spans in zip(batch, worth, strict=True)])
    for report, spans, sentences in zip(batch, parts, parsed, strict=True):
        yield read_sentences(report, sentences, language, _left_out(spans, sentences))


def _left_out(spans: Sequence[Span], sentences: Sequence[Sentence]) -> list[Span]:
    """Return the stretches of a report that were not parsed; both are in the order of the text."""
    left, at = [], 0
    for span in spans:
        while at < len(sentences) and sentences[at].end <= span.start:
            at += 1
        if at == len(sentences) or sentences[at].start >= span.end:
            left.append(span)
    return left


def _spans(report: Report) -> list[Span]:
    """Return the stretches that can hold a statement: the headline once, and the body without its datelines and front matter."""
    spans: list[Span] = []
    headline = ""
    for part in split(report.text):
        words = report.text[part.start : part.end]
        heads = report.headline is not None and report.headline.overlaps(Span(part.start, part.end))
        # A headline that is repeated would give each of its figures twice. It may stand before the body begins, in the front matter,
        # and is read all the same.
        if part.kind == "dateline" or (part.kind == "headline" and words == headline) or (part.end <= report.body and not heads):
            continue
        headline = words if part.kind == "headline" else headline
        start = max(part.start, report.body) if not heads else part.start
        spans.extend(_apart(report.text, Span(start, part.end)) if start < part.end else [])
    return spans


# A quotation that ends right where another begins: two utterances, whatever their stops (`... significant," "By most accounts ...`).
BETWEEN_QUOTATIONS = re.compile(r"(?<=[,.!?][\"”])[ \t\r\n]+(?=[\"“])")


def _apart(text: str, span: Span) -> list[Span]:
    """Cut a stretch wherever one quotation ends and the next begins with nothing but white space between them."""
    starts = [span.start, *(m.end() for m in BETWEEN_QUOTATIONS.finditer(text, span.start, span.end))]
    ends = [*(m.start() for m in BETWEEN_QUOTATIONS.finditer(text, span.start, span.end)), span.end]
    return [Span(a, b) for a, b in zip(starts, ends, strict=True)]


def read_sentences(report: Report, sentences: Sequence[Sentence], language: Language, skimmed: Sequence[Span] = ()) -> Reading:
    """
    Read a report from its parsed sentences. The function is pure, so that tests run on written-down parses.

    ``skimmed`` are the stretches that were not worth parsing: of them only the numbers are told, as passed over.
    """
    context = _find_all(report, sentences, language)
    reading = build_statements(context)
    passed_over = find_passed_over(context, reading, skimmed)
    # Tags weigh the measures and places of the figures, so they come last.
    return replace(reading, report=replace(report, tags=_tags(context, reading)), passed_over=passed_over)


def _tags(context: Context, reading: Reading) -> tuple[str, ...]:
    headline = context.report.headline
    figures = [figure for statement in reading.statements for figure in statement.figures]
    return find_tags(
        context.sentences,
        context.lexicon,
        headline=headline.slice(context.report.text) if headline else context.report.title or "",
        measures=[figure.measure for figure in figures],
        places=[figure.place.name or figure.place.text for figure in figures if figure.place is not None],
    )


def replay(report: Report, sentences: Sequence[Sentence], statement: Statement, language: Language) -> Statement | None:
    """
    Make a statement again from its trace alone.

    Only the rules that the trace names take part, and only where it says that they fired. Returns ``None`` where that does not
    suffice to make a statement with the same id.
    """
    fired = {(step.rule, step.start, step.end) for step in statement.trace}
    context = _find_all(report, sentences, language)
    context.keep(fired)
    return next((again for again in build_statements(context).statements if again.id == statement.id), None)


def _find_all(report: Report, sentences: Sequence[Sentence], language: Language) -> Context:
    """Run the finders in their order over the sentences, which are read by the language's word lists."""
    # Rows come first, because a row has other frames and counts than a sentence. Speakers come before figures: whose count it is
    # decides whom a bare count may stand for. Places come last, because where a speaker sits must be known to be left out.
    known = [sentence.read_by(language.lexicon) for sentence in sentences]
    context = Context(report, language, known, find_quotations(report.text))
    context.rows = find_rows(report.text, known, language.lexicon)
    _find_voices(context)
    _find_figures(context)
    _find_scenes(context)
    return context


def _find_voices(context: Context) -> None:
    """Find who speaks in each sentence, then who says each quotation, then for whom the layout speaks."""
    memory = Memory()
    for position, sentence in enumerate(context.sentences):
        voices: list[Voice] = []
        for frame in _frames(context, position):
            voices.append(Voice(position, frame, _speakers(sentence, frame, voices, memory)))
        context.voices.append(voices)
        # Only now, when all its frames are resolved: the pronouns of a sentence look back to the sentences before it.
        _remember(sentence, voices, memory)
    _assign_quotations(context)
    context.scopes = find_scopes(context.report.text, context.sentences, context.voices, context.lexicon)


def _frames(context: Context, position: int) -> list[Frame]:
    """Return the frames of a sentence. A row of a table has at most one, that of its source."""
    sentence = context.sentences[position]
    if position not in context.rows:
        return find_frames(sentence, context.lexicon)
    frame = row_frame(context.rows[position], sentence)
    return [] if frame is None else [frame]


def _speakers(sentence: Sentence, frame: Frame, before: list[Voice], memory: Memory) -> tuple[Span, ...]:
    """
    Find a frame's speakers: the speaker, and whom he has it from where the frame names somebody.

    A pronoun inside another frame's content is the speaker of that frame: "Smith says he expects". Any other pronoun or short name is
    looked up in what the report has said before.
    """
    spans: list[Span | None] = []
    for index, named in ((frame.speaker, frame.named), (frame.via, frame.via_named)):
        if index is None or sentence[index].lower in ("we", "i"):
            # Whoever says "we" is he who is quoted, or the report: nobody that was named before.
            continue
        outer = next((voice for voice in reversed(before) if _encloses(sentence, voice.frame, frame) and voice.speakers), None)
        # The finder of the frame has read the words itself, because the tree has lost them: they are not looked for again.
        if named is not None:
            spans.append(sentence.span(*named))
        elif outer is not None and agrees(sentence, sentence[index], outer.frame.speaker):
            spans.append(outer.speakers[-1])
        else:
            known = memory.resolve(sentence, index)
            # What is known is the pronoun itself where nothing before it explains it; only then may its own sentence do so.
            spans.append(_own_subject(sentence, index) or known if known == sentence.span(index, index) else known)
    return tuple(span for span in spans if span is not None)


def _own_subject(sentence: Sentence, index: int) -> Span | None:
    """Return the subject before a pronoun in its own sentence that it can stand for: "The ministry has recorded 40 deaths, it said"."""
    pronoun = sentence[index]
    if pronoun.pos != "PRON":
        return None
    for token in sentence.tokens[:index]:
        if token.dep == "nsubj" and can_speak(token, sentence.lexicon) and agrees(sentence, pronoun, token.index):
            return speaker_span(sentence, token.index)
    return None


def _encloses(sentence: Sentence, outer: Frame, frame: Frame) -> bool:
    """Say whether a frame stands in what another reports, or tells of the evidence it shows: "aired a video it says shows ..."."""
    verb = sentence[frame.cue_last]
    return outer.covers(frame.cue) or (outer.evidence is not None and verb.dep == "acl:relcl" and verb.head == outer.evidence)


def _remember(sentence: Sentence, voices: list[Voice], memory: Memory) -> None:
    """Keep the sentence's speakers and its other subjects for the pronouns and short names of the sentences behind it."""
    for voice in voices:
        # "Reports of four dead" is nobody whom "they" could mean.
        if voice.frame.speaker is not None and voice.speakers and voice.frame.rule != "speakers.opening-reports":
            memory.remember(sentence, voice.frame.speaker, voice.speakers[0], spoke=True)
            if voice.frame.via is not None and len(voice.speakers) > 1:
                memory.remember(sentence, voice.frame.via, voice.speakers[1], spoke=True)
            if _in_statement(sentence, voice.frame.cue_last):
                memory.stated = voice.speakers[0]
    for token in sentence:
        if token.dep in ("nsubj", "nsubj:pass") and can_speak(token, sentence.lexicon):
            told = any(voice.frame.covers(token.index) for voice in voices)
            memory.remember(sentence, token.index, speaker_span(sentence, token.index), spoke=False, told=told)
    _meet_newcomers(sentence, voices, memory)


def _meet_newcomers(sentence: Sentence, voices: list[Voice], memory: Memory) -> None:
    """Keep the persons who act or are met in a main clause of the report's own: "Mayor Dana Velin visited the scene"."""
    for token in sentence:
        verb = sentence[token.head]
        # Who is only mentioned, in a side clause or below a noun, has not come in: the next "she" is not hers.
        if token.dep not in ("nsubj", "obj") or verb.pos != "VERB" or verb.dep not in ("root", "conj"):
            continue
        if any(voice.frame.covers(token.index) for voice in voices):
            continue
        if token.dep == "nsubj" and token.lower in ("he", "she"):
            # Resolving it notes that whoever it stands for is a man, or a woman.
            memory.resolve(sentence, token.index)
        name = next((child for child in sentence.children(token.index, "appos", "flat") if child.pos == "PROPN"), token)
        named = token.pos == "PROPN" or (name is not token)
        if named and is_person(sentence, token.index):
            memory.meet(sentence, token.index, speaker_span(sentence, token.index))


def _in_statement(sentence: Sentence, verb: int) -> bool:
    """
    Say whether a cue stands with "in a statement", "in a report": "In a statement, the army said ... It said ...".

    The "it" that follows may then mean the statement, whose words are the army's.
    """
    documents = sentence.lexicon.word_class("documents")
    return any(token.lemma in documents and sentence.has_case(token.index, "in") for token in sentence.children(verb, "obl", "nmod"))


def _assign_quotations(context: Context) -> None:
    """
    Give each quotation its voice.

    It is that of a frame in the quotation's own sentences, else that of the quotation it carries on, else that of a sentence before it
    that ends in a colon. Where there is none, nobody answers for the quotation.
    """
    sentences, quotations = context.sentences, context.quotations
    # Both are in the order of the text, so one walk over the sentences serves all quotations: the time stays linear.
    at = 0
    for position, quotation in enumerate(quotations):
        while at < len(sentences) and sentences[at].end < quotation.start:
            at += 1
        voice = _voice_near(context, at, quotation) or _voice_carried(context, position, at)
        if voice is not None:
            context.quoted_by[position] = voice


def _voice_near(context: Context, at: int, quotation: Quotation) -> Voice | None:
    """Return the first named voice, in the sentences that a quotation touches, whose cue stands outside its marks."""
    position = at
    while position < len(context.sentences) and context.sentences[position].start < quotation.end:
        for voice in context.voices[position]:
            cue = context.sentences[position][voice.frame.cue].start
            # `"The army said 12 died," the mayor said`: who is quoted inside the marks does not say the quotation.
            if voice.speakers and not quotation.start <= cue < quotation.end:
                return voice
        position += 1
    return None


def _voice_carried(context: Context, position: int, at: int) -> Voice | None:
    """Return the voice of a quotation without a frame: that of the quotation it carries on, or of a sentence before it with a colon."""
    quotation, text = context.quotations[position], context.report.text
    # `"It was night," the mayor said. "Nine died."`: the second quotation is the mayor's too.
    if position:
        gap = text[context.quotations[position - 1].end : quotation.start]
        if position - 1 in context.quoted_by and (quotation.follows or _only_frame_between(context, position, at, gap)):
            return context.quoted_by[position - 1]
    # The splitter may have cut before the opening mark or behind it: the lead-in is then the sentence before, or the same one.
    before = at - 1 if at < len(context.sentences) and context.sentences[at].start >= quotation.start - 1 else at
    if 0 <= before < len(context.sentences) and text[context.sentences[before].start : quotation.start].rstrip(' \t\r\n"“«').endswith(":"):
        named = [voice for voice in context.voices[before] if voice.speakers]
        return named[-1] if named else _opening_subject(context, before)
    return None


def _only_frame_between(context: Context, position: int, at: int, gap: str) -> bool:
    """
    Say whether nothing stands between two quotations but marks, or the rest of the sentence that says who speaks.

    Where words stand between them, the end of a paragraph parts them: the second then has to name its own speaker.
    """
    if not gap.strip(' \t\r\n"“”«».,'):
        return True
    if "\n\n" in gap:
        return False
    previous = context.quoted_by[position - 1]
    sentence = context.sentences[previous.sentence]
    # `"A," he said. Shots were heard. "B."`: a whole sentence between the two may have brought in somebody else.
    return sentence.end >= context.quotations[position - 1].end and not any(
        other.start > sentence.end and other.end < context.quotations[position].start
        for other in context.sentences[previous.sentence : at + 1]
    )


def _opening_subject(context: Context, position: int) -> Voice | None:
    """A sentence that ends in a colon before a quotation hands the word to its subject: "X highlighted the danger:"."""
    sentence = context.sentences[position]
    for root in sentence.roots():
        subject = sentence.child(root.index, "nsubj")
        # "He shook his head:" would need a memory of who he is, which is gone by now: nobody rather than the wrong one.
        if root.pos == "VERB" and subject is not None and subject.pos != "PRON":
            frame = Frame(root.index, root.index, subject.index, (), "says", "speakers.colon-before-quotation", 0, len(sentence) - 1)
            return Voice(position, frame, (speaker_span(sentence, subject.index),))
    return None


def _find_figures(context: Context) -> None:
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
    for position, sentence in enumerate(context.sentences):
        if _turns_elsewhere(sentence):
            earlier = []
        candidates = _candidates(context, position, met, last if position - last_count <= COUNT_REACH else None)
        candidates = _sourced(context, position, candidates)
        own = [population_span(sentence, candidate) for candidate in candidates]
        here: list[Counted] = []
        found: list[Found] = []
        # "Others" who were wounded were so by the same hand only in the next sentence.
        doers = doers if position - last_count <= 1 else []
        for at, candidate in enumerate(candidates):
            # "put the total at 1,100 casualties" names harm and nobody who bore it: whom it counts may have been told before.
            span = own[at] if not says_only_toll(sentence, candidate) else None
            behind = zip(own[at + 1 :], candidates[at + 1 :], strict=True)
            ahead = [span for span, other in behind if not other.implied and other.subset_of != at]
            own_voice = _who_says(context, position, candidate)
            known = [] if own_voice and said_by and own_voice.isdisjoint(said_by) else earlier
            span = span or _stands_for(context, position, candidate, here, ahead, known)
            part_of = found[candidate.subset_of] if candidate.subset_of is not None else None
            span = span or (part_of.population if part_of is not None else None) or own[at]
            noun = sentence[candidate.head].lemma
            # A victim named by his role is no group that a number could count again, and "the toll" counts nobody by itself.
            if span is not None and not candidate.implied and pattern_of(noun, context.lexicon) != "toll":
                here.append(Counted(candidate, span, noun))
            perpetrator = _perpetrator(context, position, candidate, doers)
            doers.append((candidate, perpetrator))
            found.append(Found(position, candidate, span, perpetrator, part_of=part_of, loser=loser_span(sentence, candidate)))
        context.found.extend(found)
        # "12 people died, three of them children. Twenty were hurt": the twenty are people, not children.
        wholes = [counted for counted in here if counted.candidate.subset_of is None]
        earlier = wholes if here else (earlier if position - last_count <= COUNT_REACH else [])
        said_by = frozenset().union(*(_who_says(context, position, c.candidate) for c in here)) if here else said_by
        last_count = position if here else last_count
        last = found[-1].candidate if found else last
        met.update(token.lemma for token in sentence if token.pos == "NOUN")
    # A total may stand above its rows or below them, so all must have been read.
    _sum_up_tables(context)


def _who_says(context: Context, position: int, candidate: Candidate) -> frozenset[str]:
    """
    Return the last word of the name of each who gives a count, casefolded: "novak" of "Governor Jan Novak" and of "Novak".

    By it a speaker is known again under his short name. Two ministries look alike by it; that only lets a bare count look back.
    """
    over, quoted = context.speakers_of(position, candidate.number.core)
    spans = [span for voice in (*over, *([quoted] if quoted else [])) for span in voice.speakers]
    return frozenset(words[-1] for span in spans if (words := span.slice(context.report.text).casefold().split()))


def _turns_elsewhere(sentence: Sentence) -> bool:
    """Say whether a sentence opens with a word for another event, so that whom it counts are not those counted before."""
    # "Elsewhere, 40 were killed"; "In another village, five died"; "Also read:" is a page's link to another report.
    opening = [token.lower for token in sentence.tokens[:2]]
    another = {token.lower for token in sentence.tokens[:4]} & {"another", "separate"} and opening[0] in ("in", "a", "another")
    return opening[0] in ("elsewhere", "separately") or opening in (["also", "read"], ["next", "day"]) or bool(another)


def _sum_up_tables(context: Context) -> None:
    """Make the cells of a table's rows parts of the total that stands in the same table for the same measure."""
    cells = [(found, context.rows[found.sentence]) for found in context.found if found.sentence in context.rows]
    totals = {(row.table, found.candidate.measure): found for found, row in cells if row.total}
    for found, row in cells:
        if not row.total and (total := totals.get((row.table, found.candidate.measure))) is not None:
            found.part_of = total


def _candidates(context: Context, position: int, met: set[str], last: Candidate | None) -> list[Candidate]:
    """Return the counts of a sentence, then the single victims that it names by a role not met before."""
    sentence = context.sentences[position]
    # The cells of a row hang together by their columns; what the tree makes of them is accident.
    if position in context.rows:
        return row_candidates(context.rows[position], sentence, context.lexicon)
    numbers = [number for number in context.numbers_of(position) if number.trap is None]
    triggers = context.triggers_of(position)
    found = find_figures(sentence, numbers, triggers, context.lexicon) if numbers else []
    again = find_same_toll(sentence, numbers, found, last) if numbers else []
    return [*found, *again, *find_implied(sentence, triggers, met, found)]


def _sourced(context: Context, position: int, candidates: list[Candidate]) -> list[Candidate]:
    """
    Leave out numbers that count sources, and compared numbers whose owner has not been found.

    In "Reuters, citing two officials, said" nothing befell the two. "Twice the 45 that the government concedes" is the government's.
    Where no frame gives it to the government, it is left out, so that it does not go to whoever compares.
    """
    voices = context.voices[position]
    cited = [voice.frame.via_named for voice in voices if voice.frame.via_named is not None]
    owned = [voice.frame for voice in voices if voice.frame.rule == "speakers.number-of-another"]

    def refusal(candidate: Candidate) -> str | None:
        at = candidate.number.core
        if any(first <= at <= last for first, last in cited):
            return "numbers.of-a-source"
        given = candidate.rule != "figures.compared" or any(frame.covers(at) for frame in owned)
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


def _stands_for(
    context: Context, position: int, candidate: Candidate, here: list[Counted], ahead: list[Span | None], earlier: list[Counted]
) -> Span | None:
    """
    Return the words for whom a bare number counts, taken from another count, or ``None``.

    The count before it in its sentence is asked first, then the one right behind it ("killed five and injured at least ten citizens"),
    then those of the last sentence that had any. A tally of mere harm ("the number of dead") asks only the last of these. A toll, a
    number for nobody and a counted noun ("18 fatalities") take none.
    """
    sentence, pattern = context.sentences[position], candidate.trigger.entry.pattern
    tallied = candidate.trigger.about is not None or tally_before(sentence, candidate.number) is not None
    # "put the total at 1,100 casualties", "the number of dead": the whole is that of the sentences before, not a count beside it.
    if tallied and says_only_toll(sentence, candidate):
        return antecedent(candidate, earlier, sentence, len(sentence))
    if pattern == "toll" or candidate.number.form == "none" or pattern == "count":
        return None
    over = [voice.frame for voice in context.voices[position] if voice.frame.covers(candidate.number.core)]
    # Who says it stands before the cue and is not who is counted: "Rescuers said 11 had been killed".
    told = max((frame.last + 1 for frame in over if frame.last < candidate.number.first), default=0)
    # "including four children, and 87 were wounded"
    wholes = [counted for counted in here if counted.candidate.subset_of is None] or here
    found = antecedent(candidate, wholes, sentence, told) or next((span for span in ahead[:1] if span is not None), None)
    found = found or antecedent(candidate, earlier, sentence, told)
    return found


def _find_scenes(context: Context) -> None:
    """Give each figure its place and time. The scene is kept, because statements without a figure ask it for their time."""
    scene = context.scene = survey(context.report, context.sentences, context.lexicon, context.language.gazetteer)
    apart = _without_speakers(context, scene)
    # The first part of a list by places, by its sentence
    listed: dict[int, Candidate] = {}
    for found in context.found:
        if found.candidate.rule == "figures.list-by-place":
            listed.setdefault(found.sentence, found.candidate)
    for found in context.found:
        word, figure = found.candidate.trigger.index, found.candidate.number.core
        # Where a speaker sits is the place of what he tells only where the report names no other.
        found.place = place_of(apart, found.sentence, word, figure) or place_of(scene, found.sentence, word, figure)
        found.place = _place_in_list(context, scene, found, listed.get(found.sentence))
        found.time = time_of(scene, found.sentence, word, figure)


def _place_in_list(context: Context, scene: Scene, found: Found, first: Candidate | None) -> Place | None:
    """
    Give each part of a list by places its own place, and the total over them none.

    ``first`` is the first part of a list in the sentence, or ``None`` where there is no list. "22 were killed: eight in Homs and nine in
    Hama", "300 in Turkey and 40 in Syria, bringing the total to 340": a total at the place of one part would be a second count there.
    """
    sentence, candidate = context.sentences[found.sentence], found.candidate
    # A row's own place stands in its first cell; one from the sentences around the table would go to every row.
    if found.sentence in context.rows:
        label = context.rows[found.sentence].cells[0]
        own = next((m for m in scene.places[found.sentence] if label.start <= sentence[m.first].start < label.end), None)
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
    kept = tuple(
        tuple(mention for mention in mentions if not any(span.start <= sentence[mention.first].start < span.end for span in spans))
        for sentence, mentions in zip(scene.sentences, scene.places, strict=True)
    )
    return replace(scene, places=kept)

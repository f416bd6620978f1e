"""
Statements: gather what was found in a report into stretches for which somebody answers.
"""
from __future__ import annotations

import hashlib
from according.language.sentence import Sentence
from according.reading.attribution import Voice, quotation_at, speaker_span
from according.reading.context import Context, Found
from according.reading.hedges import status_of
from according.reading.measures import find_triggers
from according.reading.parties import describe
from according.report import Span
from according.statement import Figure, Mention, Party, Reading, Statement, Status, Step


def make_id(*parts: object) -> str:
    """Return the content hash of the identifying fields: 16 hexadecimal digits of SHA-256."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode("utf8", "surrogatepass")).hexdigest()[:16]


def mention(text: str, span: Span) -> Mention:
    """Return the words at a span."""
    return Mention(span.start, span.end, span.slice(text))


def party(context: Context, span: Span | None, role: str) -> Party | None:
    """Return who is named at a span, with country and kind as far as the words let us know."""
    if span is None or span.start == span.end:
        return None
    words = span.slice(context.report.text)
    name, kind, country = describe(words, role)
    return Party(span.start, span.end, words, name, kind, country)


def build_statements(context: Context) -> Reading:
    """Build the reading: attributed statements, then the report's own voice where it holds figures or tells of an event."""
    groups: dict[tuple[int, tuple[int, ...]], list[Found]] = {}
    keys: dict[tuple[int, tuple[int, ...]], tuple[list[Voice], Voice | None]] = {}
    for position, voices in enumerate(context.voices):
        for voice in voices:
            over, quoted = context.speakers_of(position, voice.frame.cue)
            chain = [*over, voice] if voice not in over else over
            key = (position, tuple(v.frame.cue for v in chain))
            groups.setdefault(key, [])
            keys[key] = (chain, quoted)
    for found in context.found:
        over, quoted = context.speakers_of(found.sentence, found.candidate.number.core)
        over = [voice for voice in over if voice.frame.counts]
        key = (found.sentence, tuple(v.frame.cue for v in over) if over else ((-1,) if quoted else ()))
        groups.setdefault(key, []).append(found)
        keys.setdefault(key, (over, quoted))
    _add_quoted(context, groups, keys)
    _add_events(context, groups, keys)
    statements = [_statement(context, key, keys[key], found) for key, found in groups.items()]
    return Reading(context.report, tuple(sorted(statements, key=lambda s: (s.start, s.end, s.content.start))), ())


def _add_quoted(context: Context, groups: dict, keys: dict) -> None:  # type: ignore[type-arg]
    """Sentences inside a quotation that has a voice but no frame of their own."""
    for position, sentence in enumerate(context.sentences):
        if len(sentence) < 4 or any(key[0] == position for key in groups):
            continue
        quotation = quotation_at(context.quotations, sentence[len(sentence) // 2].start)
        voice = context.quoted_by.get(quotation) if quotation is not None else None
        if voice is not None:
            groups[(position, (-1,))] = []
            keys[(position, (-1,))] = ([], voice)


def _add_events(context: Context, groups: dict, keys: dict) -> None:  # type: ignore[type-arg]
    """Sentences in the report's own voice that tell of a deployment, withdrawal, attack or capture without a number."""
    for position, sentence in enumerate(context.sentences):
        if any(key[0] == position for key in groups):
            continue
        for trigger in find_triggers(sentence, context.lexicon):
            if trigger.entry.pattern in ("object", "subject", "either", "light") and sentence[trigger.index].pos == "VERB":
                groups[(position, ())] = []
                keys[(position, ())] = ([], None)
                break


def _content_span(sentence: Sentence, chain: list[Voice], found: list[Found]) -> Span:
    if not chain:
        return _trimmed(sentence, 0, len(sentence) - 1)
    parts = chain[-1].frame.content
    spans = [_trimmed(sentence, first, last) for first, last in parts]
    if found:
        holding = [s for s in spans if any(s.start <= f.candidate.number.start < s.end for f in found)]
        spans = holding or spans
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def _trimmed(sentence: Sentence, first: int, last: int) -> Span:
    while first < last and (sentence[first].pos == "PUNCT" or sentence[first].lower == "that"):
        first += 1
    while last > first and sentence[last].pos == "PUNCT":
        last -= 1
    return sentence.span(first, last)


def _statement(context: Context, key: tuple[int, tuple[int, ...]], voices: tuple[list[Voice], Voice | None], found: list[Found]) -> Statement:
    position, text = key[0], context.report.text
    sentence = context.sentences[position]
    chain, quoted = voices
    spans = [span for voice in ([quoted] if quoted else []) + chain for span in voice.speakers]
    named = [v for v in chain if v.speakers] or ([quoted] if quoted else [])
    content = _content_span(sentence, chain, found)
    speakers = tuple(p for span in spans if (p := party(context, span, "speaker")))
    frame = (named or chain)[0].frame if (named or chain) else None
    cue_sentence = context.sentences[(named or chain)[0].sentence] if frame else sentence
    cue = mention(text, cue_sentence.span(frame.cue, frame.cue_last)) if frame else None
    inner = chain[-1].frame if chain else frame
    evidence = None
    if inner and inner.evidence is not None and chain:
        evidence = mention(text, speaker_span(sentence, inner.evidence))
    whole = Span(min(content.start, sentence.start), max(content.end, sentence.end))
    frames = [voice.frame for voice in chain] + ([quoted.frame] if quoted else [])
    identity = make_id(context.report.id, content.start, content.end, *(s.text for s in speakers))
    figures = tuple(_figure(context, f, frames, identity) for f in found)
    status: Status = figures[0].status if figures else status_of(sentence, _head_of(sentence, content), "", frames, context.lexicon)
    return Statement(
        identity, whole.start, whole.end, text[whole.start : whole.end], mention(text, content), speakers, cue,
        bool(quoted) or _is_quoted(context, content), frame.stance if frame else "says", status,  # type: ignore[arg-type]
        any(t.lower in ("not", "n't", "never") for t in sentence if content.start <= t.start < content.end), evidence, figures,
        tuple(_trace(context, position, chain, quoted, found)),
    )  # fmt: skip


def _head_of(sentence: Sentence, content: Span) -> int:
    """Return the highest word inside a content."""
    inside = [t for t in sentence if content.start <= t.start < content.end]
    return min(inside, key=lambda t: len(list(sentence.ancestors(t.index)))).index if inside else 0


def _is_quoted(context: Context, content: Span) -> bool:
    position = quotation_at(context.quotations, content.start)
    return position is not None and context.quotations[position].end >= content.end - 1


def _figure(context: Context, found: Found, frames: list, identity: str) -> Figure:  # type: ignore[type-arg]
    candidate, sentence = found.candidate, context.sentences[found.sentence]
    number = candidate.number
    words = context.report.text[number.start : number.end]
    status = status_of(sentence, candidate.trigger.index, words, frames, context.lexicon)
    return Figure(
        make_id(identity, number.start, number.end, candidate.measure), Mention(number.start, number.end, words), number.quantity,
        candidate.unit, candidate.measure, False, party(context, found.population, "population"),  # type: ignore[arg-type]
        party(context, found.perpetrator, "perpetrator"), found.place, found.time, status, "incident", None,
    )  # fmt: skip


def _trace(context: Context, position: int, chain: list[Voice], quoted: Voice | None, found: list[Found]) -> list[Step]:
    steps = []
    for voice in [*([quoted] if quoted else []), *chain]:
        sentence = context.sentences[voice.sentence]
        span = sentence.span(voice.frame.first, voice.frame.last)
        steps.append(Step(voice.frame.rule, span.start, span.end, span.slice(context.report.text)))
    sentence = context.sentences[position]
    for f in found:
        c = f.candidate
        token = sentence[c.trigger.index]
        steps.append(Step(c.rule, min(token.start, c.number.start), max(token.end, c.number.end), f"{c.number.quantity.low}..{c.number.quantity.high} {c.measure} by {token.text!r}"))
    return steps

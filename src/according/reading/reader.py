"""
The reader: a report in, statements with their speakers and figures out.

It knows the order in which the finders run and hands each what those before it have found. What a finder looks for stands in its own
module: speakers in ``speakers/``, counts in ``figures/``, places and times in ``settings/``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from according.intake.tables.row_text import is_row
from according.language.sentence import Sentence
from according.language.split import split
from according.lexicon import Lexicon
from according.names.recasing import as_seen, in_normal_print
from according.reading.attribution import find_voices
from according.reading.context import Context
from according.reading.counts.found_counts import find_counts
from according.reading.counts.restatements import mark_restated
from according.reading.grammar.mending import mended
from according.reading.language import Language, english
from according.reading.lines.breakdowns import find_breakdowns
from according.reading.lines.losses import find_losses
from according.reading.lines.nested import find_nested
from according.reading.lines.party_lists import find_party_lists
from according.reading.lines.stacked import Pair, find_pairs
from according.reading.passed_over import find_passed_over
from according.reading.scenes import find_scenes
from according.reading.skim import worth_parsing
from according.reading.speakers.quotations import find_quotations
from according.reading.stated_rows import read_row
from according.reading.statements import build_statements
from according.reading.tables.found_rows import cut_rows, find_table_rows, read_flat, table_lines
from according.reading.tags import find_tags
from according.report import Report, Span
from according.statement import Reading, Statement

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
    # A row of a table of figures is read by its columns: nothing of it is parsed.
    whole = [is_row(report.text) for report in batch]
    tables = [([], []) if row else table_lines(report.text, language, report.body) for row, report in zip(whole, batch, strict=True)]
    parts = [
        [] if row else cut_rows(_spans(report, language.lexicon), lines)
        for row, report, (lines, _) in zip(whole, batch, tables, strict=True)
    ]
    worth = [_worth(report, spans, *told, language.lexicon) for report, spans, told in zip(batch, parts, tables, strict=True)]
    seen = [in_normal_print(report.text, spans, language.lexicon, language.gazetteer) for report, spans in zip(batch, parts, strict=True)]
    parsed = language.parse(list(zip(seen, worth, strict=True)))
    for report, spans, text, sentences, (lines, _) in zip(batch, parts, seen, parsed, tables, strict=True):
        every = sorted([*sentences, *read_flat(text, lines)], key=lambda sentence: sentence.start) if lines else sentences
        yield read_sentences(report, every, language, _left_out(spans, every))


def _worth(report: Report, spans: Sequence[Span], lines: Sequence[Span], beside: Sequence[Span], lexicon: Lexicon) -> list[Span]:
    """Return the stretches to be parsed: those that are worth it and those beside tables; the rows of a table need no parser."""
    kept = worth_parsing(report.text, spans, lexicon)
    if not lines:
        return kept
    rows, chosen = set(lines), set(kept)
    edges = sorted(beside)
    told = [span for span in spans if span not in chosen and (at := bisect_left(edges, span.end, key=lambda edge: edge.start))
            and span.overlaps(edges[at - 1])]  # fmt: skip
    return sorted(span for span in chosen.union(told) if span not in rows)


def _left_out(spans: Sequence[Span], sentences: Sequence[Sentence]) -> list[Span]:
    """Return the stretches of a report that were not parsed; both are in the order of the text."""
    left, at = [], 0
    for span in spans:
        while at < len(sentences) and sentences[at].end <= span.start:
            at += 1
        if at == len(sentences) or sentences[at].start >= span.end:
            left.append(span)
    return left


def _spans(report: Report, lexicon: Lexicon) -> list[Span]:
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
    return _with_pairs(spans, find_pairs(report.text, lexicon))


def _with_pairs(spans: Sequence[Span], pairs: Sequence[Pair]) -> list[Span]:
    """Return the stretches with the two lines of each pair ("Deaths", "41") as one; both come in the order of the text."""
    found: list[Span] = []
    at = 0
    for span in spans:
        while at < len(pairs) and pairs[at].span.end <= span.start:
            at += 1
        pair = pairs[at].span if at < len(pairs) else None
        if pair is None or span.end <= pair.start:
            found.append(span)
        elif not found or found[-1] != pair:
            found.append(pair)
    return found


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
    if is_row(report.text):
        return read_row(report, language.lexicon)
    context = find_all(report, sentences, language)
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
    if is_row(report.text):
        return next((again for again in read_row(report, language.lexicon).statements if again.id == statement.id), None)
    fired = {(step.rule, step.start, step.end) for step in statement.trace}
    context = find_all(report, sentences, language)
    context.keep(fired)
    return next((again for again in build_statements(context).statements if again.id == statement.id), None)


def find_all(report: Report, sentences: Sequence[Sentence], language: Language) -> Context:
    """Run the finders in their order over the sentences, which are read by the language's word lists."""
    # Rows come first, because a row has other frames and counts than a sentence. Speakers come before figures: whose count it is
    # decides whom a bare count may stand for. Places come last, because where a speaker sits must be known to be left out.
    known = [mended(sentence.read_by(language.lexicon)) for sentence in sentences]
    text = as_seen(report.text, known)
    context = Context(report, language, known, find_quotations(report.text), text)
    context.losses = find_party_lists(text, known, language.lexicon, language.gazetteer) | find_losses(text, known, language.lexicon)
    context.rows = find_table_rows(text, known, context.losses, language)
    context.breakdowns = find_breakdowns(text, known, language.lexicon)
    context.nested = find_nested(text, known)
    find_voices(context)
    find_counts(context)
    find_scenes(context)
    mark_restated(context)
    return context

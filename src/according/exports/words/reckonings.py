"""A reckoning in words and tables for people; the ids that its lines show lead to the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from according.comparing.days import day_of
from according.exports.words.readings import repair_words, said_by, visible
from according.exports.words.tables import Row
from according.reckoning.answer import Contradiction, Range, Reckoning, Verdict, Weighed
from according.records import Filing, short

SIDE_HEADINGS = ("side", "low", "best", "high", "independent origins", "figures", "best is")
WEIGHED_HEADINGS = ("day", "how many", "of whom", "who says so", "side", "report", "figure", "what became of it")
WEIGHED_WORTH = ("how many", "of whom", "day", "who says so", "what became of it", "figure", "side", "report")
SIDE_WORTH = ("side", "low", "best", "high", "figures", "independent origins", "best is")
QUESTION_WORTH = ("question", "low", "best", "high", "id", "figures", "origins", "contradictions")
RULE_HEADINGS = ("rule-set", "low", "best", "high", "grade", "figures used", "left out by")
# The title over the questions that are linked to one.
LINKED_TITLE = "linked questions"
# The titles over what is told beside numbers and contradictions: sums that fail among linked figures or hold, and what a course shows.
FAILING_TITLE, HOLDING_TITLE, SERIES_TITLE, DAILY_TITLE = "does not add up in what is linked", "adds up", "series", "day by day"
EXPLAINED_TITLES = (FAILING_TITLE, HOLDING_TITLE, SERIES_TITLE, DAILY_TITLE)
# Why a figure is left out, for people; a ruling is named by its id.
LEFT_OUT_WORDS = {
    "status-denied": "left out: denied by who says it", "status-planned": "left out: planned and not reported",
    "none-beside-a-count": "left out: “nobody” beside others' counts", "set-aside": "set aside",
}  # fmt: skip
QUESTION_HEADINGS = ("question", "low", "best", "high", "figures", "origins", "contradictions", "id")


def headline(reckoning: Reckoning) -> str:
    """Return the answer in one sentence."""
    question, stated, now = reckoning.question, reckoning.headline, reckoning.current
    if stated.low is None and stated.high is None and stated.best is None:
        return f"{question.label}: no figure is left to count"
    sentence = f"{question.label}: best {number(stated.best, question.unit)}, stated {span(stated, question.unit)}"
    # All that was ever stated is said first. The last words are told where they differ: an early "up to 4,700" may be withdrawn.
    if (now.low, now.high) != (stated.low, stated.high):
        sentence += f"; by each origin's last word {span(now, question.unit)}"
    return f"{sentence}; {count(stated.origins, 'independent origin')}, {count(len(reckoning.figures), 'figure')}"


def side_rows(reckoning: Reckoning) -> list[Row]:
    """Return a row for each side that gave figures."""
    return [_side_row(side, found, reckoning.question.unit) for side, found in reckoning.by_alignment if found is not None]


def _side_row(side: str, found: Range, unit: str) -> Row:
    """Return the cells of one side."""
    return (side, *range_cells(found, unit), str(found.origins), str(len(found.figures)), visible(found.why_best))


def figure_rows(reckoning: Reckoning) -> list[Row]:
    """Return a row for each figure, in the reckoning's order; the first cell is the day that the figure speaks for."""
    return [_figure_row(item, reckoning) for item in reckoning.figures]


def _figure_row(item: Weighed, reckoning: Reckoning) -> Row:
    """Return the cells of one figure."""
    filed, day = item.filed, day_of(item.filed)
    source = filed.filing.publisher or file_name(filed.filing)
    return (
        day.isoformat() if day else "",
        visible(filed.figure.number.text),
        visible(filed.figure.population.text) if filed.figure.population else "",
        said_by(filed.statement),
        item.alignment,
        visible(source) or short(filed.filing.id),
        short(item.id),
        _fate(item, reckoning),
    )


def _fate(item: Weighed, reckoning: Reckoning) -> str:
    """Return what became of a figure: left out, an echo, replaced, ruled on; nothing where it simply counts."""
    by_id = {other.id: other for other in reckoning.figures}
    parts = []
    rejected = (item.dropped_by or "").removeprefix("ruling ")
    if item.dropped_by is not None:
        parts.append(f"left out: {f'ruling {short(rejected)}' if rejected != item.dropped_by else rejected}")
    if item.echo_of is not None:
        parts.append(f"echo of {short(item.echo_of)}")
    # Of an echo it is enough to know whose: what replaced its origin is said there.
    if item.superseded_by is not None and item.echo_of is None:
        later = by_id.get(item.superseded_by)
        parts.append(f"later {visible(later.filed.figure.number.text)} ({short(item.superseded_by)})" if later else "replaced later")
    # The ruling that left the figure out has been named.
    if others := [short(ruling) for ruling in item.rulings if ruling != rejected]:
        parts.append("ruling " + ", ".join(others))
    return "; ".join(parts)


def explain_lines(reckoning: Reckoning) -> Iterator[str]:
    """Yield what a reader should know beside the numbers: contradictions, checks, echoes, series, notes."""
    for title, items in _explained(reckoning):
        yield f"{title}:"
        for first, *rest in items:
            yield f"  - {visible(first)}"
            yield from (f"      {visible(line)}" for line in rest)


def explain_sections(reckoning: Reckoning) -> Iterator[tuple[str, list[str]]]:
    """Yield the same as :func:`explain_lines`, without the linked questions: each part's title, and its items as one text each."""
    for title, items in _explained(reckoning):
        if title != LINKED_TITLE:
            yield title, [visible(". ".join(item)) for item in items]


def _explained(reckoning: Reckoning) -> Iterator[tuple[str, Sequence[Sequence[str]]]]:
    """Yield each part that has something to tell, as its title and its items; of an item the first line says what the others explain."""
    yield from _section("contradictions", [_contradiction(found) for found in reckoning.contradictions])
    # A check that fails here is a contradiction too: it is told once.
    told = {found.detail for found in reckoning.contradictions}
    # What only linked questions' figures break is told in short: their own answers say what would mend it.
    failing = [check.detail for check in reckoning.checks if not check.holds and check.detail not in told]
    yield from _section(FAILING_TITLE, [[_plain(detail)] for detail in failing])
    # What adds up is told as well: a sum that holds is a reason to believe its figures.
    own = {item.id for item in reckoning.figures}
    yield from _section(HOLDING_TITLE, [[check.detail] for check in reckoning.checks if check.holds and not own.isdisjoint(check.figures)])
    yield from _section("echoes, counted once", [[_echo_line(echo.figures, echo.signals, reckoning)] for echo in reckoning.echoes])
    yield from _section(SERIES_TITLE, [[f"{flag.kind}: {flag.detail}"] for flag in reckoning.series])
    yield from _section(DAILY_TITLE, [[_plain(daily.detail)] for daily in reckoning.daily])
    yield from _section(
        LINKED_TITLE, [[f"{other.label} ({count(len(other.figures), 'figure')}, {short(other.id)})"] for other in reckoning.linked]
    )
    yield from _section("notes", [[note] for note in reckoning.notes])


def _section(title: str, items: Sequence[Sequence[str]]) -> Iterator[tuple[str, Sequence[Sequence[str]]]]:
    """Yield a title and its items; nothing where there are no items."""
    if items:
        yield title, items


def _contradiction(found: Contradiction) -> list[str]:
    """Return a contradiction's sentence and its repairs."""
    return [_plain(found.detail), *_repair_lines(found)]


def _plain(sentence: str) -> str:
    """Return a sentence with a capital at its head."""
    return sentence[:1].upper() + sentence[1:]


def _repair_lines(found: Contradiction) -> list[str]:
    """Return one line with what would mend the figures, or none."""
    repairs = repair_words(found.repairs)
    return ["would hold with: " + "; ".join(repairs)] if repairs else []


def _echo_line(figures: Sequence[str], signals: Sequence[str], reckoning: Reckoning) -> str:
    """Return the numbers that trace back to one origin, and the signals that say so."""
    by_id = {item.id: item for item in reckoning.figures}
    named = [visible(by_id[id].filed.figure.number.text) + f" ({short(id)})" for id in figures if id in by_id]
    return f"{', '.join(named)}: {'; '.join(signals)}"


def left_out_by(reason: str | None) -> str:
    """Return in words what leaves a figure out; nothing where nothing does."""
    if reason is None:
        return ""
    ruling = reason.removeprefix("ruling ")
    return LEFT_OUT_WORDS.get(reason, reason) if ruling == reason else f"left out by ruling {short(ruling)}"


def rule_rows(reckoning: Reckoning) -> list[Row]:
    """Return a row for each recorder's rule-set that was asked for."""
    unit = reckoning.question.unit
    rows: list[Row] = []
    for name, verdict in reckoning.rule_sets:
        # How many figures and by which rules; which ones stands in JSON.
        rules = sorted({rule for _, rule in verdict.dropped})
        dropped = f"{len(verdict.dropped)} ({', '.join(rules)})" if rules else ""
        rows.append((name, *range_cells(verdict, unit), verdict.grade or "", str(len(verdict.used)), dropped))
    return rows


def rule_notes(reckoning: Reckoning) -> list[str]:
    """Return the notes of the rule-sets, each behind its rule-set's name."""
    return [f"{name}: {note}" for name, verdict in reckoning.rule_sets for note in verdict.notes]


def question_row(reckoning: Reckoning) -> Row:
    """Return one question's row in a list of questions."""
    question, stated = reckoning.question, reckoning.headline
    return (
        visible(question.label),
        *range_cells(stated, question.unit),
        str(len(question.figures)),
        str(stated.origins),
        # An empty column is left out, so that none is shown where no question has a contradiction.
        str(len(reckoning.contradictions) or ""),
        short(question.id),
    )


def verdict_cells(reckoning: Reckoning) -> Row:
    """Return a cell for each rule-set that was asked for: "best 600, 600 to 4,700"."""
    return tuple(_verdict(found, reckoning.question.unit) for _, found in reckoning.rule_sets)


def _verdict(found: Verdict, unit: str) -> str:
    """Return a rule-set's best and its range in words."""
    if found.low is None and found.best is None and found.high is None:
        return "no figure left"
    best = "no best" if found.best is None else f"best {number(found.best, unit)}"
    return f"{best}, {span(found, unit)}"


def number(value: float | None, unit: str = "people") -> str:
    """Return a number with separators of thousands, or nothing where it is unknown."""
    if value is None:
        return ""
    # Only shares in percent have a fraction.
    text = f"{int(value):,}" if value == int(value) else f"{value:,.1f}"
    return f"{text} %" if unit == "percent" else text


def range_cells(found: Range | Verdict, unit: str = "people") -> tuple[str, str, str]:
    """Return the cells of a range: low, best and high."""
    return number(found.low, unit), number(found.best, unit), ceiling(found.low, found.high, unit)


def file_name(filing: Filing) -> str:
    """Return a report's file by its name alone: its folders, with either kind of slash, say nothing of who told it."""
    return (filing.path or "").replace("\\", "/").rsplit("/", 1)[-1]


def ceiling(low: float | None, high: float | None, unit: str = "people") -> str:
    """Return a ceiling: ``open`` where there is a floor and no ceiling, nothing where neither is known."""
    if high is None:
        return "open" if low is not None else ""
    return number(high, unit)


def span(found: Range | Verdict, unit: str = "people") -> str:
    """Return a range in words: "100 to 2,000", "3,000 or more", "2,000"."""
    if found.high is None:
        return f"{number(found.low, unit)} or more"
    if found.low is None:
        return f"up to {number(found.high, unit)}"
    return number(found.low, unit) if found.low == found.high else f"{number(found.low, unit)} to {number(found.high, unit)}"


def count(many: int, noun: str) -> str:
    """Return a count with its noun, which takes an "s" in the plural."""
    return f"{many:,} {noun}" if many == 1 else f"{many:,} {noun}s"

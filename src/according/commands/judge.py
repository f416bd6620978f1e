"""``according judge``, ``undo`` and ``rulings``: what people decide about figures."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated

import typer

from according.commands.options import AsJson, LedgerUrl, Records, Wide, layout_of, worded
from according.errors import AccordingError

if TYPE_CHECKING:
    from according.ledger.base import Ledger
    from according.reckoning.answer import Question

JUDGE_HELP = """
File a ruling on a figure (or a statement), on two figures, or on a speaker.

KIND is accept, reject, correct, same-event, not-same-event, same-origin or not-same-origin. An id may be cut to its first six digits or
more. A correction gives a field and its new value; the report is not changed, reckonings use the value and say so.

On a speaker, by name, KIND is reliability (a letter of the Admiralty system: A completely reliable, B usually, C fairly, D not usually
reliable, E unreliable, F cannot be judged) or side (in words). They are shown beside what the speaker says and change no answer.

Examples:

  according judge reject 3d5619231c --why "the headline's mistake"

  according judge correct 3d5619231c low=600 high=600 --why "the text says 600"

  according judge same-event 3d5619231c b74aa39afe --why "one blast, two datelines"

  according judge reliability "the regional health office" B --why "its counts held for three years"

Fields: low, high, bound, unit, measure, status, counting, population, kind, country, perpetrator, place, from, to, basis,
speakers.
`according undo` takes a ruling back.
"""
UNDO_HELP = """
Take a ruling back: a row that undoes it is added, nothing is removed.

Examples:

  according undo 5f2c07d1aa --why "wrong figure"
"""
RULINGS_HELP = """
List the rulings, or share them as JSON Lines.

Examples:

  according rulings

  according rulings --json > rulings.jsonl

  according rulings --import rulings.jsonl
"""
Who = Annotated[str | None, typer.Option("--who", metavar="NAME", help="Who decides; the user's name by default.")]


def judge(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help="accept, reject, correct, same-event, not-same-event, same-origin, not-same-origin; of a speaker reliability, side.",
        ),
    ],
    subject: Annotated[str, typer.Argument(metavar="ID", help="The figure (or statement), or the speaker's name.")],
    rest: Annotated[
        list[str] | None, typer.Argument(metavar="[OTHER | FIELD=VALUE … | SET]", help="The other figure, what to correct, or what is set.")
    ] = None,
    # Not required by the command line: the service refuses a ruling without a reason, for every door alike.
    why: Annotated[str, typer.Option("--why", metavar="REASON", help="The reason; it is shown wherever the ruling counts.")] = "",
    who: Who = None,
    ledger: LedgerUrl = None,
    as_json: AsJson = False,
) -> None:
    """File a ruling."""
    from according.commands.terminal.streams import tell, write
    from according.ledger.opening import default_url, open_ledger
    from according.services.judge import file_rulings, user_name

    with worded(), open_ledger(ledger or default_url(), create=False) as book:
        # Looked at before and after: the command says which figures came from which question.
        before = _questions(book, kind, [subject, *(rest or [])])
        # A correction of several fields is several rulings, and each is shown.
        for judged in file_rulings(book, kind, subject, rest or [], who=who or user_name(), why=why):
            if judged.known:
                # With JSON this goes beside the output, which holds rulings alone.
                (tell if as_json else write)("known already, nothing is filed:")
            _show(judged.ruling, as_json)
        _tell_moved(before, _questions(book, kind, [subject, *(rest or [])]))
        _tell_events(book, kind, [subject, *(rest or [])])


def undo(
    ruling: Annotated[str, typer.Argument(metavar="RULING", help="The ruling's id, or its first six digits or more.")],
    why: Annotated[str, typer.Option("--why", metavar="REASON", help="The reason.")] = "",
    who: Who = None,
    ledger: LedgerUrl = None,
    as_json: AsJson = False,
) -> None:
    """Take a ruling back."""
    from according.ledger.opening import default_url, open_ledger
    from according.services.judge import undo_ruling, user_name

    with worded(), open_ledger(ledger or default_url(), create=False) as book:
        _show(undo_ruling(book, ruling, who=who or user_name(), why=why), as_json)


def rulings(
    ledger: LedgerUrl = None,
    source: Annotated[str | None, typer.Option("--import", metavar="FILE", help='File the rulings of a JSON Lines file, or "-".')] = None,
    as_json: AsJson = False,
    wide: Wide = False,
    records: Records = False,
) -> None:
    """List, export or import rulings."""
    from according.commands.screen import Screen
    from according.commands.terminal.streams import tell, write
    from according.exports.formats import write_line
    from according.exports.words.rulings import RULING_HEADINGS, RULING_WORTH, ruling_row
    from according.ledger.opening import default_url, open_ledger
    from according.reckoning.rulings import weigh_rulings
    from according.records import short
    from according.services.judge import import_rulings

    layout = layout_of(wide, records, as_json)
    # To list or to share rulings needs no right to write.
    with open_ledger(ledger or default_url(), create=False, read_only=source is None) as book:
        if source is not None:
            new, known = import_rulings(book, source)
            tell(f"{new} rulings filed, {known} known already")
            return
        found = book.rulings()
        if as_json:
            for ruling in found:
                write(write_line("json", "ruling", ruling))
            return
        Screen(layout).table(RULING_HEADINGS, [ruling_row(ruling) for ruling in found], RULING_WORTH)
        if not found:
            tell("no rulings yet; `according judge` files one")
        # A contradiction is no error: the later ruling is followed, and whoever reads the list should know of both.
        for left, kept in weigh_rulings(found).clashes:
            told = f"rulings {short(left.id)} ({left.who}) and {short(kept.id)} ({kept.who}) contradict one another"
            tell(f"{told}; {short(kept.id)} is followed")


def _questions(book: Ledger, kind: str, figures: Sequence[str]) -> list[Question]:
    """Return the questions that the figures of a ruling on one event are in; none where it is another ruling, or an id is none."""
    from according.records import Query
    from according.services.ask import question_of

    # Only these rulings are on whole questions, which they join or part.
    if kind.removeprefix("not-") != "same-event":
        return []
    # For an id that is none the ruling itself is refused after this, in words that say why.
    with suppress(AccordingError):
        found = [question_of(book, figure, Query()).reckoning.question for figure in figures]
        return list({question.id: question for question in found}.values())
    return []


def _tell_moved(before: Sequence[Question], after: Sequence[Question]) -> None:
    """Say what the questions of a ruling's figures hold now, and which figures of which question they held before."""
    from according.commands.terminal.streams import tell
    from according.exports.words.readings import visible
    from according.exports.words.reckonings import count
    from according.records import short

    # By the ids of the figures: a question's own id changes with its earliest figure.
    held = [(question.id, {filed.id for filed in question.figures}) for question in before]
    # What is in none of the questions after it went elsewhere, as where `not-same-event` parts a question in three.
    left = {id for _, figures in held for id in figures}
    for question in after:
        figures = {filed.id for filed in question.figures}
        left -= figures
        came = " and ".join(_share(len(figures & old), len(old), id) for id, old in held if figures & old)
        told = " as before" if figures in [old for _, old in held] else f" ({came})"
        tell(f"question {short(question.id)} now holds {count(len(figures), 'figure')}{told}: {visible(question.label)}")
    if left:
        tell(f"{count(len(left), 'figure')} of theirs in other questions now; see: according questions")


def _tell_events(book: Ledger, kind: str, figures: Sequence[str]) -> None:
    """Say which events a ruling on one event has made of those that its figures, or events, are in."""
    from according.commands.terminal.streams import tell
    from according.exports.words.readings import visible
    from according.exports.words.reckonings import count
    from according.records import Query, short
    from according.services.events import find_event
    from according.services.judge import full_id

    if kind.removeprefix("not-") == "same-event":
        found = [find_event(book, full_id(book, id), Query()).event for id in figures]
        for event in {event.id: event for event in found}.values():
            tell(f"event {short(event.id)} now holds {count(len(event.questions), 'question')}: {visible(event.title)}")


def _share(many: int, held: int, id: str) -> str:
    """Say how many of a question's figures are meant: all of them, or so many."""
    from according.records import short

    return f"the {many:,} of question {short(id)}" if many == held else f"{many:,} of the {held:,} of question {short(id)}"


def _show(ruling: object, as_json: bool) -> None:
    from typing import cast

    from according.commands.terminal.streams import write
    from according.exports.formats import write_line
    from according.exports.words.rulings import ruling_sentence
    from according.records import Ruling

    made = cast("Ruling", ruling)
    write(write_line("json", "ruling", made) if as_json else ruling_sentence(made))

"""``according demo``: the sample reports read, filed in a throw-away ledger, and the losses they tell of reckoned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from according.statement import Measure

if TYPE_CHECKING:
    from according.commands.screen import Layout

# What the sample reports are about: who is counted, and what happened to them.
POPULATION = "North Korean"
DEMO_MEASURES: tuple[Measure, ...] = ("killed", "casualties")
# The words by which the demo asks for the one event that the samples tell of.
EVENT = "North Korean Kursk"


def show_demo(*, as_json: bool = False, explained: bool = False, layout: Layout = "fitted") -> None:
    """Print the readings of the sample reports, then the reckonings, and the event that they are of."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from according.commands.ask import show_answer
    from according.commands.events import show_event
    from according.commands.screen import Printer, Screen
    from according.commands.terminal.streams import write
    from according.exports.formats import write_line
    from according.ledger.opening import open_ledger
    from according.records import Query
    from according.services.ask import answer
    from according.services.events import find_event
    from according.services.samples import file_samples

    printer = Printer(as_json=as_json, explained=explained, layout=layout)
    # A ledger of its own: the user's is neither read nor written.
    with TemporaryDirectory() as folder, open_ledger(str(Path(folder) / "demo.db")) as ledger:
        for filed in file_samples(ledger):
            printer.show(filed.outcome)
        for measure in DEMO_MEASURES:
            # Without the other questions, which the samples also answer but are not about.
            show_answer(answer(ledger, Query(measures=(measure,), population=POPULATION)), as_json, others=False, screen=Screen(layout))
            if not as_json:
                write("")
        found = find_event(ledger, EVENT, Query(population=POPULATION))
        if as_json:
            write(write_line("json", "event", found.event))
        else:
            show_event(Screen(layout), found.event)

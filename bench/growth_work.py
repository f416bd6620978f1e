"""
The kinds of work whose growth ``bench/growth.py`` measures: reports that are alike, long reports, odd texts, long inputs, words, rulings.

What the work is done on is made before, in a process of its own, and kept on a :class:`Shelf`: so the same ledger serves every question
that is asked of it, and what made it is in nobody's memory.
"""
from __future__ import annotations

import json
import pickle
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import according
from according.errors import LexiconError, QuestionError
from according.exports.about import About
from according.exports.exchange.forms import find_form
from according.exports.objects.rulings import ruling_object
from according.intake.documents.mail import extract_letter
from according.intake.feeds.listing import read_feed
from according.intake.files import find_sources
from according.intake.text import Options
from according.intake.unpacking import unpack
from according.intake.wishes import NO_WISHES
from according.ledger.opening import open_ledger
from according.ledger.store import SqlLedger
from according.reckoning.checks.agreement import check_reading
from according.reckoning.rulings import weigh_rulings
from according.records import Query, Ruling
from according.services.ask import ANSWERED_MOST, answer, list_questions
from according.services.events import list_events
from according.services.group import group_figures
from according.services.judge import file_rulings, import_rulings
from according.services.read import read_sources, settled
from according.services.sharing.exchanged import Wanted, find_values
from according.services.words import find_language
from according.statement import Reading

DAY = date(2024, 5, 1)
BEGIN = datetime(2024, 5, 1, tzinfo=UTC)
Work = Callable[[], object]
TOWNS = ("Kela", "Morin", "Tarsk", "Velda", "Osten", "Parun", "Dessa", "Lomir")


@dataclass(frozen=True)
class Family:
    """
    A kind of work: its name, its first amount, and how an amount is set up.

    ``prepare`` makes on the shelf what an amount needs, and ``begin`` opens it and returns the work that is measured.
    """

    name: str
    first: int
    prepare: Callable[[int], object]
    begin: Callable[[int], Work]


def number(at: int) -> int:
    """Return some number of people, another for each of many."""
    return 3 + at * 7919 % 9000


# One report each that differs from the others in number and serial.
REPORTS: dict[str, Callable[[int], str]] = {
    "formula": lambda at: f"At least {number(at)} people were killed in the blast in Ostrin, report {at}, police said.",
    "copies": lambda at: f"At least 17 people were killed in the blast in Ostrin, report {at}, police said.",
    "totals": lambda at: f"{5000 + at} Russian soldiers have been killed in Ukraine since February 2022, report {at}, Kyiv said.",
}
# One piece each of one long report.
PIECES: dict[str, Callable[[int], str]] = {
    "sentences": lambda at: f"At least {number(at)} people were killed in the blast in Ostrin, police said. ",
    "towns": lambda at: f"At least {number(at)} people were killed in {TOWNS[at % 8]}town{at}, Gen. {TOWNS[at % 7]} said. ",
    "table": lambda at: ("Place\tKilled\n" if not at else "") + f"{TOWNS[at % 8]}{at}town\t{number(at)}\n",
}
def town(at: int) -> str:
    """Return the name of a town that is nowhere, another for each of some thousands."""
    ends = (consonants := "bcdfglmnprst")[at % 12], "aeiou"[at // 12 % 5], consonants[at // 60 % 12], "aeiou"[at // 720 % 5]
    return f"{''.join(ends)}dar".capitalize()


# Long reports whose numbers are held against one another, and how many towns of them are the first amount.
HELD: dict[str, tuple[int, Callable[[int], str]]] = {
    "losses": (500, lambda many: "".join(
        f"The army said {100 + at} soldiers were killed, {200 + at} soldiers were wounded and {300 + 2 * at} soldiers were casualties "
        f"in {town(at)}. " for at in range(many))),
    "forces": (500, lambda many: "".join(
        f"The army said {900 + at} soldiers were sent to {town(at)}, where {100 + at} soldiers were killed. " for at in range(many))),
    "shares": (500, lambda many: "".join(
        f"The army sent {900 + at} soldiers to {town(at)}. It said {10 + at % 60} percent of the soldiers in {town(at)} were killed. "
        f"It said {100 + at} soldiers were killed in {town(at)}. " for at in range(many))),
    "parts that are more than their total": (200, lambda many: f"The landslides have killed {10 * many - 1} people in western Nepal, "
        "the home ministry said on Monday.\n\n" + "".join(f"{town(at)}: 10 dead\n" for at in range(many))),
}  # fmt: skip
# Figures of one report are measured from so many on. Among few each one more ties others together as well, until each is held against as
# many as there is room for: of 500 towns each was parted from 19 others, of 1,000 from 41, of 2,000 from 54, of 8,000 from 50.
FULL = 1_000
# Pieces of texts that no reporter writes, and how many of them are the first amount.
ODD = {
    "references": ("12 people died. The victims were civilians. Another 5 were hurt. ", 200), "lone marks": ("“", 30_000),
    "lone marks and words": ('He said "', 3_000), "brackets": ("(", 5_000), "hyphens": ("a-", 10_000), "commas": ("12, ", 3_000),
    "digits": ("1", 50_000), "said": ("said ", 6_000), "of the": ("of the ", 6_000), "and": ("12 men and ", 1_000),
    "capitals": ("KILLED IN ", 2_000), "emoji": ("\N{COLLISION SYMBOL} ", 8_000), "combining": ("e\u0301", 20_000),
    "dates": ("12 May 2020 ", 1_500), "lines": ("Ostrin\nkilled\n12\nsaid\n", 2_000), "one sentence": ("the man ", 1_250),
    "blanks": ("\xa0", 12_500), "lead-ins": ("- The ministry reported the following:\n", 400), "handles": ("@velmar\n", 3_000),
    "pairs of digits": ("11,", 4_000), "tags": ("#a ", 2_500), "days": ("12 May 2020\n\n13 May 2020\n\n", 500),
    "labels of one name": ("Ana Petrov: 12 were killed. Petrov left.\nBea Petrov: 12 were killed.\n", 75), "blank cells": ("| | ", 1_250),
}  # fmt: skip
MAIN = "<p>" + "Nothing is told of anybody, and it is told at some length. " * 10 + "</p>"
# Files of other kinds, each with many of what it may have many of; nobody is counted in them, so that it is the file that costs.
FILES: dict[str, tuple[str, int, Callable[[int], str]]] = {
    "feed": ("feed", 1_250, lambda many: '<rss version="2.0"><channel><title>Wire</title>' + "".join(
        f"<item><title>Report {at}</title><link>https://wire.example/{at}</link><description>Nothing is told of anybody in report {at}."
        "</description></item>" for at in range(many)) + "</channel></rss>"),
    "rows of a table": ("csv", 1_250, lambda many: "text,published\n" + "".join(
        f"Nothing is told of anybody in report {at}.,2024-05-01\n" for at in range(many))),
    "columns of a table": ("csv", 5_000, lambda many: "text," + ",".join(f"column{at}" for at in range(many)) + "\n" + ",".join(
        f"Nothing is told in cell {at} of anybody" for at in range(many + 1)) + "\n"),
    "lines of JSON": ("jsonl", 1_250, lambda many: "".join(
        json.dumps({"text": f"Nothing is told of anybody in report {at}.", "title": f"Report {at}"}) + "\n" for at in range(many))),
    "brackets of JSON, refused": ("json", 25_000, lambda many: "[" * many + "]" * many),
    "parts of JSON": ("json", 1_250, lambda many: json.dumps(
        [{"text": f"Nothing is told of anybody in report {at}."} for at in range(many)])),
    "paragraphs of a page": ("html", 2_500, lambda many: "<html><body><article>" + "".join(
        f"<p>Nothing is told of anybody in paragraph {at}.</p>" for at in range(many)) + "</article></body></html>"),
    "nested tags": ("html", 250, lambda many: f"<html><body><article>{MAIN}" + (
        "<div>" * many + MAIN + "</div>" * many) + "</article></body></html>"),
    "open tags": ("html", 250, lambda many: f"<html><body><article>{MAIN}" + "<b><p>" * many + MAIN + "</body></html>"),
    "tags in a text": ("txt", 5_000, lambda many: "Nothing is told of <b>anybody</b>. " * many),
    "rows of a page": ("html", 1_250, lambda many: "<html><body><table>" + "".join(
        f"<tr><td>cell {at}</td><td>none</td></tr>" for at in range(many)) + "</table></body></html>"),
    "quoted mail": ("eml", 2_500, lambda many: "From: a@wire.example\nSubject: none\nContent-Type: text/plain\n\n" + "".join(
        "> " * (at % 4) + f"Nothing is told of anybody in line {at}.\n" for at in range(many))),
}  # fmt: skip
# Those of them that are to be refused, and at once.
REFUSED = ("brackets of JSON, refused",)
# Those of them that have a report for each of what they have many of.
MANY = ("feed", "rows of a table", "lines of JSON", "parts of JSON")


def _entry(name: str, forms: str) -> str:
    return f'[[people]]\nid = "{name}"\nforms = [{forms}]\nkind = "civilian"\npattern = "person"\nnote = "Made up."\n'


# Words of a user, as TOML.
WORDS: dict[str, tuple[int, Callable[[int], str]]] = {
    "entries": (1_250, lambda many: "".join(_entry(f"folk{at}", f'"folk{at}er"') for at in range(many))),
    "forms": (1_250, lambda many: _entry("folk", ", ".join(f'"folk{at}er"' for at in range(many)))),
    "phrases": (1_250, lambda many: "".join(_entry(f"folk{at}", f'"folk of town number {at}"') for at in range(many))),
    "brackets": (25_000, lambda many: "a = " + "[" * many + "]" * many),
}  # fmt: skip


class Shelf:
    """Reports as they were read, and ledgers with them, made once and copied for each work."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read_texts(self, kind: str, many: int) -> Path:
        """Return a file with the readings of so many texts, or of one long text of so many pieces, made where it is not there."""
        path = self.folder / f"{kind}-{many}.pickle"
        if not path.exists():
            made, texts = self._longest(kind, many), REPORTS.get(kind)
            if texts is None:
                made = [according.read("".join(map(PIECES[kind], range(many))), published=DAY)]
            else:
                made += [according.read(texts(at), published=DAY) for at in range(len(made), many)]
            path.write_bytes(pickle.dumps(made))
        return path

    def _longest(self, kind: str, many: int) -> list[Reading]:
        # The first thousand of two thousand reports are the thousand that were read before.
        known = [(int(path.stem.rpartition("-")[2]), path) for path in self.folder.glob(f"{kind}-*.pickle")]
        fitting = [each for each in known if each[0] <= many and kind in REPORTS]
        return _unpickle(max(fitting)[1]) if fitting else []

    def file(self, kind: str, many: int, *, group: bool) -> Path:
        """Return a ledger with those readings, grouped or not."""
        path = self.folder / f"{kind}-{many}-{'grouped' if group else 'filed'}.db"
        if not path.exists() and group:
            shutil.copy(self.file(kind, many, group=False), path)
            with open_ledger(str(path)) as ledger:
                group_figures(ledger)
        elif not path.exists():
            with open_ledger(str(path)) as ledger:
                file_readings(ledger, _unpickle(self.read_texts(kind, many)))
                if (found := ledger.contents().figures) < many - (kind == "table"):
                    raise SystemExit(f"{many:,} {kind} gave {found:,} figures: this measures nothing")
        return path

    def copy(self, path: Path) -> SqlLedger:
        """Open a copy of a ledger, on which work may be done."""
        copied = Path(tempfile.mkdtemp(dir=self.folder)) / path.name
        shutil.copy(path, copied)
        return open_ledger(str(copied))

    def write(self, name: str, text: str) -> Path:
        """Write an input file."""
        path = self.folder / name
        path.write_text(text, "utf8")
        return path


def _unpickle(path: Path) -> list[Reading]:
    found: list[Reading] = pickle.loads(path.read_bytes())
    return found


def file_readings(ledger: SqlLedger, readings: list[Reading]) -> None:
    """File readings as ``add`` does, some hundreds at a time."""
    for start in range(0, len(readings), 200):
        ledger.add_all([(reading, None) for reading in readings[start : start + 200]])


def _asked(ledger: SqlLedger) -> object:
    try:
        return answer(ledger, Query(measures=("killed",)))
    # Above 2,000 figures it is refused, which must be quick as well.
    except QuestionError as error:
        if ledger.count(Query(measures=("killed",))) <= ANSWERED_MOST:
            raise
        return error


def _all(found: Iterator[object]) -> int:
    return sum(1 for _ in found)


def _export(ledger: SqlLedger) -> int:
    pieces = find_form("jsonl", "figures").writers["figures"](find_values(ledger, Wanted("figures", Query())), About("figures", "", BEGIN))
    return sum(map(len, pieces))


# What is done with a grouped ledger.
WORKS: dict[str, Callable[[SqlLedger], object]] = {
    "questions": lambda ledger: _all(list_questions(ledger, Query())), "events": lambda ledger: _all(list_events(ledger, Query())),
    "reckon": _asked, "check": lambda ledger: _all(ledger.check()), "export": _export,
}  # fmt: skip


def ledgers(shelf: Shelf) -> Iterator[Family]:
    """Yield what is done with ledgers: of many reports that are alike, and of one long report."""
    for kind in (*REPORTS, *PIECES):
        called, first = (f"of reports: {kind}", 500) if kind in REPORTS else (f"of one-report: {kind}", FULL)
        if kind in PIECES:
            long = lambda many, kind=kind: "".join(map(PIECES[kind], range(many)))  # noqa: E731
            yield Family(f"read {called}", first, lambda many: None, lambda many, long=long: _read(long(many)))  # type: ignore[misc]
        yield Family(
            f"file {called}", first, lambda many, kind=kind: shelf.read_texts(kind, many),  # type: ignore[misc]
            lambda many, kind=kind: _file(shelf, kind, many),  # type: ignore[misc]
        )  # fmt: skip
        yield Family(
            f"group {called}", first, lambda many, kind=kind: shelf.file(kind, many, group=False),  # type: ignore[misc]
            lambda many, kind=kind: _with(shelf.copy(shelf.file(kind, many, group=False)), group_figures),  # type: ignore[misc]
        )  # fmt: skip
        for name, work in WORKS.items():
            yield Family(
                f"{name} {called}", first, lambda many, kind=kind: shelf.file(kind, many, group=True),  # type: ignore[misc]
                lambda many, kind=kind, work=work: _with(shelf.copy(shelf.file(kind, many, group=True)), work),  # type: ignore[misc]
            )  # fmt: skip


def checks(shelf: Shelf) -> Iterator[Family]:
    """Yield the checks of long reports."""
    for kind, (first, told) in HELD.items():
        def read(many: int, kind: str = kind, told: Callable[[int], str] = told) -> Path:
            path = shelf.folder / f"{kind}-{many}.pickle"
            if not path.exists():
                path.write_bytes(pickle.dumps([according.read(told(many), published=DAY)]))
            return path

        yield Family(f"check reading: {kind}", first, read, lambda many, read=read: _check(read(many)))  # type: ignore[misc]


def _check(path: Path) -> Work:
    [reading] = _unpickle(path)
    return lambda: check_reading(reading)


def _with(ledger: SqlLedger, work: Callable[[SqlLedger], object]) -> Work:
    return lambda: work(ledger)


def _read(text: str) -> Work:
    return lambda: according.read(text)


def _file(shelf: Shelf, kind: str, many: int) -> Work:
    readings = _unpickle(shelf.read_texts(kind, many))
    ledger = open_ledger(str(Path(tempfile.mkdtemp(dir=shelf.folder)) / "new.db"))
    return lambda: file_readings(ledger, readings)


def inputs(shelf: Shelf) -> Iterator[Family]:
    """Yield what is read: odd texts, files of many parts, and words of a user."""
    for kind, (text, first) in ODD.items():
        yield Family(f"read odd: {kind}", first, lambda many: None, lambda many, text=text: _read(text * many))  # type: ignore[misc]
    for kind, (ending, first, make) in FILES.items():
        def write(many: int, kind: str = kind, ending: str = ending, make: Callable[[int], str] = make) -> Path:
            return shelf.write(f"{kind}-{many}.{ending}", make(many))

        reads = lambda many, write=write, kind=kind: _read_file(write(many), many if kind in MANY else kind not in REFUSED)  # noqa: E731
        yield Family(f"read file: {kind}", first, write, reads)  # type: ignore[arg-type]
    for kind, (first, told) in WORDS.items():
        def words(many: int, kind: str = kind, told: Callable[[int], str] = told) -> Path:
            return shelf.write(f"{kind}-{many}.toml", told(many))

        yield Family(f"words: {kind}", first, words, lambda many, words=words: _take_words(words(many)))  # type: ignore[misc]


def _read_file(path: Path, reports: int) -> Work:
    """Return the reading of a file that has so many reports."""
    def read() -> None:
        found = HERE.get(path.suffix, _count_reports)(path)
        if found < reports or (found and not reports):
            raise SystemExit(f"{path.name}: {found:,} reports and not {reports:,}: this measures nothing")

    return read


# What a watch reads of a feed is its entries, and not their pages; and a letter is taken apart in this process, not in one of its own.
HERE: dict[str, Callable[[Path], int]] = {
    ".feed": lambda path: len(read_feed(path.read_bytes(), "https://wire.example/feed").entries),
    ".eml": lambda path: bool(extract_letter(path.read_bytes()).text),
}


def _count_reports(path: Path) -> int:
    outcomes = settled(read_sources(unpack(find_sources([str(path)]), NO_WISHES), Options()))
    return sum(outcome.refused is None for outcome in outcomes)


def _take_words(path: Path) -> Work:
    def take() -> object:
        refused = path.name.startswith("brackets")
        try:
            read = according.read("The army said 12 folk7ers were killed in Ostrin on Monday, envoy 9 said.", words=find_language(path))
        except LexiconError as error:
            if not refused:
                raise
            return error
        if refused:
            raise SystemExit(f"{path.name}: not refused: this measures nothing")
        return read

    return take


def chain(many: int) -> list[Ruling]:
    """Return rulings that figures are of one event, each with the next, half of which are kept apart."""
    ends = [(f"f{at}", f"f{at + 1}", "same-event") for at in range(many)]
    ends += [(f"f{at}", f"f{many - at}", "not-same-event") for at in range(many // 2)]
    return [Ruling(kind, one, "Ada", "so", BEGIN + timedelta(seconds=at), other) for at, (one, other, kind) in enumerate(ends)]  # type: ignore[arg-type]


def rulings(shelf: Shelf) -> Iterator[Family]:
    """Yield what is done with rulings: weighed, brought from a file, and one more on top of many."""
    def accept(many: int, kind: str) -> Path:
        path = shelf.folder / f"{kind}-{many}.rulings"
        if not path.exists():
            with open_ledger(str(shelf.file(kind, many, group=True))) as ledger:
                figures = ledger.find(Query())
            made = [Ruling("accept", figure.id, "Ben", f"a trial {at}", BEGIN + timedelta(seconds=at)) for at, figure in enumerate(figures)]
            path.write_text("\n".join(json.dumps(ruling_object(ruling)) for ruling in made), "utf8")
        return path

    def judged(many: int, kind: str) -> Path:
        path = shelf.folder / f"{kind}-{many}-judged.db"
        if not path.exists():
            shutil.copy(shelf.file(kind, many, group=True), path)
            with open_ledger(str(path)) as ledger:
                import_rulings(ledger, str(accept(many, kind)))
        return path

    def judge(ledger: SqlLedger) -> None:
        for figure in ledger.find(Query(), limit=10):
            file_rulings(ledger, "reject", figure.id, (), who="Ana", why="a trial")

    yield Family("weigh rulings", 1_000, lambda many: None, lambda many: (lambda made: lambda: weigh_rulings(made))(chain(many)))
    for kind in ("copies", "towns"):
        yield Family(
            f"import rulings: {kind}", 500, lambda many, kind=kind: accept(many, kind),  # type: ignore[misc]
            lambda many, kind=kind: _with(  # type: ignore[misc]
                shelf.copy(shelf.file(kind, many, group=True)), lambda ledger: import_rulings(ledger, str(accept(many, kind)))
            ),
        )  # fmt: skip
        yield Family(
            f"judge after rulings: {kind}", 500, lambda many, kind=kind: judged(many, kind),  # type: ignore[misc]
            lambda many, kind=kind: _with(shelf.copy(judged(many, kind)), judge),  # type: ignore[misc]
        )  # fmt: skip


def families(folder: Path) -> Iterator[Family]:
    """Yield every family, on a shelf in a folder."""
    shelf = Shelf(folder)
    yield from ledgers(shelf)
    yield from checks(shelf)
    yield from inputs(shelf)
    yield from rulings(shelf)

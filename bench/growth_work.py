"""
The kinds of work whose growth ``bench/growth.py`` measures: reports that are alike, long reports, odd texts, long inputs, words, rulings,
one text that is filed again and again, and pulls.

What the work is done on is made before, in a process of its own, and kept on a :class:`Shelf`: so the same ledger serves every question
that is asked of it, and what made it is in nobody's memory.
"""
from __future__ import annotations

import json
import pickle
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
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
from according.ledger.opening import open_ledger, open_offer
from according.ledger.store import SqlLedger
from according.reckoning.checks.agreement import check_reading
from according.reckoning.rulings import weigh_rulings
from according.records import Query, Ruling
from according.report import Raw
from according.services.add import FILED_TOGETHER
from according.services.ask import ANSWERED_MOST, answer, list_questions
from according.services.browsing.recent import every_event
from according.services.events import list_events
from according.services.group import group_figures
from according.services.judge import file_rulings, import_rulings
from according.services.read import read_sources, settled
from according.services.sharing.exchanged import Wanted, find_values
from according.services.sharing.pull import pull
from according.services.words import find_language
from according.statement import Reading
from growth_texts import FILES, FULL, HELD, MANY, ODD, PIECES, REFUSED, REPORTS, WORDS

DAY = date(2024, 5, 1)
BEGIN = datetime(2024, 5, 1, tzinfo=UTC)
Work = Callable[[], object]


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

    def one_matter(many: int) -> Path:
        """Write rulings of many people on one figure, of which every fourth takes back the one before it."""
        with open_ledger(str(shelf.file("copies", 500, group=True))) as ledger:
            figure = ledger.find(Query(), limit=1)[0].id
        made: list[Ruling] = []
        for at in range(many):
            undone = made[-1].id if at % 4 == 3 else None
            made.append(Ruling("accept", figure, f"Reader {at}", "so", BEGIN + timedelta(seconds=at), undoes=undone))
        return shelf.write(f"one-matter-{many}.rulings", "\n".join(json.dumps(ruling_object(ruling)) for ruling in made))

    def corrected(many: int) -> Path:
        path = shelf.folder / f"formula-{many}-corrected.db"
        if not path.exists():
            shutil.copy(shelf.file("formula", many, group=True), path)
            with open_ledger(str(path)) as ledger:
                ledger.file_rulings([
                    Ruling("correct", figure.id, "Ada", "so", BEGIN + timedelta(seconds=at), None, "low", 2)
                    for at, figure in enumerate(ledger.find(Query()))
                ])
                group_figures(ledger)
        return path

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
    yield Family(
        "import rulings: one matter", 500, one_matter,
        lambda many: _with(
            shelf.copy(shelf.file("copies", 500, group=True)), lambda ledger: import_rulings(ledger, str(one_matter(many)))
        ),
    )  # fmt: skip
    # From 1,000 on: a ledger of few figures is put to questions whole.
    yield Family(
        "list all events, corrected", 1_000, corrected,
        lambda many: _with(shelf.copy(corrected(many)), lambda ledger: _all(every_event(ledger, Query()))),
    )  # fmt: skip


# One text that is filed again and again, as so many filings of it differ.
AGAIN: dict[str, Callable[[int], dict[str, object]]] = {
    "later days of one paper": lambda at: {"publisher": "Paper", "published": DAY + timedelta(days=at)},
    "earlier days of other papers": lambda at: {"publisher": f"Paper {at}", "published": DAY - timedelta(days=at)},
}


def again(shelf: Shelf) -> Iterator[Family]:
    """Yield the filing of one text again and again, some together as ``add`` does, and the checking of what came of it."""
    def file(many: int, kind: str, ledger: SqlLedger) -> SqlLedger:
        [read] = _unpickle(shelf.read_texts("copies", 1))
        made = [(replace(read, report=replace(read.report, **AGAIN[kind](at))), None) for at in range(many)]  # type: ignore[arg-type]
        for start in range(0, many, FILED_TOGETHER):
            ledger.add_all(made[start : start + FILED_TOGETHER])
        return ledger

    def new() -> SqlLedger:
        return open_ledger(str(Path(tempfile.mkdtemp(dir=shelf.folder)) / "new.db"))

    for kind in AGAIN:
        yield Family(
            f"file one text: {kind}", 500, lambda many: shelf.read_texts("copies", 1),
            lambda many, kind=kind: _with(new(), lambda ledger: file(many, kind, ledger)),  # type: ignore[misc]
        )  # fmt: skip
        yield Family(
            f"check one text: {kind}", 500, lambda many: shelf.read_texts("copies", 1),
            lambda many, kind=kind: _with(file(many, kind, new()), lambda ledger: _all(ledger.check())),  # type: ignore[misc]
        )  # fmt: skip


LIVE = "https://wire.example/live"
# Of so many texts of one live page, which were fetched here and which there.
PULLED: dict[str, Callable[[int], tuple[range, range]]] = {
    "all theirs": lambda many: (range(0), range(many)), "by turns": lambda many: (range(0, many, 2), range(1, many, 2)),
    "later half here": lambda many: (range(many // 2, many), range(many)),
    "opposite order": lambda many: (range(many), range(many)[::-1]),
}  # fmt: skip


def pulls(shelf: Shelf) -> Iterator[Family]:
    """Yield the pulling of one live page, of which many texts were fetched one after the other."""
    def fetched(many: int, kind: str) -> list[Path]:
        paths = [shelf.folder / f"pulled-{kind}-{many}-{whose}.db" for whose in ("here", "there")]
        for path, numbers in zip(paths, PULLED[kind](many), strict=True):
            if not path.exists():
                read = _unpickle(shelf.read_texts("copies", many))
                made = [replace(read[at], report=replace(read[at].report, path=LIVE, url=LIVE, publisher="Wire")) for at in numbers]
                with open_ledger(str(path)) as ledger:
                    for start in range(0, len(made), 200):
                        ledger.add_all([(one, Raw.of(one.report.text.encode(), None, BEGIN)) for one in made[start : start + 200]])
        return paths

    def begin(many: int, kind: str) -> Work:
        here, there = fetched(many, kind)
        ledger, offer = shelf.copy(here), open_offer(str(there))
        return lambda: pull(ledger, offer)

    for kind in PULLED:
        yield Family(
            f"pull a live page: {kind}", 400, lambda many, kind=kind: fetched(many, kind),  # type: ignore[misc]
            lambda many, kind=kind: begin(many, kind),  # type: ignore[misc]
        )  # fmt: skip


def families(folder: Path) -> Iterator[Family]:
    """Yield every family, on a shelf in a folder."""
    shelf = Shelf(folder)
    yield from ledgers(shelf)
    yield from checks(shelf)
    yield from inputs(shelf)
    yield from rulings(shelf)
    yield from again(shelf)
    yield from pulls(shelf)

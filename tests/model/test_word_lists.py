"""Every word list is read by the language given: without it, some text reads otherwise. And a user's own words are read."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from own_words import FILE
from typer.testing import CliRunner

import according
from according.commands.cli import app
from according.ledger.opening import open_ledger
from according.lexicon import CLOSED_LISTS, COMPARING, Lexicon, default
from according.reading.language import Language, english
from according.statement import Reading

pytestmark = pytest.mark.model
# For each list a text in which it says something that nothing else does, and what it says there.
TEXTS = {
    "cues": "The army said 12 soldiers were killed.",
    "grammar": "Twelve soldiers are believed to have been killed, the army said.",
    "hedges": "The army said that 12 soldiers may have been killed.",
    "measures": "The army said that 12 soldiers were killed.",
    "nobody": "The army said that a boy was killed and three others were wounded.",
    "number_context": "Police said that they killed 12 March militants.",
    "numbers": "The army said that twelve soldiers were killed.",
    "people": "The army said that soldiers destroyed 12 tanks.",
    "places": "The army said that 12 soldiers were killed in the town of Zork.",
    "scenes": "Kabul-based officials said 12 soldiers were killed.",
    "times": "The army said that 12 soldiers were killed on Monday.",
    "topics": "The army said that a drone killed 12 soldiers.",
}
TELLS = {
    "cues": lambda reading: [speaker.text for made in reading.statements for speaker in made.speakers],
    "hedges": lambda reading: [figure.status for figure in figures(reading)],
    "nobody": lambda reading: [figure.population and figure.population.text for figure in figures(reading)],
    "places": lambda reading: [figure.place for figure in figures(reading)],
    "scenes": lambda reading: [figure.place for figure in figures(reading)],
    "times": lambda reading: [figure.time for figure in figures(reading)],
    "topics": lambda reading: reading.report.tags,
}


def figures(reading: Reading) -> list[Any]:
    return [figure for made in reading.statements for figure in made.figures]


def without(name: str) -> Language:
    return english().with_lexicon(Lexicon(default().lists | {name: ()}, "emptied"))


def test_there_is_a_text_for_every_list_that_is_read_by() -> None:
    assert set(TEXTS) == set(default().lists) - COMPARING


@pytest.mark.parametrize("name", TEXTS)
def test_emptying_a_list_changes_what_is_read(name: str) -> None:
    told = TELLS.get(name, lambda reading: [(figure.quantity, figure.measure) for figure in figures(reading)])
    whole, emptied = (told(according.read(TEXTS[name], published="2025-01-13", words=words)) for words in (None, without(name)))
    assert whole != emptied


def test_nothing_is_read_without_any_list_and_nothing_fails() -> None:
    bare = english().with_lexicon(Lexicon(dict.fromkeys(default().lists, ()), "bare"))
    assert [figures(according.read(text, words=bare)) for text in TEXTS.values()] == [[]] * len(TEXTS)


# -- a user's own words ----------------------------------------------------------------------------------------------

TEXT = "Monday, January 13, 2025\n\nThe army asseverated that rebels killed 12 mahouts in Mosul on Sunday.\n"


def told(reading: Reading) -> list[tuple[list[str], str | None, str | None]]:
    found = [(made, figure.population) for made in reading.statements for figure in made.figures]
    return [([speaker.text for speaker in made.speakers], party and party.text, party and party.kind) for made, party in found]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "words.toml").write_text(FILE, "utf8")
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(TEXT.replace("12", str(12 + number)), "utf8")
    return tmp_path


def test_a_new_cue_and_a_new_noun_are_read(folder: Path) -> None:
    assert told(according.read(TEXT)) == [([], "mahouts", None)]
    assert told(according.read(TEXT, words=folder / "words.toml")) == [(["The army"], "mahouts", "civilian")]
    assert told(according.read(TEXT)) == [([], "mahouts", None)]


def run(*args: object) -> list[dict[str, Any]]:
    done = CliRunner().invoke(app, [str(arg) for arg in args])
    assert done.exit_code == 0, done.output
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_command_reads_by_them_in_every_process(folder: Path, jobs: int) -> None:
    texts = sorted(folder.glob("*.txt"))
    rows = run("read", "--json", "--jobs", jobs, "--words", folder / "words.toml", *texts)
    assert len(rows) == 3
    for row in rows:
        (made,) = row["statements"]
        assert ([speaker["text"] for speaker in made["speakers"]], made["figures"][0]["population"]["kind"]) == (["The army"], "civilian")


def test_a_report_read_by_other_words_is_another_reading(folder: Path) -> None:
    address, words = f"sqlite:///{folder / 'ledger.db'}", ("--words", folder / "words.toml")
    texts = sorted(folder.glob("*.txt"))

    def add(*more: object) -> list[str]:
        return [row["outcome"] for row in run("add", "--json", "--ledger", address, *more, *texts)]

    assert (add(), add()) == (["new"] * 3, ["known"] * 3)
    assert (add(*words), add(*words)) == (["reading"] * 3, ["known"] * 3)
    with open_ledger(address) as ledger:
        ids = [filing.id for filing in ledger.reports()]
        assert [told(ledger.reading(id)) for id in ids] == [[(["The army"], "mahouts", "civilian")]] * 3
        assert list(ledger.check()) == []


def test_the_python_door_files_a_reading_by_the_words_that_read_it(folder: Path) -> None:
    plain, own = according.read(TEXT), according.read(TEXT, words=folder / "words.toml")
    with according.open_ledger(folder / "ledger.db") as ledger:
        assert [ledger.add(reading)[0].outcome for reading in (own, own, plain, plain)] == ["new", "known", "reading", "known"]
        with pytest.raises(ValueError, match="readings by different words; file those of each words with an add of their own"):
            ledger.add(own, plain)
        assert [receipt.outcome for receipt in ledger.add_files(folder / "0.txt", words=folder / "words.toml")] == ["known"]


def test_a_wrong_file_of_words_ends_the_command_before_it_reads(folder: Path) -> None:
    (folder / "words.toml").write_text("[[cue]]\nid = 'x'\n", "utf8")
    done = CliRunner().invoke(app, ["read", "--words", str(folder / "words.toml"), str(folder / "0.txt")])
    assert str(done.exception).startswith(f"{folder / 'words.toml'}: no list 'cue' to add words to; there are cues, grammar, ")
    assert done.stdout == ""


ODD = (
    "The zork zork said that zork 12 zork soldiers zork killed 3 zorks in zork Zork on zork Monday. Zork, zork 5. "
    "In Zork zork, 12 people were zork zork by zork. By zork's zork, 7 zorked zork."
)


@pytest.mark.parametrize("name", TEXTS)
def test_no_entry_that_is_taken_breaks_the_reading(name: str) -> None:
    """A word of every kind and pattern that a list has, wherever it stands."""
    known = {(entry.kind, entry.pattern): entry for entry in default().lists[name]}
    for (kind, pattern), like in known.items():
        row = {"id": like.id if name in CLOSED_LISTS else "zork", "forms": ["zork"], "kind": kind, "pattern": pattern, "note": "Nothing.",
               "low": like.low, "high": like.high}  # fmt: skip
        given = {key: value for key, value in row.items() if value is not None}
        reading = according.read(ODD, published="2025-01-13", words={name: [given]})
        assert all(made.text == ODD[made.start : made.end] for made in reading.statements), given

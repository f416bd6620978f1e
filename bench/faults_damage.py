"""
Files and texts damaged at random, and commands that nobody would type: each must end with a clear line, and `ledger check` must see what
changes an answer.
"""
from __future__ import annotations

import json
import random
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from according.ledger.opening import open_ledger
from according.records import Query
from faults_run import Tally, run, write_reports
from mutations import AT_A_TIME, FOLDERS, damage, find_texts, try_batch

# What is asked of a damaged ledger. The first ones are answers, which damage must not change unseen.
ANSWERS = (("questions", "--json"), ("events", "--json"), ("rulings", "--json"), ("ledger", "--json"))
OTHERS = (("reckon", "killed"), ("export", "figures", "--form", "csv"), ("ledger", "search", "market"), ("speakers",), ("add", "{inputs}"))
# Rewritten by every opening or every group, or told by no answer.
PASSED_OVER = frozenset({"alembic_version"})
# The database's own, and those behind its search.
OWN_TABLES = ("sqlite_", "report_words_", "statement_words_")


def make_ledger(folder: Path) -> Path:
    """Make a ledger with reports, copies, rulings and groups, closed and whole."""
    path, inputs = folder / "sound.db", folder / "inputs"
    write_reports(inputs, 0, 24)
    run(["add", str(inputs), "--ledger", str(path)], folder)
    run(["add", str(inputs), "--ledger", str(path), "--publisher", "Example News", "--date", "2024-04-01"], folder)
    with open_ledger(str(path)) as ledger:
        ids = [figure.id for figure in ledger.find(Query())]
    for kind, id, *rest in (("accept", ids[0]), ("reject", ids[1]), ("correct", ids[2], "low=5", "high=5"), ("same-event", ids[3], ids[4])):
        run(["judge", kind, id, *rest, "--who", "Ana", "--why", "a trial", "--ledger", str(path)], folder)
    with closing(sqlite3.connect(path)) as held:
        held.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def answers(path: Path, folder: Path, section: str, tally: Tally) -> list[str]:
    """Return what a ledger answers, as JSON; what went wrong is counted."""
    told = []
    for words in ANSWERS:
        ended = run([*words, "--ledger", str(path)], folder)
        tally.look(section, words, ended)
        told.append(f"{ended.status} {ended.out}")
    return told


def damage_ledgers(folder: Path, until: float, seed: int, *, columns: bool) -> Tally:
    """Change bytes of a ledger's pages, or values of its columns, and ask it."""
    tally, chance = Tally(), random.Random(seed)
    section = "damaged columns" if columns else "damaged pages"
    folder.mkdir(parents=True, exist_ok=True)
    sound = make_ledger(folder)
    # By the name that the damaged ones have, for an answer may tell it.
    shutil.copy(sound, folder / "damaged.db")
    right = answers(folder / "damaged.db", folder, section, tally)
    checked = run(["ledger", "check", "--ledger", str(sound)], folder)
    if checked.status != 0:
        tally.fault(section, "other", f"a sound ledger: {checked.out}{checked.err}")
        return tally
    while time.monotonic() < until:
        path = folder / "damaged.db"
        for left in folder.glob("damaged.db*"):
            left.unlink()
        shutil.copy(sound, path)
        what = change_column(path, chance) if columns else change_page(path, chance)
        if what is None:
            continue
        tally.tried[section] += 1
        found = answers(path, folder, section, tally)
        words = [word.format(inputs=folder / "inputs") for word in chance.choice(OTHERS)]
        tally.look(section, words, run([*words, "--ledger", str(path)], folder))
        checked = run(["ledger", "check", "--ledger", str(path)], folder)
        tally.look(section, ["ledger", "check"], checked)
        # An answer that says it cannot be given misleads nobody.
        misleading = [one for one, other in zip(found, right, strict=True) if one != other and one.startswith("0 ")]
        if checked.status == 0 and misleading:
            tally.fault(section, "unseen", what)
    return tally


def change_page(path: Path, chance: random.Random) -> str:
    """Change some bytes of a page, or all of them."""
    data = bytearray(path.read_bytes())
    page = chance.randrange(len(data) // 4096)
    if chance.random() < 0.3:
        data[page * 4096 : (page + 1) * 4096] = chance.choice((bytes(4096), chance.randbytes(4096)))
    else:
        for _ in range(chance.choice((1, 3, 30))):
            data[page * 4096 + chance.randrange(4096)] = chance.randrange(256)
    path.write_bytes(data)
    return f"page {page}"


def change_column(path: Path, chance: random.Random) -> str | None:
    """Change a value of a column in a row, or take a row away."""
    with closing(sqlite3.connect(path)) as held:
        held.execute("PRAGMA foreign_keys = OFF")
        rows = held.execute("select name from sqlite_master where type = 'table' and sql not like '%VIRTUAL%'").fetchall()
        tables = [name for (name,) in rows if not name.startswith(OWN_TABLES) and name not in PASSED_OVER]
        table = chance.choice(tables)
        names = [row[1] for row in held.execute(f'pragma table_info("{table}")')]
        count = held.execute(f'select count(*) from "{table}"').fetchone()[0]
        if not count:
            return None
        column, at = chance.choice(names), chance.randrange(count)
        values = held.execute(f'select * from "{table}" limit 1 offset {at}').fetchone()
        where = " and ".join(f'"{name}" is ?' for name in names)
        try:
            if chance.random() < 0.2:
                held.execute(f'delete from "{table}" where {where}', values)
                held.commit()
                return f"a row of {table} taken away"
            value = values[names.index(column)]
            new = _other(value, chance)
            held.execute(f'update "{table}" set "{column}" = ? where {where}', (new, *values))
            held.commit()
        except sqlite3.Error:
            # What the database itself does not let happen.
            return None
        return f"{table}.{column}: {value!r:.60} to {new!r:.60}"


def _other(value: object, chance: random.Random) -> object:
    if isinstance(value, bool | int):
        return value + chance.choice((-1, 1, 7))
    if isinstance(value, float):
        return value + 0.5
    if isinstance(value, str) and value:
        kind, at = chance.random(), chance.randrange(len(value))
        if kind < 0.2:
            return None
        if kind < 0.4:
            return ""
        if kind < 0.6:
            return value[:at]
        return value[:at] + chance.choice("x9{]\\\"\x1b é") + value[at + 1 :]
    return chance.choice((None, "x", 5, b"x"))


def mutate_texts(until: float, seed: int) -> Tally:
    """Read texts that were damaged at random, as ``bench/mutations.py`` does."""
    tally, failures, number = Tally(), dict[str, list[str]](), seed * 1_000_000
    texts = find_texts([folder for folder in FOLDERS if folder.is_dir()])
    while time.monotonic() < until:
        numbers = list(range(number, number + AT_A_TIME))
        try_batch([damage(texts, seed, one, 500) for one in numbers], failures, numbers, 5.0)
        number += AT_A_TIME
        tally.tried["mutated texts"] += AT_A_TIME
    for kind, which in failures.items():
        tally.faults += [("mutated texts", "limit" if kind == "too slow" else "other", f"{kind}: {one}") for one in which]
    return tally


COMMANDS = (
    "read", "add", "check", "reckon", "questions", "events", "series", "find", "evidence", "judge", "undo", "rulings", "speakers", "watch",
    "alert", "export", "ledger", "ledger check", "ledger group", "ledger search", "ledger show", "ledger pull", "bulk read", "bulk load",
    "bulk echoes", "openapi", "settings",
)  # fmt: skip
# What is typed behind a command: words, options, values, addresses.
TYPED = (
    "--json", "--ledger", "--date", "2024-13-45", "9999-12-31", "0001-01-01", "-1", "9" * 20, "nan", "", " ", "-", "--", "-h", "--help",
    "--limit", "--jobs", "0", "--place", "Kharkiv", "\x1b[31m", "\u202e", "é" * 300, "x" * 5000, "/dev/null", "/dev/full", ".",
    "nowhere.txt", "sqlite:///", "sqlite:///:memory:", "postgresql://u:pw@127.0.0.1:1/x", "host=h password=pw", "http://127.0.0.1:1/x",
    "file:///etc/hostname", "%s%n", "*", "killed", "ffffff", "a=b", "low=x", "--import", "--words", "--dates", "--date-pattern",
    "%Y-%m-%d %", "--form", "csv", "--out", "--why", "--who", "Ana", "[", "{", "\\", "\n", "\ud800",
)  # fmt: skip


def mutate_commands(folder: Path, until: float, seed: int) -> Tally:
    """Run commands with any words behind them, on a ledger or on none."""
    tally, chance, section = Tally(), random.Random(seed), "mutated commands"
    folder.mkdir(parents=True, exist_ok=True)
    sound = make_ledger(folder)
    while time.monotonic() < until:
        words = [*chance.choice(COMMANDS).split(), *chance.choices(TYPED, k=chance.randrange(5))]
        if chance.random() < 0.7:
            words += ["--ledger", str(sound)]
        given = chance.choice((b"", b"12 people were killed in Kharkiv, police said.", b"\0\xff\xfe", b"{" * 3000, b'{"id": 1}\n' * 3))
        ended = run(words, folder, given=given, limit=30.0)
        tally.tried[section] += 1
        tally.look(section, words, ended, limit=30.0)
        if any(shown in ended.out + ended.err for shown in ("\x1b[31m", "\u202e")):
            tally.fault(section, "other", f"an escape reaches the terminal: {json.dumps(words)}")
    return tally

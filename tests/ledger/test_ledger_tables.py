"""The tables as the migrations make them are those of the schema, in both databases; nothing of them is loaded before it is needed."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from backends import Open
from drafts import draft, make_reading

from according.ledger.database.migrations import bring_up
from according.ledger.database.schema import SCHEMA_VERSION, metadata
from according.ledger.finding.search import TEXTS
from according.ledger.store import SqlLedger


def ours(name: str | None, kind: str, *_: Any) -> bool:
    """Leave out what full text and Alembic keep for themselves."""
    return not (kind == "table" and name is not None and (name.startswith(tuple(TEXTS)) or name == "alembic_version"))


@pytest.mark.filterwarnings("ignore:Skipping unsupported reflection of expression-based index")
def test_the_migrations_make_the_tables_of_the_schema(ledger: SqlLedger) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def compare(*arguments: Any) -> bool | None:
        made, wanted = arguments[3], arguments[4]
        return None if type(wanted).__module__.startswith("sqlalchemy") else str(made).partition(" ")[0] not in ("TEXT", "VARCHAR")

    with ledger._door.reading() as connection:
        wishes = {"include_name": ours, "include_object": lambda _, *rest: ours(*rest), "compare_type": compare}
        context = MigrationContext.configure(connection, opts=wishes)
        assert compare_metadata(context, metadata) == []
        assert context.get_current_revision() == SCHEMA_VERSION


def test_a_ledger_that_is_up_to_date_is_left_as_it_is(opened: Open) -> None:
    ledger = opened()
    ledger.add(make_reading(draft(12)))
    with ledger._door.writing() as connection:
        bring_up(connection)
    assert opened().contents() == ledger.contents()


@pytest.mark.parametrize("version", ["0002", "0003", "0006", "0007", "0008", "0009", "0010"])
def test_a_ledger_of_an_earlier_version_is_brought_up_with_all_that_it_holds(url: str, opened: Open, version: str) -> None:
    from alembic import command
    from alembic.config import Config

    import according.ledger.database.migrations as migrations

    ledger = opened()
    ledger.add(make_reading(draft(12)))
    before = ledger.contents()
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with ledger._door.writing() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, version)
    again = opened()
    assert again.contents() == before
    assert list(again.check()) == []
    assert again.add(make_reading(draft(12))).outcome == "known"


def test_sqlite_uses_the_indexes_that_are_named(file_ledger: SqlLedger) -> None:
    from according.ledger.finding.conditions import index_for
    from according.records import Query

    names = {index.name for index in metadata.tables["figures"].indexes}
    fields = ({"figures": ("x",)}, {"text": "x"}, {"place": "Kursk"}, {"place": "Syria"}, {"population": "x"}, {"country": "X"})
    assert {index_for(Query(**field)) for field in fields} < names  # type: ignore[arg-type]


def test_sqlite_finds_what_a_publisher_filed_by_an_index(file_ledger: SqlLedger) -> None:
    from sqlalchemy import select, text

    from according.ledger.database.schema import copies

    of = select(copies.c.report).where(copies.c.publisher.in_(("a", "b")))
    with file_ledger._door.reading() as connection:
        asked = str(of.compile(connection.engine, compile_kwargs={"literal_binds": True}))
        [plan] = [row.detail for row in connection.execute(text(f"EXPLAIN QUERY PLAN {asked}"))]
    assert plan == "SEARCH copies USING COVERING INDEX ix_copies_publisher (publisher=?)"


@pytest.mark.parametrize("module", ["according", "according.ledger", "according.records", "according.ledger.base"])
def test_the_contract_is_imported_without_the_database(module: str) -> None:
    code = f"import sys, {module}; print(*sorted({{'sqlalchemy', 'alembic', 'psycopg', 'platformdirs', 'spacy'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []

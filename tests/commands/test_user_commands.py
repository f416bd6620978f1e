"""`according user`, and `according serve` where others could come."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commanding import run

from according.ledger.opening import open_ledger
from according.services.people.accounts import check_password


@pytest.fixture
def book(tmp_path: Path) -> str:
    return str(tmp_path / "ledger.db")


@pytest.mark.heavy
def test_accounts_are_made_changed_and_removed(book: str) -> None:
    assert "ann: editor" in run("user", "add", "ann", "--role", "editor", "--ledger", book, text="correct horse battery\n").output
    run("user", "add", "ben", "--no-password", "--ledger", book)
    run("user", "role", "ben", "reviewer", "--ledger", book)
    listed = run("user", "list", "--json", "--ledger", book).output.splitlines()
    assert [json.loads(line)["role"] for line in listed] == ["editor", "reviewer"]
    assert "argon2" not in run("user", "list", "--ledger", book).output
    run("user", "password", "ben", "--ledger", book, text="another password\n")
    with open_ledger(book) as ledger:
        assert check_password(ledger, "ben", "another password") is not None
        assert check_password(ledger, "ann", "correct horse battery") is not None
    run("user", "remove", "ann", "--ledger", book)
    assert "ann" not in run("user", "list", "--ledger", book).output


@pytest.mark.parametrize(
    ("arguments", "typed"),
    [(("user", "add", "ann", "--role", "king"), "correct horse battery"), (("user", "add", "ann"), "short"),
     (("serve", "--host", "0.0.0.0"), ""), (("serve", "--proxy-user-header", "X-User"), ""), (("serve", "--certificate", "a.pem"), "")],
)  # fmt: skip
def test_what_cannot_be_is_refused(book: str, arguments: tuple[str, ...], typed: str) -> None:
    with open_ledger(book) as ledger:
        run(*arguments, "--ledger", book, status=2, text=typed)
        assert ledger.account_list.listed() == []

"""What forms send: taken in whole up to the limits, and beyond them told without losing the rest."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from browsing import served
from fastapi import FastAPI, Request

from according.desk import uploads
from according.desk.desk import Desk
from according.desk.uploads import receive_form
from according.ledger.opening import open_ledger

app = FastAPI()


@app.post("/")
async def take(request: Request) -> dict[str, object]:
    """Say what was received."""
    sent = await receive_form(request)
    return {"fields": sent.fields, "files": [[one.name, len(one.data)] for one in sent.files], "told": sent.told}


def send(**form: Any) -> Any:
    async def post() -> Any:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk") as client:
            return (await client.post("/", **form)).json()

    # In a thread: while a browser is open, its own loop runs in this one.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(post())).result()


def test_fields_and_files_are_taken_in_whole() -> None:
    text = "12 killed\r\nin Velmar \u05d0\u0301\U0001f600"
    files = [("files", ("a.txt", b"\0\xff\r\n--x" * 9)), ("files", ("C:\\folder\\b.txt", b"b"))]
    answer = send(data={"text": text, "empty": ""}, files=files)
    # A browser's CRLF is the line end that was typed.
    assert answer == {"fields": {"text": text.replace("\r\n", "\n"), "empty": ""}, "files": [["a.txt", 63], ["b.txt", 1]], "told": []}


def test_a_box_in_which_no_file_was_chosen_sends_none() -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="files"; filename=""\r\nContent-Type: text/plain\r\n\r\n\r\n--x--\r\n'
    assert send(content=body, headers={"content-type": "multipart/form-data; boundary=x"}) == {"fields": {}, "files": [], "told": []}


def test_a_form_without_files_is_one_too() -> None:
    assert send(data={"do": "file"})["fields"] == {"do": "file"}


def test_a_long_text_is_no_fault() -> None:
    text = "Twelve people were killed. " * 200_000
    answer = send(data={"text": text}, files={"files": ("a.txt", b"a")})
    assert answer["fields"]["text"] == text


def test_too_many_and_too_long_files_are_told_and_the_rest_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "UPLOADS_MOST", 2)
    monkeypatch.setattr(uploads, "UPLOADS_LONGEST", 2_000_000)
    files = [("files", (name, b"x" * size)) for name, size in (("a", 1_500_000), ("b", 900_000), ("c", 1), ("d", 1))]
    answer = send(data={"text": "kept"}, files=files)
    assert answer["fields"] == {"text": "kept"}
    assert answer["files"] == [["a", 1_500_000]]
    assert [told[:20] for told in answer["told"]] == ["b: not taken, for al", "more than 2 files: o"]


def test_too_long_a_field_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "FIELD_LONGEST", 100)
    answer = send(data={"text": "x" * 101, "title": "kept"}, files={"files": ("a", b"a")})
    assert (answer["fields"], len(answer["told"])) == ({"title": "kept"}, 1)


DAMAGED = [b"", b"--x", b"--x\r\nContent", b"--y\r\n", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nabc']


@pytest.mark.parametrize("body", DAMAGED)
def test_a_damaged_form_is_told_and_ends_nothing(empty: Path, body: bytes) -> None:
    with open_ledger(str(empty), read_only=True) as ledger, served(Desk(ledger)) as address, httpx.Client(base_url=address) as client:
        answer = client.post("/add", content=body, headers={"content-type": "multipart/form-data; boundary=x"})
        assert answer.status_code == 422
        assert client.get("/add").status_code == 200

"""WARC and GKG: pages and addresses, what is cut, and that nothing is fetched unasked."""

from __future__ import annotations

import gc
import gzip
import io
import threading
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from according.commands import cli
from according.intake.files import load
from according.intake.source import Source
from according.intake.unpacking import unpack
from according.intake.wishes import Wishes

PAGE = "Police said {} people were killed in Velmar on Monday.\n"
Response = tuple[str, str, str, bytes]
RESPONSES: list[Response] = [
    *((f"https://example.org/{n}", "200 OK", "text/plain; charset=utf-8", PAGE.format(n).encode() * 20) for n in range(12, 18)),
    ("https://example.org/photo", "200 OK", "image/jpeg", b"\xff\xd8\xff" * 50),
    ("https://example.org/gone", "404 Not Found", "text/plain", b"Two died."),
    ("https://example.org/moved", "301 Moved", "text/plain", b""),
]


def record(kind: str, url: str, block: bytes, content: str) -> bytes:
    head = [
        "WARC/1.0", f"WARC-Type: {kind}", *([f"WARC-Target-URI: {url}"] if url else []), "WARC-Date: 2024-03-04T05:06:07Z",
        f"Content-Type: {content}", f"Content-Length: {len(block)}", "", "",
    ]  # fmt: skip
    return "\r\n".join(head).encode() + block + b"\r\n\r\n"


def warc(responses: list[Response], packed: bool, **headers: str) -> bytes:
    """A web archive as crawlers write it: a request beside each response, and each record packed by itself."""
    records = [record("warcinfo", "", b"software: tests\r\n", "application/warc-fields")]
    for url, status, kind, body in responses:
        more = [f"{name}: {value}" for name, value in headers.items()]
        http = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {kind}", *more, "", ""]).encode() + body
        records.append(record("response", url, http, "application/http; msgtype=response"))
        records.append(record("request", url, b"GET / HTTP/1.1\r\nHost: example.org\r\n\r\n", "application/http; msgtype=request"))
    return b"".join(map(gzip.compress, records) if packed else records)


def expand(data: bytes, name: str, fetch: bool = False) -> list[Source]:
    return list(unpack([Source(name, data=data)], Wishes(fetch=fetch)))


def why(source: Source) -> str:
    assert source.refused is not None
    return source.refused


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc", "no suffix"])
def test_pages_that_were_found_are_reports(packed: bool, name: str) -> None:
    sources = expand(warc(RESPONSES, packed), name)
    assert [source.path for source in sources] == [f"{name}/https://example.org/{number}" for number in range(12, 18)]
    assert sources[0].data == RESPONSES[0][3]
    facts = sources[0].facts
    assert (facts.url, facts.retrieved) == ("https://example.org/12", datetime(2024, 3, 4, 5, 6, 7, tzinfo=UTC))
    assert facts.published is None  # a page was fetched some time after it was written


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the library leaves its scratch files open
def test_a_file_that_another_program_wrote() -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "tests"}))
    for url, status, kind, body in RESPONSES:
        http = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, "response", io.BytesIO(body), http_headers=http))
    gc.collect()
    sources = expand(out.getvalue(), "a.warc.gz")
    assert [source.data for source in sources] == [body for _, _, _, body in RESPONSES[:6]]


def test_what_was_packed_for_the_way_is_unpacked() -> None:
    body = PAGE.format(12).encode()
    packed = [("https://example.org/12", "200 OK", "text/plain", gzip.compress(body))]
    (source,) = expand(warc(packed, True, **{"Content-Encoding": "gzip"}), "a.warc.gz")
    assert source.data == body
    chunked = [("https://example.org/12", "200 OK", "text/plain", b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body))]
    (source,) = expand(warc(chunked, True, **{"Transfer-Encoding": "chunked"}), "a.warc.gz")
    assert source.data == body


def test_a_page_is_read_as_pages_are() -> None:
    page = b"<html><body><nav>Home</nav><article><p>Police said twelve people were killed in Velmar on Monday.</p></article></body></html>"
    (source,) = expand(warc([("https://example.org/a.html", "200 OK", "text/html; charset=utf-8", page)], True), "a.warc.gz")
    assert (source.data, load(source)[1].text) == (page, "Police said twelve people were killed in Velmar on Monday.")


def test_a_file_packed_as_one_member_is_read_too() -> None:
    assert len(expand(gzip.compress(warc(RESPONSES, False)), "a.warc.gz")) == 6


@pytest.mark.parametrize("packed", [False, True])
def test_a_cut_file_tells_where(packed: bool) -> None:
    """The library that is made for it ends there without a word."""
    data = warc(RESPONSES, packed)
    begins = starts(data, packed)
    # Inside the fourth response: behind the file's own record, three responses and three requests.
    begun, end = begins[7], begins[8]
    for at in (begun + 5, (begun + end) // 2):
        *before, last = expand(data[:at], "a.warc.gz")
        assert len(before) == 3
        assert (last.path, why(last).startswith(f"damaged or cut in the record at byte {begun:,} (")) == ("a.warc.gz", True)
        assert why(last).endswith("the 7 records before were read")
    # Of a record whose last bytes are its packer's sum, nothing is missing but that.
    *before, last = expand(data[: end - 5], "a.warc.gz")
    assert (len(before), f"byte {begun:,} (" in why(last)) == (4 if packed else 3, True)
    # Between two records nothing shows that there were more.
    assert len(expand(data[:end], "a.warc.gz")) == 4


def starts(data: bytes, packed: bool) -> list[int]:
    mark = b"\x1f\x8b\x08" if packed else b"WARC/1."
    found, at = [], data.find(mark)
    while at >= 0:
        found.append(at)
        at = data.find(mark, at + 1)
    return found


@pytest.mark.parametrize("packed", [False, True])
def test_a_damaged_file_tells_where(packed: bool) -> None:
    data = bytearray(warc(RESPONSES, packed))
    begun = starts(bytes(data), packed)[7]
    data[begun : begun + 30] = b"#" * 30
    *before, last = expand(bytes(data), "a.warc.gz")
    assert len(before) == 3
    assert f"byte {begun:,}" in why(last)


def test_a_record_that_packs_much_is_a_bomb() -> None:
    big = [(f"https://example.org/{number}", "200 OK", "text/plain", bytes(11 << 20)) for number in range(7)]
    assert "as of a bomb" in why(expand(warc(big, True), "a.warc.gz")[-1])


@pytest.mark.model
def test_the_command_reads_a_web_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(warc(RESPONSES[:1], True))
    done = CliRunner().invoke(cli.app, ["read", "--json", "--date", "2024-03-03", str(path)])
    assert done.exit_code == 0, done.output
    assert '"url": "https://example.org/12"' in done.stdout


# -- GDELT ---------------------------------------------------------------------------------------------------------


def gkg(*rows: tuple[str, str, str, str]) -> bytes:
    lines = ["\t".join([f"20240303101500-{number}", *row, *[""] * 22]) for number, row in enumerate(rows)]
    return "\n".join(lines).encode() + b"\n"


ROWS = [
    ("20240303101500", "1", "example.org", "https://example.org/a"), ("20240303101500", "1", "example.org", "https://example.org/a"),
    ("20240303101500", "1", "example.net", "http://example.net/b"), ("20240303101500", "2", "Example Wire", "A citation"),
    ("20240303101500", "1", "example.org", "file:///etc/passwd"),
]  # fmt: skip


def test_a_list_of_addresses_fetches_nothing_unasked(tmp_path: Path) -> None:
    for name in ("20240303101500.gkg.csv", "a.txt"):
        (source,) = expand(gkg(*ROWS), name)
        assert (source.path, why(source)) == (name, "a list of 2 addresses; none is fetched unless you ask for it (--fetch)")
    path = tmp_path / "a.gkg.csv"
    path.write_bytes(gkg(*ROWS))
    done = CliRunner().invoke(cli.app, ["read", str(path)])
    assert (done.exit_code, "a list of 2 addresses" in done.stderr) == (1, True)


def test_addresses_come_once_with_what_the_file_says_of_them() -> None:
    data = gkg(*ROWS)
    sources = expand_only(data)
    assert [source.path for source in sources if source.refused is None] == ["https://example.org/a", "http://example.net/b"]
    facts = sources[0].facts
    assert (facts.publisher, facts.published, facts.dated_by) == ("example.org", date(2024, 3, 3), "GDELT")
    assert facts.published_at == datetime(2024, 3, 3, 10, 15, tzinfo=UTC)
    assert [source.path for source in sources if source.refused] == ["a.gkg.csv/4", "a.gkg.csv/5"]


class _Page(BaseHTTPRequestHandler):
    """A page that says what is asked for."""

    def do_GET(self) -> None:
        data = f"Police said twelve people were killed at {self.path}.".encode() if self.path != "/robots.txt" else b""
        self.send_response(200 if data else 404)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_addresses_are_fetched_where_the_user_wishes_it() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/market"
        data = gkg(("20240303101500", "1", "example.org", address))
        wishes = Wishes(fetch=True, hosts=("127.0.0.1",))
        (page,) = unpack([Source("a.gkg.csv", data=data)], wishes)
        (refused,) = unpack([Source("a.gkg.csv", data=data)], Wishes(fetch=True))
        server.shutdown()
    assert (page.data, page.facts.published) == (b"Police said twelve people were killed at /market.", date(2024, 3, 3))
    # A list has no way to this machine that an address on the command line has not.
    assert (refused.data, refused.refused is not None) == (None, True)


def test_a_cut_row_is_told() -> None:
    *before, last = expand_only(gkg(*ROWS[:3])[:-20])
    assert [source.path for source in before] == ["https://example.org/a"]
    assert (last.path, why(last)) == ("a.gkg.csv/3", "cut or damaged: 8 of 27 columns; the other rows are read")


def expand_only(data: bytes) -> list[Source]:
    """The addresses themselves: to fetch them is none of the list's business."""
    from according.intake.archives.gkg import expand_gkg

    return list(expand_gkg(Source("a.gkg.csv", data=data), Wishes(fetch=True)))

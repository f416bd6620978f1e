"""Fetching from a real server: what comes whole, what is refused, and that nothing takes longer or more than it may."""

from __future__ import annotations

import gzip
import socket
import ssl
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import brotli
import pytest
from servers import NOW, Request, Server, Slept, fetcher, resolved, serving

from according.errors import InputError
from according.intake.source import Source
from according.intake.web.connecting import USER_AGENT
from according.intake.web.delivery import fetch_source
from according.intake.web.fetching import fetch
from according.intake.web.kind import begins_page

PAGE = "<html><body><p>Twelve people were killed in Zürich.</p></body></html>".encode()



@pytest.fixture
def server() -> Iterator[Server]:
    with serving({"/page": lambda request: request.give(PAGE, content_type="text/html; charset=utf-8", set_cookie="id=1")}) as running:
        yield running


def test_a_page_comes_whole(server: Server) -> None:
    got = fetcher(server).fetch(server.url("/page"))
    assert (got.data, got.status, got.url, got.charset, got.retrieved) == (PAGE, 200, server.url("/page"), "utf-8", NOW)


def test_who_asks_is_said_and_nothing_is_kept(server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    asking = fetcher(server)
    for _ in range(2):
        assert "set-cookie" not in asking.fetch(server.url("/page")).headers
    for _, headers in server.asked:
        assert headers["user-agent"] == USER_AGENT
        assert headers["host"] == f"127.0.0.1:{server.server_port}"
        assert not {"cookie", "authorization", "referer", "proxy-authorization"} & set(headers)


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(PAGE)), ("x-gzip", gzip.compress(PAGE)), ("GZIP", gzip.compress(PAGE)), ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE, wbits=-15)), ("br", brotli.compress(PAGE)), ("identity", PAGE),
    ],
    ids=["gzip", "x-gzip", "capitals", "deflate with a head", "deflate without", "brotli", "unpacked"],
)  # fmt: skip
def test_packed_bodies_are_unpacked(server: Server, coding: str, body: bytes) -> None:
    server.routes["/packed"] = lambda request: request.give(body, content_encoding=coding)
    assert fetcher(server).fetch(server.url("/packed")).data == PAGE


@pytest.mark.parametrize(
    ("coding", "bomb"),
    [
        ("gzip", gzip.compress(bytes(60_000_000))), ("deflate", zlib.compress(bytes(60_000_000))),
        ("br", brotli.compress(bytes(60_000_000), quality=3)),
    ],
    ids=["gzip", "deflate", "brotli"],
)  # fmt: skip
def test_a_bomb_is_a_clear_error(server: Server, coding: str, bomb: bytes) -> None:
    assert len(bomb) < 100_000
    server.routes["/bomb"] = lambda request: request.give(bomb, content_encoding=coding)
    with pytest.raises(InputError, match=r"/bomb: not fetched: unpacked it is longer than 1,000,000 bytes: no report, or a bomb"):
        fetcher(server, most=1_000_000).fetch(server.url("/bomb"))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"content_encoding": "gzip"}, "its body is damaged"),
        ({"content_encoding": "br"}, "its body is damaged"),
        ({"content_encoding": "zstd"}, "packed as 'zstd', which was not asked for"),
        ({"content_encoding": "gzip, gzip"}, "packed as 'gzip, gzip'"),
        ({"content_length": "5000"}, "no whole answer|cut off"),
    ],
)
def test_a_damaged_body_is_told(server: Server, said: dict[str, str], why: str) -> None:
    def answer(request: Request) -> None:
        request.give(PAGE, **said)
        request.close_connection = True

    server.routes["/bad"] = answer
    with pytest.raises(InputError, match=why):
        fetcher(server, seconds=2.0).fetch(server.url("/bad"))


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_a_packed_body_that_is_cut_is_told(server: Server, coding: str) -> None:
    # What cannot be packed well, so that half of it is in sight when it ends.
    whole = bytes(i * i * 7 % 251 for i in range(20_000))
    packed = gzip.compress(whole) if coding == "gzip" else brotli.compress(whole)
    server.routes["/cut"] = lambda request: request.give(packed[: len(packed) // 2], content_encoding=coding)
    with pytest.raises(InputError, match="is cut off"):
        fetcher(server).fetch(server.url("/cut"))


def test_a_body_that_is_too_long_is_refused_before_it_is_read(server: Server) -> None:
    server.routes["/long"] = lambda request: request.begin(content_length="100000000")
    with pytest.raises(InputError, match="longer than 40,000,000 bytes"):
        fetcher(server).fetch(server.url("/long"))


def endless(request: Request) -> None:
    request.begin(transfer_encoding="chunked")
    while True:
        request.wfile.write(b"10000\r\n" + bytes(65_536) + b"\r\n")


def test_an_endless_body_ends(server: Server) -> None:
    server.routes["/endless"] = endless
    began = time.monotonic()
    with pytest.raises(InputError, match="longer than 3,000,000 bytes"):
        fetcher(server, most=3_000_000).fetch(server.url("/endless"))
    assert time.monotonic() - began < 5


def drip_body(request: Request) -> None:
    request.begin(content_length="100000")
    drip(request)


def drip_unknown(request: Request) -> None:
    # Without a length a body that is cut looks whole.
    request.begin(connection="close")
    drip(request)


def drip_head(request: Request) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    drip(request)


def drip(request: Request) -> None:
    for _ in range(100):
        request.wfile.write(b"a")
        request.wfile.flush()
        time.sleep(0.05)


def silent(_: Request) -> None:
    time.sleep(5)


@pytest.mark.parametrize("slow", [drip_body, drip_unknown, drip_head, silent])
def test_a_slow_host_is_left_at_the_deadline(server: Server, slow: object) -> None:
    server.routes["/slow"] = slow  # type: ignore[assignment]
    began = time.monotonic()
    with pytest.raises(InputError, match=r"/slow: not fetched: no whole answer within 1 s; try again later"):
        fetcher(server, seconds=0.6).fetch(server.url("/slow"))
    assert time.monotonic() - began < 2


def test_a_resolver_that_hangs_is_left_at_the_deadline(server: Server) -> None:
    def resolve(host: str, port: int) -> list[str]:
        time.sleep(3)
        return ["93.184.216.34"]

    began = time.monotonic()
    with pytest.raises(InputError, match=r"no answer where slow\.example\.org is"):
        fetcher(server, resolve=resolve, seconds=0.3).fetch("http://slow.example.org/")
    assert time.monotonic() - began < 2


def test_too_many_headers_are_told(server: Server) -> None:
    server.routes["/heads"] = lambda request: request.begin(**{f"x_{number}": "a" for number in range(500)})
    with pytest.raises(InputError, match="the connection failed"):
        fetcher(server).fetch(server.url("/heads"))


def test_a_host_that_is_not_there_is_told(server: Server) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(InputError, match="the connection failed"):
        fetcher(server, hosts=(address,)).fetch(f"http://{address}/")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(server: Server, status: int) -> None:
    server.routes["/old"] = lambda request: request.give(b"", status=status, location="/page#part")
    got = fetcher(server).fetch(server.url("/old"))
    assert (got.data, got.url) == (PAGE, server.url("/page"))


def test_redirects_in_a_circle_end(server: Server) -> None:
    server.routes["/round"] = lambda request: request.give(b"", status=302, location="/round")
    with pytest.raises(InputError, match="it sends on more than 5 times"):
        fetcher(server).fetch(server.url("/round"))
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    ("where", "why"),
    [
        ("http://169.254.169.254/latest/meta-data/", "a link-local address"),
        ("http://[::ffff:127.0.0.1]/", "in disguise"),
        ("http://2130706433/", "in an odd spelling"),
        ("//localhost/admin", "a name of a private network"),
        ("http://127.0.0.1:65000/", "a loopback address"),
        ("http://inside.example.org/", "inside.example.org is 10.0.0.1, a private address"),
        ("file:///etc/passwd", "only http and https are"),
        ("ftp://open.example.org/", "only http and https are"),
        ("http://me:secret@open.example.org/", "a name or password"),
        ("http://[::1", "sends on to another address"),
    ],
)
def test_a_redirect_to_a_forbidden_place_is_refused(server: Server, where: str, why: str) -> None:
    server.routes["/trap"] = lambda request: request.give(b"", status=302, location=where)
    with pytest.raises(InputError, match=why):
        fetcher(server, resolve=resolved({"inside.example.org": "10.0.0.1"})).fetch(server.url("/trap"))
    assert server.paths() == ["/trap"]


def test_a_name_that_changes_where_it_leads_is_judged_each_time(server: Server) -> None:
    """The first answer of the resolver is public, the second is this machine: what is connected to is what was judged."""
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    asking = fetcher(server, resolve=lambda host, port: next(answers), seconds=0.2)
    for why in ("no whole answer|the connection failed", "is 127.0.0.1, a loopback address"):
        with pytest.raises(InputError, match=why):
            asking.fetch(f"http://rebind.example.org:{server.server_port}/page")
    assert server.asked == []


def test_the_connection_goes_to_the_address_that_was_judged(server: Server) -> None:
    """One look-up for each request: a second one could be answered otherwise."""
    looked_up = []

    def resolve(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return ["127.0.0.1"]

    host = f"pages.example.org:{server.server_port}"
    got = fetcher(server, resolve=resolve, hosts=(host,)).fetch(f"http://{host}/page")
    assert (got.data, looked_up, server.asked[0][1]["host"]) == (PAGE, ["pages.example.org"], host)


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (401, "open the page, save it and give the file"), (403, "open the page, save it"), (404, "there is no such page"),
        (410, "no such page"),
        (451, "open the page, save it"), (500, "the site cannot answer now"), (502, "try again later"), (418, "answers with status 418"),
    ],
)  # fmt: skip
def test_an_error_says_what_to_do(server: Server, status: int, why: str) -> None:
    server.routes["/error"] = lambda request: request.give(PAGE, status=status)
    with pytest.raises(InputError, match=f"/error: not fetched: .*{why}"):
        fetcher(server).fetch(server.url("/error"))


@pytest.mark.parametrize(
    ("status", "said", "waited"),
    [
        (429, "3", 3.0), (503, "Mon, 04 Mar 2024 12:00:07 GMT", 7.0), (503, "Mon, 04 Mar 2024 11:00:00 GMT", 0.0), (429, None, 2.0),
        (429, "soon", 2.0),
    ],
)  # fmt: skip
def test_a_host_that_is_busy_is_asked_again(server: Server, status: int, said: str | None, waited: float) -> None:
    def busy(request: Request) -> None:
        server.routes["/busy"] = lambda again: again.give(PAGE)
        request.give(b"", status=status, **({} if said is None else {"retry_after": said}))

    server.routes["/busy"] = busy
    slept = Slept()
    assert fetcher(server, slept=slept).fetch(server.url("/busy")).data == PAGE
    assert slept == [waited]


def test_a_host_that_stays_busy_is_left(server: Server) -> None:
    server.routes["/busy"] = lambda request: request.give(b"", status=503, retry_after="10")
    slept = Slept()
    with pytest.raises(InputError, match="the site cannot answer now"):
        fetcher(server, slept=slept).fetch(server.url("/busy"))
    assert (slept, len(server.asked)) == ([10.0, 10.0], 3)


def test_nobody_waits_an_hour(server: Server) -> None:
    server.routes["/busy"] = lambda request: request.give(b"", status=429, retry_after="3600")
    slept = Slept()
    with pytest.raises(InputError, match=r"try again later \(asked again in 3,600 s\)"):
        fetcher(server, slept=slept).fetch(server.url("/busy"))
    assert slept == []


def test_what_has_not_changed_is_not_sent_again(server: Server) -> None:
    def answer(request: Request) -> None:
        if request.headers["If-None-Match"] == '"v1"' and request.headers["If-Modified-Since"]:
            request.begin(304, etag='"v1"')
        else:
            request.give(PAGE, etag='"v1"', last_modified="Sun, 03 Mar 2024 00:00:00 GMT")

    server.routes["/feed"] = answer
    asking = fetcher(server)
    first = asking.fetch(server.url("/feed"))
    again = asking.fetch(server.url("/feed"), first.headers["etag"], first.headers["last-modified"])
    assert (first.status, again.status, again.data) == (200, 304, b"")


@contextmanager
def encrypted() -> Iterator[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(__file__).parents[2] / "cases" / "intake" / "self-signed.pem")
    with serving({"/page": lambda request: request.give(PAGE)}, context) as running:
        yield running


def test_a_certificate_that_nobody_vouches_for_is_refused() -> None:
    with encrypted() as running, pytest.raises(InputError, match="its certificate is not good"):
        fetcher(running).fetch(running.url("/page").replace("http:", "https:"))


def test_encryption_that_is_none_is_told(server: Server) -> None:
    with pytest.raises(InputError, match="the connection failed"):
        fetcher(server).fetch(server.url("/page").replace("http:", "https:"))


def test_loopback_is_refused_where_nobody_has_named_it(server: Server) -> None:
    with pytest.raises(InputError, match="a loopback address"):
        fetch(server.url("/page"))
    assert server.asked == []


def test_an_input_that_is_an_address_gets_its_bytes(server: Server) -> None:
    server.routes["/old"] = lambda request: request.give(b"", status=301, location="/page")
    got = fetch_source(Source(server.url("/old")), fetcher(server))
    assert (got.path, got.data, got.facts.url, got.facts.retrieved) == (server.url("/old"), PAGE, server.url("/page"), NOW)
    lost = fetch_source(Source(server.url("/none")), fetcher(server))
    assert lost.refused is not None
    assert "no such page" in lost.refused


@pytest.mark.parametrize(
    ("header", "body", "data"),
    [
        # Where a header alone names the encoding, the bytes are made to tell it themselves.
        ("text/html; charset=iso-8859-1", b"<p>Z\xfcrich</p>", b"\xef\xbb\xbf<p>Z\xc3\xbcrich</p>"),
        ("text/html; charset='windows-1251'", "<p>Киев</p>".encode("cp1251"), "\ufeff<p>Киев</p>".encode()),
        ("text/html; charset=iso-8859-1", b"<meta charset=windows-1252><p>Z\xfcrich</p>", None),
        ("text/html; charset=iso-8859-1", "<p>Zürich</p>".encode(), None),
        ("text/html; charset=idna", b"<p>Z\xfcrich</p>", None),
        ("text/html; charset=utf-8", b"<p>Z\xfcrich</p>", None),
        ("text/html", b"<p>Z\xfcrich</p>", None),
        ("text/plain", b"A <b>text</b>", None),
        ("image/png", b"\x89PNG", None),
        ("text/html", b"%PDF-1.7 is no page", None),
    ],
)
def test_an_encoding_that_only_the_header_names_is_kept(server: Server, header: str, body: bytes, data: bytes | None) -> None:
    server.routes["/page"] = lambda request: request.give(body, content_type=header)
    got = fetch_source(Source(server.url("/page")), fetcher(server))
    assert got.data is not None
    # What the header alone calls a page says so in a line of its own.
    assert got.data.replace(b"<!doctype html>\n", b"") == (body if data is None else data)
    assert begins_page(got.data) is ("html" in header and not body.startswith(b"%PDF"))

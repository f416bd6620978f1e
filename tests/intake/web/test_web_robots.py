"""Robots files of a real server: what they forbid, what their lack means, and how long lies between two pages."""

from __future__ import annotations

import pytest
from servers import Request, Server, Slept, fetcher, resolved, serving

from according.errors import InputError

RULES = b"User-agent: *\nDisallow: /private/*.html$\nDisallow: /drafts\n\nUser-agent: according\nDisallow: /not-for-us\nCrawl-delay: 4\n"


def page(request: Request) -> None:
    request.give(b"<p>a page</p>")


def with_robots(server: Server, body: bytes = b"", status: int = 200, **said: str) -> None:
    server.routes["/robots.txt"] = lambda request: request.give(body, status, **said)


def test_what_the_file_forbids_is_not_asked() -> None:
    with serving({"/not-for-us": page, "/drafts": page}) as server:
        with_robots(server, RULES)
        asking = fetcher(server, robots=True)
        with pytest.raises(InputError, match=r"the site's robots\.txt forbids it; open the page, save it and give the file"):
            asking.fetch(server.url("/not-for-us"))
        # The lines for all do not hold for whom the file names.
        assert asking.fetch(server.url("/drafts")).status == 200
        assert server.paths() == ["/robots.txt", "/drafts"]


def test_wildcards_are_read() -> None:
    with serving({"/private/a.html": page, "/private/a.html?x": page}) as server:
        with_robots(server, b"User-agent: *\nDisallow: /private/*.html$\n")
        asking = fetcher(server, robots=True)
        with pytest.raises(InputError, match="forbids it"):
            asking.fetch(server.url("/private/a.html"))
        assert asking.fetch(server.url("/private/a.html?x")).status == 200


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_site_without_a_file_forbids_nothing(status: int) -> None:
    with serving({"/page": page}) as server:
        with_robots(server, b"User-agent: *\nDisallow: /", status)
        assert fetcher(server, robots=True).fetch(server.url("/page")).status == 200


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_site_whose_file_cannot_be_had_is_left_alone(status: int) -> None:
    with serving({"/page": page}) as server:
        with_robots(server, b"", status, retry_after="3600")
        with pytest.raises(InputError, match=r"its site's robots\.txt cannot be had .*; try again later, or save the page"):
            fetcher(server, robots=True).fetch(server.url("/page"))
        assert "/page" not in server.paths()


def test_a_file_that_never_ends_or_comes_is_none() -> None:
    def endless(request: Request) -> None:
        request.begin(transfer_encoding="chunked")
        while True:
            request.wfile.write(b"10000\r\n" + b"#" * 65_536 + b"\r\n")

    with serving({"/page": page, "/robots.txt": endless}) as server, pytest.raises(InputError, match=r"robots\.txt cannot be had"):
        fetcher(server, robots=True, most=2_000_000).fetch(server.url("/page"))


def test_redirects_of_the_file_are_followed_and_judged() -> None:
    with serving({"/page": page, "/r": lambda request: request.give(b"User-agent: *\nDisallow: /page")}) as server:
        with_robots(server, b"", 301, location="/r")
        with pytest.raises(InputError, match="forbids it"):
            fetcher(server, robots=True).fetch(server.url("/page"))
        with_robots(server, b"", 301, location="http://169.254.169.254/robots.txt")
        with pytest.raises(InputError, match="link-local"):
            fetcher(server, robots=True).fetch(server.url("/page"))


def test_the_page_that_a_redirect_leads_to_is_asked_for_too() -> None:
    with serving({"/a": lambda request: request.give(b"", 302, location="/not-for-us"), "/not-for-us": page}) as server:
        with_robots(server, RULES)
        with pytest.raises(InputError, match="forbids it"):
            fetcher(server, robots=True).fetch(server.url("/a"))
        assert "/not-for-us" not in server.paths()


@pytest.mark.parametrize(
    ("rules", "chance", "delay"), [(RULES, 0.0, 4.0), (b"", 0.0, 1.0), (RULES, 1.0, 5.0), (b"User-agent: *\nCrawl-delay: x", 0.4, 1.1)]
)
def test_a_host_is_asked_as_slowly_as_it_likes(rules: bytes, chance: float, delay: float) -> None:
    with serving({"/1": page, "/2": page, "/3": page}) as server:
        with_robots(server, rules)
        slept = Slept()
        asking = fetcher(server, slept=slept, robots=True)
        asking.clock = slept.clock(chance)
        asking.__post_init__()
        for path in ("/1", "/2", "/3"):
            asking.fetch(server.url(path))
        # Nothing is due before the first page, and the file is had once.
        assert slept == pytest.approx([delay, delay])
        assert server.paths() == ["/robots.txt", "/1", "/2", "/3"]


def test_a_host_that_asks_for_an_hour_is_left_alone() -> None:
    with serving({"/page": page}) as server:
        with_robots(server, b"User-agent: *\nCrawl-delay: 3600")
        with pytest.raises(InputError, match="asks for 3,600 s between pages"):
            fetcher(server, robots=True).fetch(server.url("/page"))


def test_a_host_that_is_refused_is_told_as_that_and_not_by_its_robots_file() -> None:
    with serving({"/a": page}) as server:
        asking = fetcher(server, resolve=resolved({"news.example": "127.0.0.1"}), robots=True)
        with pytest.raises(InputError, match="loopback") as told:
            asking.fetch(f"http://news.example:{server.server_port}/a")
        assert "robots" not in str(told.value)
        assert server.paths() == []

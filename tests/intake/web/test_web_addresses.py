"""Which addresses are asked: the tricks by which one points into a private network, and what is a public address all the same."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from servers import resolved

from according.errors import InputError
from according.intake.web.addresses import Guard, is_address, kind_of_ip, read_address, read_allowed, show_address

NAMES = {
    "open.example.org": "93.184.216.34", "six.example.org": "2606:4700::1111", "inside.example.org": "10.1.2.3",
    "cloud.example.org": "169.254.169.254", "both.example.org": ["93.184.216.34", "127.0.0.1"], "mapped.example.org": "::ffff:10.0.0.1",
    "nat.example.org": "64:ff9b::a00:1",
    "xn--bcher-kva.example.org": "93.184.216.34", "intranet": "10.0.0.7", "zone.example.org": "fe80::1%eth0", "empty.example.org": [],
}  # fmt: skip


def ask(url: str, *allowed: str) -> tuple[str, ...]:
    return Guard(frozenset(allowed), resolved(NAMES)).find_ips(read_address(url))


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://127.0.0.1/", "127.0.0.1 is a loopback address"),
        ("http://localhost/", "a name of a private network"),
        ("http://localhost./", "a name of a private network"),
        ("http://LOCALHOST/", "a name of a private network"),
        ("http://127.0.0.1./", "a loopback address"),
        ("http://127.1/", "in an odd spelling"),
        ("http://2130706433/", "in an odd spelling"),
        ("http://017700000001/", "in an odd spelling"),
        ("http://0177.0.0.1/", "in an odd spelling"),
        ("http://0x7f000001/", "in an odd spelling"),
        ("http://0x7f.0x0.0x0.0x1/", "in an odd spelling"),
        ("http://example.0x7f/", "in an odd spelling"),
        ("http://0/", "in an odd spelling"),
        ("http://1.2.3/", "in an odd spelling"),
        ("http://256.1.1.1/", "in an odd spelling"),
        ("http://[::1]/", "::1 is a loopback address"),
        ("http://[::]/", "an unspecified address"),
        ("http://[::ffff:127.0.0.1]/", "an IPv4 address in disguise"),
        ("http://[::ffff:a9fe:a9fe]/", "an IPv4 address in disguise"),
        ("http://[::127.0.0.1]/", "a reserved address"),
        ("http://[64:ff9b::7f00:1]/", "a reserved address"),
        ("http://[64:ff9b:1::a00:1]/", "address"),
        ("http://[2002:7f00:1::]/", "a reserved address"),
        ("http://[2001:0:7f00:1::]/", "address"),
        ("http://[fe80::1]/", "a link-local address"),
        ("http://[fe80::1%25eth0]/", "no IPv6 address"),
        ("http://[fd00:ec2::254]/", "a private address"),
        ("http://[ff02::1]/", "a multicast address"),
        ("http://169.254.169.254/latest/meta-data/", "a link-local address, where clouds keep their secrets"),
        ("http://100.100.100.200/", "a reserved address"),
        ("http://168.63.129.16/", "a reserved address"),
        ("http://192.0.0.192/", "address"),
        ("http://10.0.0.1/", "a private address"),
        ("http://172.31.255.255/", "a private address"),
        ("http://192.168.0.1/", "a private address"),
        ("http://224.0.0.251/", "a multicast address"),
        ("http://240.0.0.1/", "a reserved address"),
        ("http://255.255.255.255/", "a reserved address"),
        ("http://0.0.0.0/", "an unspecified address"),
        ("http://metadata.google.internal/", "a name of a private network"),
        ("http://printer.local/", "a name of a private network"),
        ("http://intranet/", "a name of a private network"),
        ("http://inside.example.org/", "inside.example.org is 10.1.2.3, a private address"),
        ("http://cloud.example.org/", "a link-local address"),
        ("http://both.example.org/", "both.example.org is 127.0.0.1, a loopback address"),
        ("http://mapped.example.org/", "in disguise"),
        ("http://nat.example.org/", "a reserved address"),
        ("http://zone.example.org/", "a link-local address"),
        ("http://open.example.org:22/", "port 22 is none of the web's"),
        ("http://open.example.org@127.0.0.1/", "a name or password stands in the address"),
        ("http://open.example.org:80@10.0.0.1/", "a name or password stands in the address"),
        ("http://open.example.org\\@127.0.0.1/", r"U\+005C stands in the address"),
        ("http://open.example.org\t.127.0.0.1/", r"U\+0009 stands in the address"),
        ("http://open.example.org#@127.0.0.1/ x", r"U\+0020 stands in the address"),
        ("http://①②⑦.⓪.⓪.①/", "the host's name is disguised"),
        ("http://１２７.0.0.1/", "the host's name is disguised"),
        ("http://ⓛocalhost/", "the host's name is disguised"),
        ("http://127。0。0。1/", "a loopback address"),
        ("http://%31%32%37.0.0.1/", "in an odd spelling"),
        ("http://%6cocalhost/", "no host's name"),
        ("http://open.example.org../", "no host's name"),
        ("http://-open.example.org/", "no host's name"),
        ("http://a..example.org/", "no host's name"),
        ("http://\u0301.example.org/", "no host's name"),
        ("http:///etc/passwd", "no host's name"),
        ("http://[::1", "no address"),
        ("http://open.example.org:0/", "there is no port 0"),
        ("http://open.example.org:99999/", "no address"),
        ("http://unknown.example.org/", "no host called unknown.example.org was found"),
        ("http://empty.example.org/", "no host called empty.example.org was found"),
        ("file:///etc/passwd", "only http and https are"),
        ("ftp://open.example.org/", "only http and https are"),
        ("gopher://127.0.0.1:6379/_FLUSHALL", "only http and https are"),
        ("javascript:alert(1)", "only http and https are"),
        ("//open.example.org/", "only http and https are"),
        ("http://open.example.org/" + "a" * 5_000, "an address of 5,024 characters"),
    ],
)  # fmt: skip
def test_a_trick_is_refused_and_told(url: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        ask(url)


def test_a_password_is_not_repeated() -> None:
    for url in (
        "http://me:secret@open.example.org/", "http://me:secret@open.example.org:x/", "http://me:secret@open.example.org/ \\",
        "http://me:secret/x@open.example.org/", "http://me:a/secret@open.example.org/", "http://me:a?secret@open.example.org/", "http://me:a#secret@open.example.org/",
        "http://me:a@secret@open.example.org/", "http://me:a secret@open.example.org/", "http://me:secret:x@open.example.org/",
        "https:me:secret@open.example.org/", "ftp://me:a/secret@open.example.org/", f"http://me:{'a' * 300}secret@open.example.org/",
        "http://open.example.org:x/?api_key=secret", "http://open.example.org:x/#access_token=secret", "ftp://x/?a=1&X-Amz-Signature=secret",
    ):  # fmt: skip
        with pytest.raises(InputError) as caught:
            read_address(url)
        assert "secret" not in str(caught.value)
        assert caught.value.__context__ is None or "secret" not in str(caught.value.__context__)


def test_an_address_is_told_as_it_is_but_for_its_secrets() -> None:
    for url in ("https://a.example/@me/1?id=7&author=ann#part", "http://a.example:8080/x@y", "https://[2001:db8::1]:1/@a", "me@home"):
        assert show_address(url) == url
    assert show_address("https://a.example/?token=1&id=2&sig=3;Key-Pair-Id=4") == "https://a.example/?token=***&id=2&sig=***;Key-Pair-Id=***"


@pytest.mark.parametrize(
    ("url", "read", "ips"),
    [
        ("https://open.example.org", "https://open.example.org/", ("93.184.216.34",)),
        ("HTTPS://Open.Example.org.:443/a?b=c#part", "https://open.example.org/a?b=c", ("93.184.216.34",)),
        ("http://open.example.org:8080/x", "http://open.example.org:8080/x", ("93.184.216.34",)),
        ("http://open.example.org/ö/%20?q=é", "http://open.example.org/%C3%B6/%20?q=%C3%A9", ("93.184.216.34",)),
        ("http://bücher.example.org/", "http://xn--bcher-kva.example.org/", ("93.184.216.34",)),
        ("http://93.184.216.34/", "http://93.184.216.34/", ("93.184.216.34",)),
        ("http://[2606:4700:0::1111]/", "http://[2606:4700::1111]/", ("2606:4700::1111",)),
        ("http://six.example.org/", "http://six.example.org/", ("2606:4700::1111",)),
    ],
)
def test_a_public_address_is_asked(url: str, read: str, ips: tuple[str, ...]) -> None:
    assert read_address(url).url == read
    assert ask(url) == ips


@pytest.mark.parametrize(
    ("url", "named"),
    [
        ("http://127.0.0.1:8000/", "127.0.0.1:8000"), ("http://127.0.0.1:8000/", "127.0.0.1"),
        ("http://[::1]:8000/", "[::1]:8000"), ("http://intranet/", "intranet"),
        ("http://inside.example.org/", "10.1.0.0/16"), ("http://inside.example.org/", "inside.example.org"),
        ("http://open.example.org:22/", "open.example.org:22"),
    ],
)  # fmt: skip
def test_what_the_user_names_is_asked(url: str, named: str) -> None:
    assert ask(url, named)


@pytest.mark.parametrize("named", ["127.0.0.1:8001", "intranet", "10.2.0.0/16", "0.0.0.0/33", "example.org"])
def test_naming_one_host_opens_no_other(named: str) -> None:
    for url in ("http://127.0.0.1:8000/", "http://inside.example.org/"):
        with pytest.raises(InputError, match="ACCORDING_ALLOWED_HOSTS"):
            ask(url, named)


def test_hosts_are_named_in_the_settings() -> None:
    assert read_allowed({"ACCORDING_ALLOWED_HOSTS": " Intranet, 10.1.0.0/16,, "}) == {"intranet", "10.1.0.0/16"}
    assert read_allowed({}) == frozenset()


@pytest.mark.parametrize("text", ["1.1.1.1", "93.184.216.34", "198.17.255.255", "2606:4700::1111", "2a00:1450:4001::8a"])
def test_public_addresses_are_of_no_kind(text: str) -> None:
    assert kind_of_ip(ip_address(text)) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("https://a.example", True), ("ftp://a", True), ("FILE:///x", True), ("C:\\reports", False), ("c://x", False), ("a.txt", False),
        ("-", False),
    ],
)  # fmt: skip
def test_an_address_is_known_by_its_beginning(text: str, said: bool) -> None:
    assert is_address(text) is said

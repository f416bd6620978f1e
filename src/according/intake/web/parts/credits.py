"""Who and where: a page's title, author, publisher and own address, as the page says them of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit

from lxml.etree import _Element
from lxml.html import HtmlElement

from according.errors import InputError
from according.intake.web.addresses import read_address
from according.intake.web.parts.linked import Node, fold, text_of

# Longer than this is no name.
CREDITED_LONGEST = 200
# "Title - Example News", "Title | Example News"
_SITE = re.compile(r"\s+[-–—|·»:]\s+")
# Browsers write where a page was into the page that they save.
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(?P<url>\S+)\s*-->")
SAVED_LOOKED_AT = 2_000
_BY = re.compile(r"^by\s+", re.IGNORECASE)


def read_metas(tree: HtmlElement) -> dict[str, str]:
    """Return a page's meta elements by their names in small letters; of two of one name the first."""
    held: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name, content = meta.get("property") or meta.get("name") or meta.get("http-equiv"), meta.get("content")
        if name and content and content.strip():
            held.setdefault(name.strip().lower(), content.strip())
    return held


def find_headline(tree: HtmlElement, metas: Mapping[str, str], article: Node | None) -> _Element | None:
    """
    Return the heading that is a page's own headline, or ``None``.

    It is the one that the page is called by in its head; a heading of the first level that names the site is none. Where no heading fits,
    the only one of the first level is taken.
    """
    whole = _plain(tree.findtext(".//title"))
    said = {fold(text) for text in (_headline_of(article), metas.get("og:title"), metas.get("twitter:title")) if text}
    firsts = [heading for heading in tree.iter("h1") if _plain("".join(heading.itertext()))]
    for heading in (*firsts, *tree.iter("h2")):
        text = fold("".join(heading.itertext()))
        if text and (text in said or _leads(text, fold(whole))):
            return heading
    return firsts[0] if len(firsts) == 1 and not _names_site(firsts[0], whole, metas) else None


def _leads(text: str, whole: str) -> bool:
    """Say whether a page's title is a heading's text, or that and a sign before the site's name; "World" is not "World leaders meet"."""
    return whole.startswith(text) and whole[len(text) :].lstrip()[:1] in ("", *"-–—|·•»:<(")


def _names_site(heading: _Element, whole: str, metas: Mapping[str, str]) -> bool:
    text = fold("".join(heading.itertext()))
    return text == fold(metas.get("og:site_name", "")) or (fold(whole).endswith(text) and fold(whole) != text)


def find_title(tree: HtmlElement, metas: Mapping[str, str], article: Node | None, headline: _Element | None) -> str | None:
    """Return a page's title: its headline, else what it calls itself, less the site's name behind it."""
    if headline is not None:
        return _plain("".join(headline.itertext()))
    if named := _plain(_headline_of(article) or metas.get("og:title") or metas.get("twitter:title")):
        return named
    # The site's name is the shorter end.
    return max(_SITE.split(_plain(tree.findtext(".//title"))), key=len) or None


def _headline_of(article: Node | None) -> str | None:
    return text_of(article.get("headline")) or text_of(article.get("name")) if article is not None else None


def _plain(text: str | None) -> str:
    return " ".join((text or "").split())


def find_author(tree: HtmlElement, metas: Mapping[str, str], article: Node | None) -> str | None:
    """Return who wrote a page; several with commas."""
    said = article.get("author") if article is not None else None
    names = [text_of(item) for item in (said if isinstance(said, list) else [said])]
    if not any(names):
        names = [metas.get("author") or metas.get("article:author") or metas.get("parsely-author") or metas.get("dc.creator")]
    if not any(names):
        links = {" ".join(link.text_content().split()) for link in tree.iter("a") if "author" in (link.get("rel") or "").lower().split()}
        names = [*links] if len(links) == 1 else []
    plain = [_BY.sub("", name) for name in names if name and len(name) <= CREDITED_LONGEST and "://" not in name]
    return ", ".join(dict.fromkeys(plain)) or None


def find_publisher(metas: Mapping[str, str], article: Node | None) -> str | None:
    """Return who published a page, as it says itself."""
    said = text_of(article.get("publisher")) if article is not None else None
    name = said if said and "://" not in said else metas.get("og:site_name") or metas.get("dc.publisher") or metas.get("application-name")
    return " ".join(name.split())[:CREDITED_LONGEST].lstrip("@") or None if name else None


def find_url(tree: HtmlElement, metas: Mapping[str, str], article: Node | None, text: str, where: str | None) -> str | None:
    """Return a page's own address: what it says, where that is whole and no mere front page; else where it was, as far as is known."""
    saved = _SAVED_FROM.search(text[:SAVED_LOOKED_AT])
    where = where or (saved["url"] if saved else None)
    links = (link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split())
    for said in (next(links, None), metas.get("og:url"), text_of(article.get("url")) if article is not None else None, where):
        if not said:
            continue
        try:
            url = read_address(urljoin(where or "", said.strip())).url
        except (InputError, ValueError):
            continue
        # Careless pages name their site's front page.
        if len(urlsplit(url).path) > 1 or urlsplit(url).query or said == where:
            return url
    return None

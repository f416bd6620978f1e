"""Where on a page its account stands, marked so that it is found: one ``article`` that holds the headline and most of the text."""

from __future__ import annotations

from lxml.etree import _Element
from lxml.html import HtmlElement

# The account has at least this share of a page's text, once the rest has been taken out.
ACCOUNT_SHARE = 0.6
_BLOCKS = ("p", "li", "blockquote", "pre", "h2", "h3", "h4")
_FRAMES = frozenset({"div", "section", "main", "center", "font", "td", "form", "article"})


def frame(tree: HtmlElement, headline: _Element | None) -> None:
    """
    Mark the element that holds a page's account, and let its head be part of it.

    Pages that call each entry or teaser an article have many; the one with the headline is the page's own.
    """
    holders = list(headline.iterancestors()) if headline is not None else []
    for header in list(tree.iter("header", "hgroup")):
        # What stands in an article's head besides the headline is its first sentence.
        header.tag = "div"
    own = [part for part in holders if part.tag == "article"]
    for part in list(tree.iter("article")):
        if not own or part is not own[-1]:
            part.tag = "div"
    if own and _weight(own[-1]) < ACCOUNT_SHARE * _weight(tree):
        own.pop().tag = "div"
    found = own[-1] if own else _find(tree, holders)
    if found is not None and found.tag in _FRAMES:
        found.tag = "article"
        _unname(found)
    elif found is not None and found.tag == "body":
        _unname(_wrap(found))


def _find(tree: HtmlElement, holders: list[_Element]) -> _Element | None:
    """Return the innermost element around the headline, or on a page without one the innermost of all, that holds the account."""
    whole = _weight(tree)
    if whole == 0:
        return None
    if holders:
        return next((part for part in holders if _weight(part) >= ACCOUNT_SHARE * whole), None)
    found = tree.find("body")
    while found is not None:
        inner = next((part for part in found if part.tag in _FRAMES and _weight(part) >= ACCOUNT_SHARE * whole), None)
        if inner is None:
            return found
        found = inner
    return None


def _weight(part: _Element) -> int:
    """Return how many characters of running text stand in an element."""
    total = sum(len("".join(block.itertext())) for block in part.iter(*_BLOCKS))
    # Pages of old have their text in no block at all.
    return total or len("".join(part.itertext()).strip())


def _unname(article: _Element) -> None:
    """Take their names from the blocks of the account: a part of it that is called its body must not stand for the whole."""
    for part in article.iter(*_FRAMES):
        part.attrib.clear()


def _wrap(body: _Element) -> _Element:
    article = body.makeelement("article")
    article.text, body.text = body.text, None
    for part in list(body):
        article.append(part)
    body.append(article)
    return article

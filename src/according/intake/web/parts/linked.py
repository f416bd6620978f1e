"""What a page says of its own article in JSON-LD (schema.org), and not what it says there of others."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from lxml.html import HtmlElement

Node: TypeAlias = Mapping[str, Any]

# A block of more characters holds a whole archive.
LINKED_LONGEST = 2_000_000
NODES_MOST = 2_000
ARTICLE_TYPES = frozenset(
    "Article NewsArticle ReportageNewsArticle AnalysisNewsArticle BackgroundNewsArticle OpinionNewsArticle AskPublicNewsArticle "
    "ReviewNewsArticle SatiricalArticle TechArticle ScholarlyArticle Report BlogPosting LiveBlogPosting SocialMediaPosting "
    "DiscussionForumPosting".split()
)
# What a node holds of the page as a whole; other links lead to other stories.
_WHOLES = ("@graph", "mainEntity", "mainEntityOfPage")


def find_article(tree: HtmlElement) -> Node | None:
    """
    Return the node of the page's own article, or ``None`` where there is none or where several could be it.

    Of several the one that has the page's first heading or title for its headline is taken.
    """
    found = [node for node in _nodes(tree) if not ARTICLE_TYPES.isdisjoint(_types(node))]
    if len(found) > 1:
        titles = {fold(text) for text in _titles(tree)}
        found = [node for node in found if fold(text_of(node.get("headline")) or text_of(node.get("name")) or "") in titles] or found
    # The same article may stand there twice; where the days differ, nobody knows which is the page's.
    days = {text_of(node.get("datePublished")) for node in found}
    return found[0] if found and len(days) == 1 else None


def find_page(tree: HtmlElement) -> Node | None:
    """Return the node of the page itself, where it has one only."""
    found = [node for node in _nodes(tree) if {"WebPage", "ItemPage", "ProfilePage", "FAQPage"} & _types(node)]
    return found[0] if len(found) == 1 else None


def text_of(value: object) -> str | None:
    """Return a value's text: a string, the name of a node, or the first of a list."""
    if isinstance(value, list):
        return next((text for item in value if (text := text_of(item))), None)
    if isinstance(value, Mapping):
        return text_of(value.get("name") or value.get("@id") or value.get("@value"))
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _nodes(tree: HtmlElement) -> Iterator[Node]:
    count = 0
    for block in tree.iter("script"):
        if "ld+json" not in (block.get("type") or "").lower() or not block.text or len(block.text) > LINKED_LONGEST:
            continue
        try:
            # Line ends and tabs inside strings are against the rule and common.
            read = json.loads(block.text, strict=False)
        except (ValueError, RecursionError):
            continue
        waiting = [read]
        while waiting and count < NODES_MOST:
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting.extend(value)
            elif isinstance(value, Mapping):
                count += 1
                yield value
                waiting.extend(value[name] for name in _WHOLES if isinstance(value.get(name), (list, Mapping)))


def _types(node: Node) -> frozenset[str]:
    said = node.get("@type")
    return frozenset(item for item in (said if isinstance(said, list) else [said]) if isinstance(item, str))


def _titles(tree: HtmlElement) -> Iterator[str]:
    for heading in tree.iter("h1"):
        yield heading.text_content()
    for meta in tree.iter("meta"):
        if meta.get("property") == "og:title":
            yield meta.get("content") or ""


def fold(text: str) -> str:
    """Return a text in small letters with single blanks, as titles are compared."""
    return " ".join(text.casefold().split())

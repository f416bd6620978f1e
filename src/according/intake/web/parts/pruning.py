"""
What of a page is no report: scripts, hidden parts, navigation, boxes of other stories, captions, comments, notes on cookies.

It is known by its element, its role, the words of its class and id, a heading that says so ("Related stories"), or because it is nothing
but links. What is left out is left out whole: a sentence of another story must not stand in this one.
"""

from __future__ import annotations

import re
from itertools import pairwise

from lxml.etree import _Element
from lxml.html import HtmlElement

from according.intake.web.parts.furniture import load_furniture

# Of the elements of AMP these hold text of the page; others hold pictures, advertisements and lists of other stories.
AMP_KEPT = frozenset({"amp-accordion", "amp-layout", "amp-fit-text", "amp-timeago"})
# Posts of others set into a page: who wrote them stands in a line below, which a reader of sentences does not join to them.
POSTS = re.compile(
    r"\b(?:twitter-tweet|twitter-video|instagram-media|tiktok-embed|fb-post|telegram-post|bluesky-embed|reddit-embed)", re.IGNORECASE
)
# Never left out for their words: "<body class='with-sidebar comments-open'>".
FRAMES = frozenset({"html", "body", "main", "head"})
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# A label stands in a line of its own of at most this many characters.
LABEL_LONGEST = 40
# From this share of its characters on a block is nothing but links.
LINKED_LEAST = 0.75
# A part with more than this share of a page's running text is its account, whatever its class says: "sidebar-layout".
BODY_SHARE = 0.6
RUNNING = ("p", "li", "blockquote", "pre")
# A box of other stories has at most this share of a page's text.
BOX_SHARE = 0.5
_SINGLE = frozenset({"p", "li", "ul", "ol", "dl", *HEADINGS[1:]})
_WHOLE = frozenset({"div", "section", "article", "center", "font", "td", "header"})
_COUNT = re.compile(r"\(\d[\d,. ]*\)|^\d[\d,.]*\s+|\s+\d[\d,.]*$")
_LABEL_TAGS = (*HEADINGS, "p", "div", "span", "strong", "b", "summary", "dt", "legend", "header")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|(?:^|;)\s*opacity\s*:\s*0\s*(?:;|$)", re.IGNORECASE)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HIDING_RULE = re.compile(r"([.#])([\w-]+)\s*\{[^{}]*?display\s*:\s*none[^{}]*\}", re.IGNORECASE)
STYLES_LOOKED_AT = 200_000


def prune(tree: HtmlElement, headline: _Element | None) -> None:
    """Take out of a page what is no report; its headline and what holds that are not left out for their names."""
    words = load_furniture()
    classes, ids = _hiding_rules(tree)
    kept, whole = _around(headline), _running(tree)
    for part in list(tree.iter("*")):
        tag = part.tag
        if tag in FRAMES or part.getparent() is None:
            continue
        if tag in words.elements or (tag[:4] == "amp-" and tag not in AMP_KEPT) or _is_hidden(part, classes, ids):
            drop(part)
        elif tag == "figure":
            _open_figure(part)
        elif part not in kept and (_is_foot(part) or _is_named(part)) and not _is_account(part, whole):
            drop(part)


def _running(part: _Element) -> int:
    """Return how many characters of running text stand in an element."""
    return sum(len("".join(block.itertext())) for block in part.iter(*RUNNING))


def _is_foot(part: _Element) -> bool:
    # The foot of a quotation says whose it is.
    return bool(part.tag == "footer" and part.getparent().tag != "blockquote")


def _is_account(part: _Element, whole: int) -> bool:
    """Say whether an element holds most of a page's running text; what readers write below it may be more than that."""
    return _running(part) > BODY_SHARE * whole and load_furniture().crowding.isdisjoint(words_of(part))


def prune_links(tree: HtmlElement, headline: _Element | None) -> None:
    """Take out of a page boxes of links to other stories, and what stands below a heading that says it is no report."""
    kept = _around(headline)
    _drop_labelled(tree, kept)
    _drop_linked(tree, kept)


def _around(headline: _Element | None) -> frozenset[_Element]:
    return frozenset([headline, *headline.iterancestors()] if headline is not None else [])


def drop(part: _Element, instead: str = " ") -> None:
    """Take an element out and leave the text behind it, after a blank: words on its two sides are two words."""
    parent = part.getparent()
    if parent is None:
        return
    if part.tail or instead.strip():
        before = part.getprevious()
        if before is not None:
            before.tail = f"{before.tail or ''}{instead}{part.tail or ''}"
        else:
            parent.text = f"{parent.text or ''}{instead}{part.tail or ''}"
    parent.remove(part)


def words_of(part: _Element) -> list[str]:
    """Return the words of an element's class and id, in small letters."""
    return [word.lower() for word in _WORD.findall(f"{part.get('class', '')} {part.get('id', '')}")]


def _hiding_rules(tree: HtmlElement) -> tuple[frozenset[str], frozenset[str]]:
    """Return the classes and ids that a page's own rules of style hide, where the rule names nothing else."""
    sheets = " ".join(style.text or "" for style in tree.iter("style"))[:STYLES_LOOKED_AT]
    # What a rule for print or for small screens hides is shown here.
    plain = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", " ", sheets) if "@media" in sheets else sheets
    found = [(match[1], match[2]) for match in _HIDING_RULE.finditer(plain) if plain[: match.start()].rstrip()[-1:] in ("", "}", "/")]
    return frozenset(name for mark, name in found if mark == "."), frozenset(name for mark, name in found if mark == "#")


def _is_hidden(part: _Element, classes: frozenset[str], ids: frozenset[str]) -> bool:
    if "hidden" in part.attrib or part.get("aria-hidden") == "true" or part.get("role") in load_furniture().roles:
        return True
    style = part.get("style")
    if style is not None and _HIDDEN.search(style):
        return True
    named = part.get("class")
    return bool((classes and named and not classes.isdisjoint(named.split())) or (ids and part.get("id") in ids))


def _is_named(part: _Element) -> bool:
    """Say whether an element's class or id says that it is no report."""
    named = part.get("class")
    if named is None and "id" not in part.attrib:
        return False
    words = words_of(part)
    # "has-sidebar", "no-comments" and "with-share" say it of something else.
    said = load_furniture()
    if any(word in said.words or word.endswith("caption") for word in words) and said.negating.isdisjoint(words):
        return True
    return any(pair in said.pairs for pair in pairwise(words)) or bool(named and POSTS.search(named))


def is_box(part: _Element) -> bool:
    """Say whether an element is called a box of other stories, of comments or the foot of a page: a day in it is another's."""
    words, said = words_of(part), load_furniture()
    return not said.boxes.isdisjoint(words) and said.negating.isdisjoint(words)


def _open_figure(figure: _Element) -> None:
    """Keep a figure's table with its caption, and take out every other figure."""
    if next(figure.iter("table"), None) is None:
        drop(figure)
        return
    figure.tag = "div"
    figure.attrib.clear()
    for caption in list(figure.iter("figcaption")):
        caption.tag = "p"
        caption.attrib.clear()


def _drop_labelled(tree: HtmlElement, kept: frozenset[_Element]) -> None:
    """Take out what stands below a heading that says it is no report."""
    whole = sum(map(len, tree.itertext()))
    for part in list(tree.iter(*_LABEL_TAGS)):
        label = _label(part)
        if not label or part in kept or tree not in part.iterancestors():
            continue
        ends = label in load_furniture().ends or _is_about(part, label)
        if not ends and label not in load_furniture().links:
            continue
        # The outermost element that holds nothing but the label, and what comes behind it.
        while (parent := part.getparent()) is not None and parent.tag not in FRAMES and _label(parent) == label:
            part = parent
        if (box := _box_of(part, whole)) is not None and box not in kept:
            drop(box)
        else:
            _drop_below(part, to_heading=ends)


def _label(part: _Element) -> str:
    """Return an element's whole text as a label without a count, or nothing where it is longer than one."""
    text = ""
    for piece in part.itertext():
        text += piece
        if len(text.strip()) > LABEL_LONGEST:
            return ""
    plain = " ".join(text.split()).casefold().replace("’", "'")
    # "Comments (214)", "214 comments"
    return _COUNT.sub("", plain).strip(" :.…»›>→*|-–—[]()")


def _is_about(part: _Element, label: str) -> bool:
    """Say whether a label leads to what somebody says of himself: "About Valley Relief"; "About the attack" does not."""
    if not label.startswith("about "):
        return False
    words = "".join(part.itertext()).split()[1:]
    return all(word[:1].isupper() or word in ("of", "for", "the", "and", "&") for word in words) and words[:1] != ["the"]


def _box_of(label: _Element, whole: int) -> _Element | None:
    """Return the element that a label opens and that holds no account; ``None`` where the label stands in the account itself."""
    box = label.getparent()
    if box is None or box.tag in FRAMES or (box.text or "").strip():
        return None
    if any(sibling.tag in HEADINGS or "".join(sibling.itertext()).strip() for sibling in label.itersiblings(preceding=True)):
        return None
    return box if sum(map(len, box.itertext())) <= BOX_SHARE * whole else None


def _drop_below(label: _Element, *, to_heading: bool) -> None:
    """Take out a label and the blocks behind it that are its box's."""
    while (part := label.getnext()) is not None and part.tag not in HEADINGS:
        held = to_heading and next(part.iter("h1", "h2"), None) is None
        if not held and not _is_linked(part):
            break
        drop(part)
    drop(label)


def _drop_linked(tree: HtmlElement, kept: frozenset[_Element]) -> None:
    """Take out blocks that are nothing but links to elsewhere: they name other stories."""
    held: dict[_Element, tuple[int, int, int]] = {}
    # From the end: what is inside an element is counted before the element is.
    for part in reversed(list(tree.iter("*"))):
        texts, linked, links = _length(part.text), 0, 0
        for child in part:
            child_texts, child_linked, child_links = held.get(child, (0, 0, 0))
            texts += child_texts + _length(child.tail)
            linked, links = linked + child_linked, links + child_links
        if part.tag == "a" and not (part.get("href") or "#").startswith("#"):
            linked, links = texts, 1
        held[part] = texts, linked, links
        # A block that holds others is left out for several links alone: one link may be wrapped around the whole account.
        single = part.tag in _SINGLE
        if part not in kept and linked and linked >= LINKED_LEAST * texts and (single or (links > 1 and part.tag in _WHOLE)):
            drop(part)
            held[part] = 0, 0, 0


def _is_linked(part: _Element) -> bool:
    """Say whether a block's text is nearly all in links that lead off the page."""
    texts = sum(map(_length, part.itertext()))
    links = (link for link in part.iter("a") if not (link.get("href") or "#").startswith("#"))
    linked = sum(_length(text) for link in links for text in link.itertext())
    return 0 < linked >= LINKED_LEAST * texts


def _length(text: str | None) -> int:
    return len(text.strip()) if text else 0

"""
What of a page is no report: scripts, hidden parts, navigation, boxes of other stories, captions, comments, notes on cookies.

It is known by its element, its role, the words of its class and id, a heading that says so ("Related stories"), or because it is nothing
but links. What is left out is left out whole: a sentence of another story must not stand in this one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.etree import _Element
from lxml.html import HtmlElement

# Elements that hold no running text of the page, or hold that of others.
ELEMENTS = frozenset(
    "script style noscript template svg iframe object embed applet button select textarea input label nav aside dialog audio video canvas "
    "picture img map menu marquee figcaption frame frameset noframes math progress meter datalist".split()
)
ROLES = frozenset("navigation complementary banner contentinfo search dialog alertdialog menu menubar toolbar tablist marquee note".split())
# Words of a class or an id, whatever else stands beside them: "c-newsletter-box", "relatedStories".
WORDS = frozenset(
    "related newsletter newsletters cookie cookies consent gdpr cmp onetrust share sharing shares sharebar social comments comment disqus "
    "sidebar sidebars ticker tickers promo promos promoted promotion sponsored sponsor advert adverts advertisement advertising ads adsbygoogle dfp "
    "caption captions credit byline bylines breadcrumb breadcrumbs teaser teasers recirc recirculation recommended recommendation "
    "recommendations trending popular outbrain taboola subscribe subscription subscribers signup signin login tags taglist pagination pager "
    "navbar navigation navbox nav menu masthead popup modal toolbar tweet twitter facebook instagram telegram bio biography tooltip "
    "footer copyright disclaimer skip readmore mostread upnext widget widgets infobar poll quiz toc reflist references catlinks "
    "signature signatures avatar usercard userinfo".split()
)
# Of these the ones in which other days stand than the page's own.
BOX_WORDS = WORDS - set("byline bylines credit share sharing shares social sharebar masthead toolbar widget widgets tags".split())
# Two words that say it together: "author-box", "read-more", "more-stories".
PAIRS = frozenset(
    [(first, second) for first in ("author", "writer", "contributor") for second in ("box", "card", "info", "about", "description", "profile", "details")]
    + [("about", "author"), ("read", "more"), ("read", "next"), ("read", "also"), ("also", "read"), ("more", "stories"), ("more", "news"), ("more", "on"),
       ("most", "read"), ("most", "popular"), ("top", "stories"), ("latest", "news"), ("latest", "stories"), ("other", "news"), ("other", "stories"),
       ("see", "also"), ("mw", "editsection"), ("photo", "credit"), ("image", "credit"), ("sign", "up"), ("follow", "us"), ("up", "next"), ("ad", "slot"),
       ("ad", "container"), ("ad", "unit"), ("visually", "hidden"), ("sr", "only"), ("screen", "reader"), ("live", "ticker"), ("news", "ticker")]
)  # fmt: skip
# Posts of others set into a page: who wrote them stands in a line below, which a reader of sentences does not join to them.
POSTS = re.compile(r"\b(?:twitter-tweet|twitter-video|instagram-media|tiktok-embed|fb-post|telegram-post|bluesky-embed|reddit-embed)", re.IGNORECASE)
# Never left out for their words: "<body class='with-sidebar comments-open'>".
FRAMES = frozenset({"html", "body", "main", "head"})
# A heading or label that is only this begins a box of links to other stories.
LINK_LABELS = frozenset(
    "related|related stories|related story|related articles|related news|related coverage|related content|related topics|related links|related posts|"
    "read more|read also|also read|also read this|read next|read this next|more on this story|more on this|more on this topic|more news|more stories|"
    "more coverage|more headlines|other news|other stories|in other news|elsewhere|most read|most popular|most viewed|most shared|popular|popular now|"
    "popular stories|trending|trending now|latest|latest news|latest stories|latest headlines|top stories|top news|recommended|recommended for you|"
    "recommended stories|you may also like|you might also like|you may like|don't miss|must read|editor's picks|editors' picks|see also|"
    "further reading|external links|what to read next|up next|next story|previous story|next article|previous article|recent posts|recent news|"
    "headlines|breaking news|from the archive|from our archive|from the web|around the web|promoted stories|sponsored|advertisement|in this section|"
    "explore more|keep reading|continue reading|our coverage|watch|listen|watch now|topics|tags|categories|links".split("|")
)
# Below these, to the next heading, nothing is the report's.
END_LABELS = frozenset(
    "references|notes|footnotes|citations|sources and notes|bibliography|external links|see also|further reading|about the author|about the authors|"
    "about the writer|about us|author bio|comments|reader comments|leave a comment|leave a reply|join the conversation|share|share this|share this article|"
    "share this story|follow us|newsletter|newsletters|sign up|sign up for our newsletter|subscribe|subscribe to our newsletter|media contact|"
    "media contacts|contact|contacts|press contact|terms of use|privacy policy|cookies|cookie policy|disclaimer".split("|")
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# A label stands in a line of its own of at most this many characters.
LABEL_LONGEST = 40
# From this share of its characters on a block is nothing but links.
LINKED_LEAST = 0.75
# A page without a first heading: a part with more than this share of its text is its body, whatever its class says.
BODY_SHARE = 0.7
_LABEL_TAGS = (*HEADINGS, "p", "div", "span", "strong", "b", "summary", "dt", "legend", "header")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|(?:^|;)\s*opacity\s*:\s*0\s*(?:;|$)", re.IGNORECASE)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_HIDING_RULE = re.compile(r"([.#])([\w-]+)\s*\{[^{}]*?display\s*:\s*none[^{}]*\}", re.IGNORECASE)
STYLES_LOOKED_AT = 200_000


def prune(tree: HtmlElement) -> None:
    """Take out of a page what is no report."""
    classes, ids = _hiding_rules(tree)
    heading = next(tree.iter("h1"), None)
    kept = set(heading.iterancestors()) if heading is not None else set()
    whole = len(tree.text_content()) if heading is None else 0
    for part in list(tree.iter(_Element)):
        tag = part.tag
        if not isinstance(tag, str) or tag in FRAMES or part.getparent() is None:
            continue
        if tag in ELEMENTS or _is_hidden(part, classes, ids):
            drop(part)
        elif tag == "footer" and part.getparent().tag == "blockquote":
            continue
        elif tag == "figure":
            _open_figure(part)
        elif part not in kept and (tag == "footer" or _is_named(part)) and not (whole and len(part.text_content()) > BODY_SHARE * whole):
            drop(part)


def prune_links(tree: HtmlElement) -> None:
    """Take out of a page boxes of links to other stories, and what stands below a heading that says it is no report."""
    _drop_labelled(tree)
    _drop_linked(tree)


def drop(part: _Element) -> None:
    """Take an element out and leave the text behind it."""
    parent = part.getparent()
    if parent is None:
        return
    if part.tail:
        before = part.getprevious()
        # A blank in its place: words on its two sides are two words.
        if before is not None:
            before.tail = f"{before.tail or ''} {part.tail}"
        else:
            parent.text = f"{parent.text or ''} {part.tail}"
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
    if "hidden" in part.attrib or part.get("aria-hidden") == "true" or part.get("role") in ROLES:
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
    if any(word in WORDS for word in words) and not {"has", "with", "no", "without"} & set(words):
        return True
    return any(pair in PAIRS for pair in zip(words, words[1:], strict=False)) or bool(named and POSTS.search(named))


def is_box(part: _Element) -> bool:
    """Say whether an element is called a box of other stories, of comments or the foot of a page: a day in it is another's."""
    words = set(words_of(part))
    return not BOX_WORDS.isdisjoint(words) and not {"has", "with", "no", "without"} & words


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


def _drop_labelled(tree: HtmlElement) -> None:
    """Take out what stands below a heading that says it is no report."""
    for part in list(tree.iter(*_LABEL_TAGS)):
        label = _label(part)
        if not label or part.getparent() is None or tree not in part.iterancestors():
            continue
        # The outermost element that holds nothing but the label, and what comes behind it.
        while (parent := part.getparent()) is not None and parent.tag not in FRAMES and _label(parent) == label:
            part = parent
        ends = label in END_LABELS
        if ends or label in LINK_LABELS:
            _drop_below(part, to_heading=ends)


def _label(part: _Element) -> str:
    """Return an element's whole text as a label, or nothing where it is longer than one."""
    text = ""
    for piece in part.itertext():
        text += piece
        if len(text.strip()) > LABEL_LONGEST:
            return ""
    return " ".join(text.split()).strip(" :.…»›>→*|-–—[]").casefold().replace("’", "'")


def _drop_below(label: _Element, *, to_heading: bool) -> None:
    """Take out a label and the blocks behind it that are its box's."""
    for part in list(label.itersiblings()):
        if part.tag in HEADINGS or (not to_heading and not _is_linked(part)):
            break
        if to_heading and part.tag not in HEADINGS and next(part.iter("h1", "h2"), None) is not None and not _is_linked(part):
            break
        drop(part)
    drop(label)


def _drop_linked(tree: HtmlElement) -> None:
    """Take out blocks that are nothing but links to elsewhere: they name other stories."""
    for part in list(tree.iter("p", "li", "ul", "ol", "dl", *HEADINGS[1:])):
        if part.getparent() is not None and _is_linked(part):
            drop(part)


def _is_linked(part: _Element) -> bool:
    """Say whether a block's text is nearly all in links that lead off the page."""
    if next(part.iter("a"), None) is None:
        return False
    whole = _length(part.itertext())
    linked = sum(_length(link.itertext()) for link in part.iter("a") if not (link.get("href") or "#").startswith("#"))
    return linked > 0 and linked >= LINKED_LEAST * whole


def _length(texts: Iterable[str]) -> int:
    return sum(len(text.strip()) for text in texts)

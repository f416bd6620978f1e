"""The day of a page: right, or none."""

from __future__ import annotations

import pytest

from according.intake.web.pages import read_page

STORY = (
    "<p>Twelve people were killed in Harim on Sunday, the governor of the province said, and 30 others were taken to hospitals in the towns "
    "of the valley, where doctors asked for blood.</p><p>It was the worst day since 9 January 2019, when 40 died.</p>"
)


def day_of(head: str = "", line: str = "", after: str = "", url: str | None = None) -> tuple[str | None, str | None, str | None]:
    canonical = f"<link rel=canonical href='{url}'>" if url else ""
    page = f"<html><head>{canonical}{head}</head><body><main><h1>Market of Harim shelled</h1>{line}{STORY}{after}</main></body></html>"
    facts = read_page(page.encode()).facts
    return (
        facts.published.isoformat() if facts.published else None, facts.published_at.isoformat() if facts.published_at else None, facts.dated_by,
    )  # fmt: skip


def linked(**said: str) -> str:
    import json

    return f"<script type='application/ld+json'>{json.dumps({'@type': 'NewsArticle', 'headline': 'Market of Harim shelled', **said})}</script>"


@pytest.mark.parametrize(
    ("written", "day", "at"),
    [
        ("2024-03-03T21:40:00+02:00", "2024-03-03", "2024-03-03T21:40:00+02:00"),
        ("2024-03-03T23:40:00-0500", "2024-03-03", "2024-03-03T23:40:00-05:00"),
        ("2024-03-03T21:40:00Z", "2024-03-03", "2024-03-03T21:40:00+00:00"),
        ("2024-03-03T21:40:00.000Z", "2024-03-03", "2024-03-03T21:40:00+00:00"),
        ("2024-03-03T21:40:00", "2024-03-03", None),
        ("2024-03-03 21:40", "2024-03-03", None),
        ("2024-03-03", "2024-03-03", None),
        ("20240303", "2024-03-03", None),
        ("Sun, 03 Mar 2024 21:40:00 +0200", "2024-03-03", "2024-03-03T21:40:00+02:00"),
        ("March 3, 2024", "2024-03-03", None),
        ("3 March 2024 21:40", "2024-03-03", None),
        ("03/04/2024", None, None),
        ("2024-03", None, None),
        ("2024", None, None),
        ("2024-13-40", None, None),
        ("0001-01-01T00:00:00Z", None, None),
        ("1970-01-01T00:00:00Z", None, None),
        ("2999-01-01", None, None),
        ("yesterday", None, None),
        ("", None, None),
        ("9" * 5_000, None, None),
    ],
)
def test_forms_of_a_mark(written: str, day: str | None, at: str | None) -> None:
    assert day_of(linked(datePublished=written)) == (day, at, "JSON-LD" if day else None)
    assert day_of(f"<meta property='article:published_time' content='{written}'>")[:2] == (day, at)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("<p class=date>3 March 2024</p>", "2024-03-03"),
        ("<div><span>By Rima Saleh</span> <span>Published: Sunday, March 3, 2024, 10:30 pm EST</span></div>", "2024-03-03"),
        ("<p>Harim, 3 March 2024</p>", "2024-03-03"),
        ("<p>Posted on 3 March 2024 by Rima Saleh</p>", "2024-03-03"),
        ("<time>3 March 2024</time>", "2024-03-03"),
        ("<time datetime='2024-03-03T08:00'>Sunday</time>", "2024-03-03"),
        ("<p>Published 3 March 2024, updated 5 March 2024</p>", "2024-03-03"),
        ("<div><em>4 min read</em> · <b>3 March 2024</b></div>", "2024-03-03"),
        # Days that are not the page's.
        ("<p>Updated: 3 March 2024</p>", None),
        ("<span>Last modified</span> <span>3 March 2024</span>", None),
        ("<p class=last-updated>3 March 2024</p>", None),
        ("<p>What is known of the attack of 3 March 2024</p>", None),
        ("<p>Figures for 1 to 31 March 2024</p>", None),
        ("<p>The worst since 3 March 2024</p>", None),
        ("<p>03/04/2024</p>", None),
        ("<table><tr><td>Date</td><td>3 March 2024</td></tr></table>", None),
        ("<ul><li>3 March 2024</li></ul>", None),
        ("<p><a href='/2019/01/09/x'>9 January 2019</a></p>", None),
        ("<p>3 March 2024</p><p>5 March 2024</p>", None),
        ("<div class=related><p>3 March 2024</p></div>", None),
        ("<aside><time datetime='2024-03-03'>Sunday</time></aside>", None),
        ("<figure><figcaption>3 March 2024</figcaption></figure>", None),
        ("<p>© 3 March 2024</p>", None),
        ("", None),
    ],
)
def test_the_line_beside_the_headline(line: str, day: str | None) -> None:
    assert day_of(line=line)[0] == day


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2024/03/03/harim", "2024-03-03"), ("https://a.example/news/2024/mar/03/harim", "2024-03-03"),
        ("https://a.example/2024-03-03/harim", "2024-03-03"), ("https://a.example/20240303/harim", "2024-03-03"),
        ("https://a.example/2024/03/harim", None), ("https://a.example/2024/13/03/x", None), ("https://a.example/harim-2024-03-03", None),
        ("https://a.example/id/20240303991/x", None), ("https://a.example/x?d=/2024/03/03/", None), ("https://a.example/1890/03/03/x", None),
    ],
)  # fmt: skip
def test_the_day_in_an_address(url: str, day: str | None) -> None:
    assert day_of(url=url) == (day, None, "URL" if day else None)


def test_marks_go_before_lines_and_the_address() -> None:
    got = day_of(linked(datePublished="2024-03-03"), "<p>4 March 2024</p>", url="https://a.example/2024/03/03/x")
    assert got == ("2024-03-03", None, "JSON-LD")


def test_of_one_day_the_mark_with_the_hour_says_more() -> None:
    got = day_of("<meta name=date content='2024-03-03T06:00:00+02:00'>", "<p>3 March 2024</p>")
    assert got == ("2024-03-03", "2024-03-03T06:00:00+02:00", "meta date")


@pytest.mark.parametrize(
    ("head", "line", "url"),
    [
        (linked(datePublished="2024-03-03") + "<meta property='article:published_time' content='2024-03-09'>", "", None),
        (linked(datePublished="2024-03-03"), "<p>9 March 2024</p>", None),
        (linked(datePublished="2024-03-03"), "", "https://a.example/2021/03/03/x"),
    ],
)
def test_two_days_are_none(head: str, line: str, url: str | None) -> None:
    page = f"<html><head>{head}{f'<link rel=canonical href={url}>' if url else ''}</head><body><h1>Market of Harim shelled</h1>{line}{STORY}"
    taken = read_page(page.encode())
    assert taken.facts.published is None
    assert "the page gives two days of publication" in taken.problems[0].what


@pytest.mark.parametrize(
    "head",
    [
        linked(dateModified="2024-03-03"),
        "<meta property='article:modified_time' content='2024-03-03'><meta property='og:updated_time' content='2024-03-03'>",
        # Days of other stories.
        "<script type='application/ld+json'>{\"@type\":\"ItemList\",\"itemListElement\":[{\"@type\":\"NewsArticle\",\"datePublished\":\"2024-03-03\"}]}</script>",
        linked(datePublished="2024-03-03") + linked(datePublished="2024-03-09"),
        "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":</script>",
        "<script type='application/ld+json'>" + "[" * 100_000 + "</script>",
        "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":{\"a\":[1]},\"headline\":7}</script>",
    ],
    ids=["modified", "modified metas", "a list's", "two articles", "broken", "deep", "odd"],
)  # fmt: skip
def test_other_days_are_not_the_pages(head: str) -> None:
    assert day_of(head)[0] is None


def test_of_several_articles_the_one_with_the_headline_is_the_pages() -> None:
    other = "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Old flood\",\"datePublished\":\"2019-01-09\"}</script>"
    assert day_of(other + linked(datePublished="2024-03-03"))[0] == "2024-03-03"


@pytest.mark.parametrize(
    ("after", "day"),
    [
        ("<span itemprop=datePublished content='2024-03-03T06:00:00Z'></span>", "2024-03-03"),
        ("<time pubdate datetime='2024-03-03'></time>", "2024-03-03"),
        ("<footer><time class='entry-date published' datetime='2024-03-03'></time></footer>", "2024-03-03"),
        ("<abbr class='published' title='2024-03-03T06:00:00+00:00'>Sunday</abbr>", "2024-03-03"),
        ("<time pubdate datetime='2024-03-03'></time><time pubdate datetime='2024-03-09'></time>", None),
        ("<div class='comments'><time pubdate datetime='2024-03-03'></time></div>", None),
        ("<div class='related-posts'><time class='published' datetime='2024-03-03'></time></div>", None),
        ("<time class='updated' datetime='2024-03-03'></time>", None),
        ("<footer>© 2024. 3 March 2024.</footer>", None),
        ("<div class='comments'><p>3 March 2024</p></div>", None),
    ],
)
def test_marks_behind_the_text(after: str, day: str | None) -> None:
    assert day_of(after=after)[0] == day

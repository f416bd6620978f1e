from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.intake.dates import find_date, parse_date
from according.intake.front import find_front

BODY = "Twelve people were killed in an attack on a market, the police said on Friday."

# label, text before the body, title, date
FRONTS = [
    ("nothing", "", None, None),
    ("headline", "Market attack kills twelve\n\n", "Market attack kills twelve", None),
    ("question", "Who attacked the market?\n\n", "Who attacked the market?", None),
    ("headline, one line end", "Market attack kills twelve\n", "Market attack kills twelve", None),
    ("headline, CRLF", "Market attack kills twelve\r\n\r\n", "Market attack kills twelve", None),
    ("repeated headline", "Market attack kills twelve\n\nMarket attack kills twelve\n\n", "Market attack kills twelve", None),
    ("repeated with a full stop", "It is over.\n\nIt is over.\n\n", "It is over.", None),
    ("headline and date", "Market attack kills twelve\n\nFriday, January 25, 2013\n\n", "Market attack kills twelve", date(2013, 1, 25)),
    ("date that runs on", "Market attack\n\nFriday, January 25, 2013 ", "Market attack", date(2013, 1, 25)),
    ("ISO date", "2013-01-25\n", None, date(2013, 1, 25)),
    ("ISO hour", "2013-01-25T10:30:00Z\n", None, date(2013, 1, 25)),
    ("labelled date", "Market attack\nPublished: 25 January 2013, 10:30 GMT\n", "Market attack", date(2013, 1, 25)),
    ("byline", "Market attack kills twelve\nBy Jane Doe\n25 January 2013\n\n", "Market attack kills twelve", date(2013, 1, 25)),
    ("dateline", "KABUL, Jan. 25, 2013 - ", None, date(2013, 1, 25)),
    ("dateline without year", "KABUL, Jan. 25 (Reuters) - ", None, None),
    ("dateline with agency", "Kyiv, Ukraine (AP) — ", None, None),
    ("dateline, town alone", "BEIRUT — ", None, None),
    ("dateline, town and country", "Taipei, Taiwan — ", None, None),
    ("headline and dateline", "Market attack kills twelve\n\nKABUL, Jan. 25, 2013 - ", "Market attack kills twelve", date(2013, 1, 25)),
    ("Markdown heading", "# Market attack kills twelve.\n\n", "Market attack kills twelve.", None),
    ("front matter", '---\ntitle: "Market attack"\ndate: 2013-01-25\n---\n\n', "Market attack", date(2013, 1, 25)),
    ("front matter and heading", "---\ndate: 2013-01-25\n---\n# Market attack\n\n", "Market attack", date(2013, 1, 25)),
    ("front matter, lines of Windows", "---\r\ntitle: Attack\r\ndate: 2013-01-25\r\n---\r\n", "Attack", date(2013, 1, 25)),
    ("front matter, lines of old", "---\rtitle: Attack\rdate: 2013-01-25\r---\r", "Attack", date(2013, 1, 25)),
    ("byline with initials", "Market attack\nBY J. R. DOE\n25 January 2013\n\n", "Market attack", date(2013, 1, 25)),
    ("byte order mark", "\ufeffMarket attack kills twelve\n\n", "Market attack kills twelve", None),
]


@pytest.mark.parametrize(("label", "before", "title", "published"), FRONTS, ids=[front[0] for front in FRONTS])
def test_the_front_is_told_from_the_body(label: str, before: str, title: str | None, published: date | None) -> None:
    text = before + BODY
    front = find_front(text)
    assert text[front.body :].lstrip() == BODY
    assert (front.title, front.published) == (title, published)
    if front.headline:
        assert front.headline.slice(text) == title


@pytest.mark.parametrize(
    "text",
    [
        BODY + "\n\n" + BODY,
        "NATO - the alliance - said that twelve soldiers were killed.",
        "The army - the largest in the region - said twelve were killed.",
        "12 killed in Kabul\n20 wounded in Herat\n",
        "Market attack kills twelve",
        "May 1, 2010 was the day on which twelve people were killed in the attack.",
        "---\n\n" + "--- \n",
        "",
        " \r\n ",
    ],
)
def test_what_is_no_front_stays_in_the_body(text: str) -> None:
    front = find_front(text)
    assert text[: front.body].strip() == ""
    assert front.headline is None


@pytest.mark.parametrize("line", ["25 January 2013 dead", "by the river bank twelve people died"])
def test_what_only_begins_as_a_byline_or_a_date_line_is_read(line: str) -> None:
    text = f"Market attack kills twelve\n\n{line}\n{BODY}"
    assert text[find_front(text).body :].startswith(line)


@pytest.mark.parametrize("blanks", ["", "\n", "\n\n"])
def test_front_matter_without_a_body_is_read_itself(blanks: str) -> None:
    assert find_front(f"---\ntitle: Attack\n---\n{blanks}").body == 0


def test_publisher_and_address_of_front_matter() -> None:
    front = find_front(f"---\nsource: Example News\nlink: https://example.org/1\n---\n{BODY}")
    assert (front.publisher, front.url) == ("Example News", "https://example.org/1")


@pytest.mark.parametrize(
    "text", ["June 19, 2018", "Tuesday, June 19, 2018", "19 June 2018", "2018-06-19", "Tue 19 Jun 2018", "June 19th, 2018."]
)
def test_whole_dates(text: str) -> None:
    assert parse_date(text) == date(2018, 6, 19)


@pytest.mark.parametrize("text", ["3/4/2018", "June 2018", "31 June 2018", "2018-13-01", "on 19 June 2018", "", "19 June 2018 and more"])
def test_what_is_no_whole_date(text: str) -> None:
    assert parse_date(text) is None


def test_a_wrong_date_does_not_hide_a_right_one() -> None:
    assert find_date("31 June 2018, that is 1 July 2018") == (date(2018, 7, 1), 22, 33)


FRAGMENTS = [
    "\n", "\r\n", "\n\n", " - ", " — ", "KABUL", ", ", "Jan. 25, 2013", "(AP)", "# ", "---\n", "title: x", "By A B", BODY,
    "“", "\ufeff", "\0", "é", "😀",
]  # fmt: skip


@given(st.one_of(st.text(), st.lists(st.sampled_from(FRAGMENTS)).map("".join)))
def test_any_text_has_a_front_inside_it(text: str) -> None:
    front = find_front(text)
    assert 0 <= front.body <= len(text)
    if front.headline:
        assert front.headline.end <= front.body
        assert front.headline.slice(text).strip()


def test_the_day_up_to_which_a_report_goes_is_its_day() -> None:
    body = "\n\nTwelve people were killed in the floods, and forty were hurt.\n"
    assert find_front(f"Cyclone Situation Report No. 4\n\nAs of 3 March 2024{body}").published == date(2024, 3, 3)
    assert find_front(f"Flood Response Report No. 1 - as of 27 October 2023{body}").published == date(2023, 10, 27)
    # What else a title dates is the event.
    assert find_front(f"Flood in Velmar on 27 October 2023{body}").published is None

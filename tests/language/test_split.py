"""Splitting keeps every word, in order, and ends sentences where a reader would."""
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.language.split import split
from growth import MOST, growth


def parts(text: str) -> list[str]:
    return [text[segment.start : segment.end] for segment in split(text)]


def kinds(text: str) -> list[tuple[str, str]]:
    return [(segment.kind, text[segment.start : segment.end]) for segment in split(text)]


# "|" marks the ends that a reader sees.
SENTENCES = [
    '"We lost men.| We go on," he said.| He left.',
    '"Stop!" he said.| They stopped.',
    '"How many?" he asked.| Nobody knew.',
    '"Is it over?" General John Smith asked.| "No."| He left.',
    "“We buried nine,” she said.| “More will come.”| Then she left.",
    "Mr. Smith met Lt. Col. J. R. Brown and Gen. Lee.| They spoke.",
    "Brig. Gen. Amir Karimi said 4 died.| He gave no names.",
    "The U.S. Army sent 30 men to the U.S.| The men left.",
    "A U.N. team and a U.S.-led force arrived.| At least 12 of the U.N. staff stayed.",
    "He came at 5 p.m. Monday.| He left at 7 a.m.| Police saw him.",
    "It began on Jan. 25 and ended on Feb. 3.| No. 5 Battalion lost 3.5 percent.",
    "No.| We do not count them.",
    "The force is led by Smith Jr. and Acme Inc. of Calif. in the west.| It grew.",
    "He waited ...| The shells fell.| Losses (see below) rose to 2,700.| (Others say more.)| It ended.",
    "They fell back… and came again.| It failed!| Why?",
    "About 40 died.[12]| Others fled. [3, 4]| Rain fell.",
    "They left.| al-Qaida took the town.| 30 people died.",
    "They came at night.Then they left.".replace(".T", ".|T"),
    "They came at night.26 people fled.".replace(".2", ".|2"),
    "See para.26 of it, or v.26 then.",
    "Then 38 were hurt.|== Aftermath ==|The town was shut.|=== Norra ===|Nine died.",
    "The score was 2==2 and x == y.",
    "See news.example.Org/a.Htm or call.| Then wait.",
    "1. The first.| 2. The second.",
    "The poet (c. 1788) and a town (pop. 3,000) are known.| So it goes.",
]


@pytest.mark.parametrize("marked", SENTENCES)
def test_ends(marked: str) -> None:
    text = marked.replace("|", "")
    assert parts(text) == [part.strip() for part in marked.split("|")]


def test_headline_dateline_and_body() -> None:
    text = "Blast kills 12 in market\r\n\r\nKABUL, Jan. 25, 2013 - A blast killed 12.\r\n\r\nPolice came."
    assert kinds(text) == [
        ("headline", "Blast kills 12 in market"), ("dateline", "KABUL, Jan. 25, 2013 -"),
        ("body", "A blast killed 12."), ("body", "Police came."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "dateline",
    ["KABUL —", "BAGHDAD, Iraq (AP) —", "NEW DELHI, 12 May (Reuters) -", "Moscow, May 12 (TASS) -", "ADDIS ABABA (AFP) –",
     "LIMA, 25 JAN 89 (DPA) -- [TEXT]"],
)  # fmt: skip
def test_inline_datelines(dateline: str) -> None:
    assert kinds(f"{dateline} Two died.") == [("dateline", dateline), ("body", "Two died.")]


DATES = ["Tuesday, June 19, 2018", "19 June 2018", "2018-06-19", "Last updated: 19 June 2018 10:32 GMT", "March 01, 2008"]


@pytest.mark.parametrize("line", DATES)
def test_date_lines(line: str) -> None:
    assert kinds(f"Toll rises\n{line}\n\nTwo died.")[1] == ("dateline", line)


@pytest.mark.parametrize(("line", "kind"), [("19 June 2018", "body"), ("2018-06-19", "body"), (DATES[3], "dateline")])
def test_a_bare_date_below_text_is_read_as_the_heading_of_an_entry(line: str, kind: str) -> None:
    assert kinds(f"Two died.\n\n{line}\n\nThree died.")[1] == (kind, line)


@pytest.mark.parametrize("text", ["Kabul - a city - was hit.", "NATO said - wrongly - that two died.", "June 19 was quiet."])
def test_no_dateline(text: str) -> None:
    assert kinds(text) == [("body", text)]


def test_wrapped_lines_join_and_others_do_not() -> None:
    first = "A long line that runs on until there is no more room upon the\nline and then ends."
    assert parts(f"{first}\nA heading\nAnother line follows it here.") == [first, "A heading", "Another line follows it here."]


def test_lines_wrapped_early_join_in_a_long_block() -> None:
    lines = [
        "The first line of a block of text in which",
        "Some lines are broken early by whoever",
        "Typed them, as those of a teletype are, and",
        "So on until it ends.",
    ]
    assert len(parts("\n".join(lines))) == 1


def test_wrapped_lines_of_a_quotation_join() -> None:
    first, second = "A long line that runs on until there is no more room upon the\n> line and then ends.", "Another\n> begins in it."
    assert parts(f"> {first} {second}\n>\n> It ends.\nNobody quoted it.") == [first, second, "It ends.", "Nobody quoted it."]
    # A line that is quoted once more, or an item, is of another hand.
    assert parts("> who died in the\n>> town of\n> - two men") == ["who died in the", "town of", "two men"]


def test_table_rows_are_no_headlines() -> None:
    assert {kind for kind, _ in kinds("| place | dead |\n|---|---|\n| Kabul | 12 |")} == {"body"}


def test_long_lines_are_paragraphs() -> None:
    line = "Words " * 40 + "end."
    assert parts(f"Heading of the part\n{line}\n{line}") == ["Heading of the part", line, line]


def test_markdown_marks_are_left_out() -> None:
    text = "# Toll rises\n\n---\n\n- 12 dead\n* 30 hurt\n> **Nobody claimed it.**\n\n[More](http://example.org/a)\n"
    assert parts(text) == ["Toll rises", "12 dead", "30 hurt", "Nobody claimed it.", "More"]
    assert split(text)[0].kind == "headline"


def test_start_skips_what_comes_before() -> None:
    text = "Headline here\n\nTwo died. Three fled."
    assert [segment.start for segment in split(text, 15)] == [15, 25]


SNIPPETS = st.sampled_from(
    ['"', "“", "”", "’", ". ", "? ", "! ", "...", "U.S. ", "Mr. ", "a.m. ", "\n", "\r\n", "\n\n",
     "KABUL - ", "- ", "# ", ">", "👍🏽", "e\u0301", "\x00", "(", "] "]
)  # fmt: skip


@given(st.lists(st.one_of(SNIPPETS, st.text(max_size=6), st.from_regex(r"[A-Za-z]{1,8} ?", fullmatch=True)), max_size=40).map("".join))
def test_segments_are_ordered_disjoint_and_lose_no_word(text: str) -> None:
    at = 0
    for segment in split(text):
        assert at <= segment.start < segment.end <= len(text)
        assert not any(map(str.isalnum, text[at : segment.start]))
        part = text[segment.start : segment.end]
        assert part == part.strip()
        at = segment.end
    assert not any(map(str.isalnum, text[at:]))


@pytest.mark.parametrize(
    "piece",
    ['"He said. ', "a b. ", ".", "x", "\n", " ", "A.B.", "*", ">",
     "- \n", '"Go!" ', "[a](b) ", ". ", '?" A a a ', "](", "1. \n", "JAN. 5, "],
)  # fmt: skip
def test_time_is_linear(piece: str) -> None:
    assert growth(lambda size: split(piece * (size // len(piece)) + "x"), 6_000, tries=2) < MOST


def test_the_site_behind_a_title_is_no_part_of_it() -> None:
    title = "Drone attack kills 19, army says | Velmar News | World"
    assert [title[part.start : part.end] for part in split(title)] == ["Drone attack kills 19, army says", "Velmar News | World"]


@pytest.mark.parametrize("text", ["Area of the whole district | Killed\nHarim | 12", "Velmar | Killed", "The army said so | 12 dead"])
def test_a_bar_in_a_table_stays(text: str) -> None:
    assert split(text)[0].end == len(text.partition("\n")[0])

"""The same fact told twice in a report is marked, so that adding up counts it once; two facts of one size are not."""

from __future__ import annotations

import pytest

import according

HEAD = "37 killed in Harim flood\n\n"
BODY = "At least 37 people were killed when the river rose on Monday, the governor said."


def restated(text: str) -> list[tuple[str, str]]:
    """Return what restates what, by the words of the numbers."""
    figures = [figure for statement in according.read(text, published="2024-10-14").statements for figure in statement.figures]
    numbers = {figure.id: figure.number.text for figure in figures}
    return [(figure.number.text, numbers[figure.restates]) for figure in figures if figure.restates is not None]


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "found"),
    [
        (HEAD + BODY, [("At least 37", "37")]),
        (f"{BODY} Of the 37 dead, 12 were children.", [("37", "At least 37")]),
        ("Police detained five suspects on Monday. The five suspects were detained in Harim.", [("five", "five")]),
        # Two strikes may each have killed four; nothing points back.
        ("A strike killed four people in Harim. Another strike killed four people in Velmar.", []),
        # The headline is said again once: the second 37 is of another flood.
        (f"{HEAD}{BODY} Another flood killed 37 people last year.", [("At least 37", "37")]),
        # Two who say it say it each for himself.
        ("The army said 12 soldiers were killed. The rebels said the 12 soldiers were killed by their own guns.", []),
        ("Five people were wounded. The five were killed.", []),
    ],
)
def test_what_says_an_earlier_count_again(text: str, found: list[tuple[str, str]]) -> None:
    assert restated(text) == found


@pytest.mark.model
@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("A tunnel that caved in on Monday killed nine miners, officials said.", "miners"),
        # Another size is another count.
        ("A tunnel that caved in on Monday killed eleven miners, officials said.", None),
        ("Nine people were hurt when the tunnel caved in.", None),
    ],
)
def test_a_headline_counts_whom_the_report_names(body: str, named: str | None) -> None:
    first = according.read(f"Nine dead in collapse near Orsk\n\n{body}").statements[0].figures[0]
    assert (first.population.text if first.population else None) == named

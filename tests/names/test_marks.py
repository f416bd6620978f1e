"""A report's marks: what is one, and what is in too many reports to tell a story by."""
from __future__ import annotations

import pytest

from according.names.marks import find_marks


@pytest.mark.parametrize(("text", "marks"), [
    ("In 2016, 39 miners died.", ("39",)),
    ("They counted 1,200 homes, 37, perhaps 38.", ("1200", "37", "38")),
    ("It was so in 1999, and in 2007.", ()),
    ("One said 5, another 6.", ()),
    ("He went to Velmar on Monday, in March.", ("velmar",)),
])  # fmt: skip
def test_marks(text: str, marks: tuple[str, ...]) -> None:
    assert find_marks(text) == marks


def test_front_matter_tells_no_story() -> None:
    text = "---\ndate: 2027-10-05\npublisher: Reuters\n---\nA bomb in Homs killed 14 people."
    assert find_marks(text) == ("homs", "14")

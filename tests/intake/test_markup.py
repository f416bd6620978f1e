"""The source of a web page, told from a text."""

from __future__ import annotations

import pytest

from according.intake.markup import begins_web_page, is_web_page


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><p>12 died", "\n<html>", '<?xml version="1.0"?><html>', "<!-- a --><!-- b -->\n<body>",
        "<!--\n--> <?xml?> <!-- --><head>",
    ],
)
def test_a_page_is_told_by_its_first_tag(text: str) -> None:
    assert is_web_page(text)
    assert begins_web_page(text.encode("utf-16"))


@pytest.mark.parametrize("text", ["12 died. <html>", "<p.smith@example.org> wrote: 12 died.", "<!-- 12 died.", "<p>12 died."])
def test_a_text_is_none(text: str) -> None:
    assert not is_web_page(text)


@pytest.mark.parametrize("text", ["<!-- -->" * 500 + "12 died", "<!--" * 500, "<!-- " * 500 + "-->" * 500 + "12 died", "<?xml?>" * 500])
def test_comments_without_end_are_passed_at_once(text: str) -> None:
    """Each of them could end at each later end: thirty took longer than anybody waits."""
    assert not is_web_page(text)
    assert not begins_web_page(text.encode())

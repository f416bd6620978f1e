from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from according.intake.files import TEXT_LONGEST
from according.intake.language import detect_language
from according.intake.text import Options, receive, refusal
from growth import MOST, growth

# A report without a date has a problem of its own.
DATED = Options(date(2025, 1, 27))

ENGLISH = "The army said that 12 soldiers were killed when their convoy was attacked on Monday."
# Written for this test.
FOREIGN = {
    "de": "Nach Angaben der Armee wurden am Montag zwölf Soldaten getötet, als ihr Konvoi in der Nähe der Stadt angegriffen wurde.",
    "nl": "Volgens het leger zijn maandag twaalf militairen gedood toen hun konvooi in de buurt van de stad werd aangevallen.",
    "es": "Según el ejército, doce soldados murieron el lunes cuando su convoy fue atacado cerca de la ciudad por hombres armados.",
    "fr": "Selon l'armée, douze soldats ont été tués lundi lorsque leur convoi a été attaqué près de la ville par des hommes armés.",
    "ru": "По данным армии, двенадцать солдат погибли в понедельник.",
    "uk": "За даними армії, дванадцять військових загинули в понеділок, коли їхню колону обстріляли.",
    "ar": "قال الجيش إن اثني عشر جنديا قتلوا يوم الاثنين عندما تعرضت قافلتهم للهجوم.",
    "ko": "군은 월요일 호송대가 공격을 받아 병사 열두 명이 숨졌다고 밝혔다.",
}


def test_what_the_user_says_wins() -> None:
    text = f"A headline\n\nKABUL, Jan. 25, 2013 - {ENGLISH}"
    report = receive(text, Options(date(2020, 1, 1), "Mine"), path="a.txt").report
    assert (report.title, report.published, report.path) == ("Mine", date(2020, 1, 1), "a.txt")
    assert report.headline is not None
    assert report.headline.slice(text) == "A headline"
    assert report.text[report.body :] == ENGLISH


def test_the_text_is_kept_as_received() -> None:
    text = "A headline\r\n\r\n" + ENGLISH + " e\u0301 😀\r\n"
    assert receive(text).report.text == text


@pytest.mark.parametrize(("language", "text"), FOREIGN.items())
def test_another_language_is_named_and_refused(language: str, text: str) -> None:
    received = receive(text)
    assert received.report.language == language
    assert received.refused is not None
    assert received.refused.what.startswith("not English: this looks like ")


@pytest.mark.parametrize(
    "text",
    [
        "12 dead",
        "AT LEAST 20 KILLED IN KABUL BLAST",
        "BOMB KILLS 12 AT MOSUL MARKET; POLICE BLAME MILITANTS IN EARLY MORNING ATTACK ON SHOPPERS",
        "Mogadishu, Kismayo, Baidoa, Beledweyne, Galkayo, Garowe, Bosaso: 12, 30, 40, 50 killed, wounded, displaced",
        "Killed: 12. Wounded: 40. Missing: 3. Detained: 7.",
    ],
)
def test_short_and_shouting_texts_are_not_misjudged(text: str) -> None:
    assert detect_language(text) in ("en", None)
    assert receive(text).refused is None


def test_english_shouted_is_english() -> None:
    assert detect_language(ENGLISH.upper()) == "en"


@pytest.mark.parametrize(
    ("text", "what"),
    [("", "empty"), (" \r\n\t", "empty"), ("\0\0", "empty"), ("<!DOCTYPE html><p>12", "web page")],
)
def test_what_cannot_be_read_is_refused(text: str, what: str) -> None:
    refused = receive(text).refused
    assert refused is not None
    assert what in refused.what
    assert ";" in refused.what
    assert "\n" not in refused.what


@pytest.mark.parametrize(
    ("stray", "what"),
    [("\0", "a NUL character"), ("\u202e", "a bidirectional"), ("\u2066", "a bidirectional"), ("\0" * 3, "3 NUL characters")],
)
def test_stray_characters_are_told_and_read_over(stray: str, what: str) -> None:
    text = f"{ENGLISH} {stray} {ENGLISH}"
    received = receive(text, DATED)
    assert received.refused is None
    assert [problem.what.startswith(what) for problem in received.problems] == [True]
    assert text[received.problems[0].start : received.problems[0].end] == stray


def test_a_text_of_many_reports_is_refused() -> None:
    assert refusal("a" * TEXT_LONGEST, "en") is None
    refused = refusal("a" * (TEXT_LONGEST + 1), "en")
    assert refused is not None
    assert refused.what.startswith("too long: 10,000,001 characters")


def test_each_kind_of_stray_character_is_told_once() -> None:
    assert len(receive(ENGLISH + "a\0" * 1000 + "a\u202e" * 1000, DATED).problems) == 2


def test_nested_quotation_marks_are_told() -> None:
    assert "10,000 deep" in receive("“He said " * 10_000, DATED).problems[0].what
    assert "deep" in receive('"' * 10_000 + "He said", DATED).problems[0].what
    assert receive(f"“{ENGLISH}” ‘{ENGLISH}’ „{ENGLISH}“ »{ENGLISH}« " * 200, DATED).problems == ()
    assert receive("“It isn’t,” he said. “We’re ‘not’ there.” " * 200, DATED).problems == ()


def test_a_line_no_prose_has_is_told() -> None:
    told = [problem.what for problem in receive(f"{ENGLISH} " * 1_200, DATED).problems]
    assert [what.startswith("a line of 102,000 characters") for what in told] == [True]
    assert receive(f"{ENGLISH} " * 1_100, DATED).problems == ()


PIECES = [
    "\n", "\0", '"', "- ", "KABUL, ", "A ", "A", "a: b\n", "<?xml ", "* ", "# ", "’", "“", "May 1 ", "12 ", "a\r", "\u202e",
    "1 May 2010", "1 May 2010" + " " * 500 + "x\n",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_time_is_linear_in_the_length(piece: str) -> None:
    assert growth(lambda size: receive("---\n" + piece * (size // len(piece))), 6_000, tries=2) < MOST


@given(st.text(st.characters(codec=None), max_size=300))
def test_any_text_is_received(text: str) -> None:
    received = receive(text, DATED)
    assert received.report.text == text
    assert all(0 <= problem.start <= problem.end <= len(text) for problem in received.problems)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (f"{ENGLISH} <b>Local</b> doctors said 20.", "an HTML tag"),
        (f"{ENGLISH}\n\n```python\nkilled = 30\n```\n", "a block of code"),
        (f"{ENGLISH}\n\n| place | killed |\r\n|---|---|\r\n", "a table"),
        (f"{ENGLISH} The police put it at [20 dead](https://example.org).", "a Markdown link"),
        (f"{ENGLISH} The police put it at **20**.", "a Markdown link or emphasis"),
        (ENGLISH.upper(), "in capital letters"),
        (f"TWELVE PEOPLE KILLED IN BLAST\n\n{ENGLISH}", "words in capital letters"),
    ],
)
def test_what_is_read_as_words_is_told(text: str, what: str) -> None:
    received = receive(text, DATED)
    assert received.refused is None
    assert [problem.what.startswith(what) for problem in received.problems] == [True]


@pytest.mark.parametrize(
    "text",
    [ENGLISH, f"# A heading\n\n- {ENGLISH}\n* [sic] 3 * 4, a < b", "12 KILLED IN HOMS", f"U.S. AND U.N.\n\n{ENGLISH}"],
)
def test_plain_print_has_no_problem(text: str) -> None:
    assert receive(text, DATED).problems == ()


@pytest.mark.parametrize("text", [f"<p>{ENGLISH}</p>", f"\n<!-- x --><div>{ENGLISH}<br/>", f"<html><body>{ENGLISH}"])
def test_a_page_s_source_is_refused(text: str) -> None:
    refused = receive(text).refused
    assert refused is not None
    assert refused.what.startswith("a web page's source")

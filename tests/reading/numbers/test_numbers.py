"""Numbers: the cases of tests/cases/numbers.toml, and what must hold for any text."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from according.language.sentence import Sentence, Token
from according.lexicon import default
from according.reading.numbers.expressions import Number, find_numbers
from drawing import examples

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "numbers.toml").read_text(encoding="utf8"))["case"]
WORD = re.compile(r"\w+(?:[.,:]\d+)*(?:['’]\w+)*|[^\w\s]")
UNITS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def sentence(text: str, word: re.Pattern[str] = WORD) -> Sentence:
    found = enumerate(word.finditer(text))
    return Sentence(tuple(Token(i, m.start(), m.end(), m[0], m[0].casefold(), "", "", i, "dep") for i, m in found))


def numbers(text: str) -> list[Number]:
    return find_numbers(sentence(text), default())


def row(text: str, number: Number) -> list[object]:
    low, high = number.quantity.low, number.quantity.high
    ends = ["-" if end is None else end for end in (low, high)]
    return [text[number.start : number.end], *ends, number.quantity.bound, number.form, number.trap or ""]


def test_cases():
    found = {case["label"]: [row(case["text"], number) for number in numbers(case["text"])] for case in CASES}
    assert found == {case["label"]: case["expect"] for case in CASES}


def test_cases_with_words_cut_at_spaces_only():
    """The rules do not hang on one tokeniser."""
    by_spaces = {case["label"]: find_numbers(sentence(case["text"], re.compile(r"\S+")), default()) for case in CASES}
    found = {case["label"]: [row(case["text"], number) for number in by_spaces[case["label"]]] for case in CASES}
    assert found == {case["label"]: case["expect"] for case in CASES}


@pytest.mark.parametrize("name", ["numbers", "number_context"])
def test_every_entry_is_reached_by_a_case(name):
    texts = " ".join(f" {' '.join(WORD.findall(case['text'].lower().replace('-', ' ')))} " for case in CASES)
    lost = [
        entry.id
        for entry in default().lists[name]
        if not any(f" {' '.join(WORD.findall(form))} " in texts or (not form[0].isalpha() and form in texts) for form in entry.forms)
    ]
    assert lost == []


def test_tokens_of_a_number():
    [number] = numbers("At least two dozen were killed")
    assert (number.first, number.last, number.core) == (0, 3, 3)


def test_an_ordinal_points_at_its_word():
    [number] = numbers("two and a third wounded")[1:]
    assert (number.first, number.last, number.core) == (2, 2, 3)


@pytest.mark.parametrize(
    ("text", "partitive"), [("one of the men", True), ("dozens of men", False), ("dozens of the men", True), ("two men", False)]
)
def test_partitive(text, partitive):
    assert numbers(text)[0].partitive is partitive


def spell(number: int) -> str:
    """Write a number out as British reports do: one hundred and five thousand and twenty-one."""
    if number < 20:
        return UNITS[number]
    if number < 100:
        return TENS[number // 10 - 2] + ("-" + UNITS[number % 10] if number % 10 else "")
    if number < 1000:
        return f"{UNITS[number // 100]} hundred" + (f" and {spell(number % 100)}" if number % 100 else "")
    rest = number % 1000
    return f"{spell(number // 1000)} thousand" + (f"{' and' if rest < 100 else ''} {spell(rest)}" if rest else "")


@given(st.integers(0, 999_999))
def test_a_spelled_number_reads_as_itself(number):
    text = spell(number) + " people"
    [found] = numbers(text)
    assert (found.quantity.low, found.quantity.high, found.end) == (number, number, len(text) - len(" people"))


@given(st.integers(0, 999_999))
def test_a_number_in_digits_reads_as_itself(number):
    [found] = numbers(f"at least {number:,} people")
    assert (found.quantity.low, found.quantity.bound, found.trap) == (number, "at_least", None)


FORMS = sorted(default().forms("numbers") | default().forms("number_context"))
PARTS = st.one_of(st.text(max_size=8), st.sampled_from(FORMS), st.integers(0, 10**20).map(str), st.sampled_from(list("-–/:.,%$()\"'+ ")))


@examples(300)
@example(["¼\U00011c5a"], "")
@given(st.lists(PARTS, max_size=25), st.sampled_from(["", " "]))
def test_any_text_reads(parts, joint):
    text = joint.join(parts)
    read = sentence(text, re.compile(r"\w+|[^\w\s]"))
    at = -1
    for number in find_numbers(read, default()):
        assert at < number.start < number.end <= len(text)
        assert 0 <= number.first <= number.core < len(read)
        assert number.first <= number.last < len(read)
        low, high = number.quantity.low, number.quantity.high
        assert low is None or high is None or low <= high
        at = number.end - 1


@pytest.mark.parametrize("piece", ["at least ", "one hundred and ", "between ", "10-", "1,000,", "a ", "two or ", "more than ", "9/"])
def test_long_input_is_read(piece):
    assert find_numbers(sentence(piece * 800), default()) is not None


@examples(100)
@example(["hundred"])
@example(["several hundred"])
@example(["several", "million"])
@given(st.lists(st.sampled_from(FORMS), min_size=1, max_size=3))
def test_words_without_end_make_no_number_without_end(parts):
    """No scale multiplies twice within one number."""
    for few in ("", "several ", "half a ", "2.5 "):
        for number in find_numbers(sentence(few + " ".join(parts * 200)), default()):
            low, high = number.quantity.low, number.quantity.high
            assert max(low or 0, high or 0) < 1e33


@pytest.mark.parametrize("text", ["¼¹ died", "½x died", "12¼¹ died", "¼½ died"])
def test_signs_that_make_no_number_are_passed(text):
    assert all(number.quantity.low is not None for number in numbers(text))


SCALES = [(form, entry.low) for entry in default().lists["numbers"] if entry.kind == "scale" and entry.low >= 1000 for form in entry.forms]


@pytest.mark.parametrize(("form", "scale"), SCALES)
def test_a_decimal_comma_is_read_before_every_scale(form, scale):
    """The pieces know the scales by a pattern of their own, which must not lag behind the word list."""
    assert [number.quantity.low for number in numbers(f"1,5 {form} people fled")] == [1.5 * scale]

"""PDF to text: what belongs together is put together, and what is no part of the account is left out."""

from __future__ import annotations

import pytest
from drawn import BODY, HEADING, draw, lines, picture, rows, set_in_columns
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Paragraph, Table

from according.errors import InputError
from according.intake.documents.pdf import extract_pdf

STORY = (
    "On day {}, at least {} people were killed in the district of Qeshwar, the ministry of health said. Rescue workers were still"
    " searching the ruins of two buildings, where others were thought to be trapped, the civil defence reported in the evening."
)


def text_of(*pages: object, **said: str) -> str:
    return extract_pdf(draw(*pages, **said)).text  # type: ignore[arg-type]


def test_columns_are_read_one_after_the_other() -> None:
    said = [STORY.format(day, 100 + day) for day in range(1, 25)]
    taken = extract_pdf(set_in_columns([Paragraph(paragraph, BODY) for paragraph in said]))
    assert taken.text.split("\n\n") == said
    assert taken.pages[0] == 0
    assert taken.extractor is not None
    assert taken.extractor.startswith("pypdfium2 ")


def test_a_heading_over_columns_stands_before_them_and_one_inside_stays_in_its_column() -> None:
    story = [Paragraph(STORY.format(day, 100 + day), BODY) for day in range(1, 20)]
    story.insert(3, Paragraph("Response", HEADING))

    def title(canvas: Canvas, document: BaseDocTemplate) -> None:
        lines(canvas, ["Floods in the north: what the ministry has said since they began"], y=800, size=14)

    parts = extract_pdf(set_in_columns(story, title)).text.split("\n\n")
    assert parts[0] == "Floods in the north: what the ministry has said since they began"
    assert parts[4] == "Response"
    assert parts[1:4] + parts[5:] == [STORY.format(day, 100 + day) for day in range(1, 20)]


def test_a_table_inside_a_column_is_rows() -> None:
    table = Table([["District", "Killed", "Injured"], ["Qeshwar", "12", "34"], ["Old Harim", "1,205", "77"], ["Total", "1,217", "111"]])
    said = [Paragraph(STORY.format(day, 100 + day), BODY) for day in range(1, 22)]
    text = extract_pdf(set_in_columns([*said[:4], table, *said[4:]])).text
    assert "\n\n| District | Killed | Injured |\n| Qeshwar | 12 | 34 |\n| Old Harim | 1,205 | 77 |\n| Total | 1,217 | 111 |\n\n" in text
    assert [part for part in text.split("\n\n") if not part.startswith("|")] == [STORY.format(day, 100 + day) for day in range(1, 22)]


def test_a_box_beside_the_text_is_not_read_into_its_lines() -> None:
    said = [f"line {number} of the account of what the ministry of health said on Monday" for number in range(12)]

    def page(canvas: Canvas) -> None:
        lines(canvas, said, x=60)
        lines(canvas, ["Key figures", "12 killed", "34 wounded"], x=460, y=744.5, size=9)

    text = text_of(page)
    assert " ".join(said) in text.replace("\n", " ")
    assert "Key figures\n\n12 killed\n\n34 wounded" in text


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ([["Place", "Killed"], ["Qeshwar", "12"], ["Harim", "1,205"]], ["| Place | Killed |", "| Qeshwar | 12 |", "| Harim | 1,205 |"]),
        # An empty cell keeps its place.
        ([["Place", "Killed", "Hurt"], ["Qeshwar", "12", ""], ["Harim", "", "3"], ["Total", "12", "3"]],
         ["| Place | Killed | Hurt |", "| Qeshwar | 12 |  |", "| Harim |  | 3 |", "| Total | 12 | 3 |"]),
        # A label and a number are a row alone.
        ([["Civilians killed", "12"]], ["| Civilians killed | 12 |"]),
    ],
)  # fmt: skip
def test_tables(cells: list[list[str]], wanted: list[str]) -> None:
    text = text_of(lambda canvas: rows(canvas, cells, (60, 220, 320), 700))
    assert text.split("\n") == wanted


def test_the_lines_of_a_cell_are_one_where_rows_stand_apart() -> None:
    def page(canvas: Canvas) -> None:
        rows(canvas, [["Place", "Killed"]], (60, 260), 700)
        rows(canvas, [["Old town of", "1,205"], ["Harim"]], (60, 260), 670, step=11)
        rows(canvas, [["Qeshwar", "12"]], (60, 260), 630)

    assert text_of(page).split("\n") == ["| Place | Killed |", "| Old town of Harim | 1,205 |", "| Qeshwar | 12 |"]


def test_contents_tell_nothing() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, ["Civilian casualties ............................ 12", "Displacement . . . . . . . . . . . . . . . 40"])
        lines(canvas, ["The ministry said that 7 people were killed."], y=700)

    assert text_of(page) == "The ministry said that 7 people were killed."


HYPHENS = [
    # The document has the word elsewhere, without a hyphen or with one.
    ("the casual-|ties of Monday. All casualties", "the casualties of Monday."),
    ("an anti-|aircraft gun", "an anti-aircraft gun"),
    ("a cease-|fire. The cease-fire", "a cease-fire."),
    ("a cease-|fire. The ceasefire", "a ceasefire."),
    # The halves tell.
    ("the govern-|ment said", "the government said"),
    ("five ex-|soldiers", "five ex-soldiers"),
    ("a 15-year-|old boy", "a 15-year-old boy"),
    ("the COVID-|19 ward", "the COVID-19 ward"),
    ("twenty-|five people", "twenty-five people"),
    ("the Franco-|German brigade", "the Franco-German brigade"),
    ("forty fire-|fighters. A fire killed two fighters", "forty fire-fighters."),
]


@pytest.mark.parametrize(("drawn", "wanted"), HYPHENS)
def test_words_that_a_line_s_end_cut(drawn: str, wanted: str) -> None:
    said = f"At the end of a long and winding first line there stood {drawn} were in it."
    assert wanted in text_of(lambda canvas: lines(canvas, said.split("|")))


def test_running_heads_and_page_numbers_are_left_out() -> None:
    def page(number: int) -> object:
        def drawn(canvas: Canvas) -> None:
            lines(canvas, ["Flash Update No. 4"], y=810, size=8)
            lines(canvas, [f"Page {number} of 3"], y=30, size=8)
            lines(canvas, [f"{number} killed in the strike of day {number}."], y=700)

        return drawn

    # The numbers of the text go up with the pages as well, but not at the head or the foot of a full page; here they are all there is.
    text = text_of(*map(page, (1, 2, 3)))
    assert "Flash Update" not in text
    assert "Page" not in text


def test_numbers_that_differ_from_page_to_page_stay() -> None:
    def page(killed: int) -> object:
        return lambda canvas: lines(canvas, [f"{killed} people were killed in Harim, the ministry said."], y=700)

    assert text_of(page(12), page(7), page(40)).count("people were killed") == 3


def test_heads_of_a_table_that_goes_on_are_kept() -> None:
    def page(*cells: list[str]) -> object:
        def drawn(canvas: Canvas) -> None:
            rows(canvas, [["Place", "Killed"], *cells], (60, 260), 760)
            lines(canvas, ["Ministry of Health"], y=30, size=8)

        return drawn

    text = text_of(page(["Qeshwar", "12"], ["Harim", "7"]), page(["Old town", "40"], ["Port", "3"]))
    assert text.split("\n").count("| Place | Killed |") == 2
    assert "Ministry" not in text


def test_a_paragraph_over_two_pages_is_one_and_the_pages_are_known() -> None:
    full = "and the civil defence said in the evening that the search for people in the ruins would go on"

    def first(canvas: Canvas) -> None:
        last = "on Sunday, while the ministry of health said that in the district of Qeshwar at least 12 people"
        lines(canvas, [full, full, last], y=120)

    def second(canvas: Canvas) -> None:
        lines(canvas, ["were killed on Monday.", "", "A second account."], y=780)

    taken = extract_pdf(draw(first, second))
    assert "at least 12 people were killed on Monday.\n\nA second account." in taken.text
    assert taken.text[taken.pages[1] :].startswith("were killed on Monday.")


def test_notes_at_the_foot_stand_before_a_paragraph_that_goes_on() -> None:
    full = "and the civil defence said in the evening that the search for people in the ruins would go on and"

    def first(canvas: Canvas) -> None:
        lines(canvas, [full, full], y=220)
        lines(canvas, ["1 Ministry of Health, bulletin 14."], y=60, size=7)

    taken = extract_pdf(draw(first, lambda canvas: lines(canvas, ["on for days."], y=780)))
    assert taken.text == f"1 Ministry of Health, bulletin 14.\n\n{full} {full} on for days."
    assert taken.text[taken.pages[1] :] == "on for days."


def test_marks_of_notes_are_no_digits() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for x, y, size, part in ((60, 700, 10, "The army counted 200"), (157, 704, 6, "3"), (161, 700, 10, ", over 5 km")):
            canvas.setFont("Helvetica", size)
            canvas.drawString(x, y, part)
        canvas.setFont("Helvetica", 6)
        canvas.drawString(161 + canvas.stringWidth(", over 5 km", "Helvetica", 10), 704, "2")

    assert text_of(page) == "The army counted 200, over 5 km²"


def test_a_page_on_its_side_is_read_and_a_stamp_is_not() -> None:
    def page(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(300, 60)
        canvas.rotate(90)
        lines(canvas, ["Twelve people were killed in Harim.", "The ministry said so on Monday."], x=0, y=0)
        canvas.restoreState()
        canvas.translate(200, 300)
        canvas.rotate(45)
        lines(canvas, ["DRAFT"], x=0, y=0, size=60)

    text = text_of(page)
    assert "Twelve people were killed in Harim." in text
    assert "DRAFT" not in text


def test_what_stands_outside_the_page_is_not_read() -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, ["Twelve people were killed."])
        lines(canvas, ["Ninety people were killed."], y=A4[1] + 50)

    assert text_of(page) == "Twelve people were killed."


def test_items_of_a_list() -> None:
    said = ["•  Five clinics were rebuilt with the help of", "   volunteers from the town.", "•  Two schools were closed."]
    items = ["- Five clinics were rebuilt with the help of volunteers from the town.", "- Two schools were closed."]
    assert text_of(lambda canvas: lines(canvas, said)).split("\n") == items


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Flash Update on Harim", "Flash Update on Harim"),
        ("Microsoft Word - update.doc", None),
        ("Situation Report 3", None),
        ("harim.indd", None),
    ],
)
def test_a_title_counts_where_the_first_page_shows_it(title: str, wanted: str | None) -> None:
    said = ["FLASH UPDATE ON HARIM", "", "Twelve people were killed."]
    data = draw(lambda canvas: lines(canvas, said), title=title, author="Ministry user")
    facts = extract_pdf(data).facts
    assert (facts.title, facts.author, facts.published) == (wanted, None, None)


def test_a_scan_says_so() -> None:
    with pytest.raises(InputError, match=r"a scan: 2 pages without text.*OCR"):
        extract_pdf(draw(picture, picture))


def test_a_page_without_text_is_told_with_its_number() -> None:
    said = [lambda canvas: lines(canvas, ["Twelve people were killed."]), picture, lambda canvas: lines(canvas, ["Seven were hurt."])]
    taken = extract_pdf(draw(*said))
    (problem,) = taken.problems
    assert problem.what.startswith("page 2 has no text: it is a picture")
    assert taken.text[taken.pages[2] :] == "Seven were hurt."
    assert problem.start == taken.pages[1] == taken.pages[2]


def test_a_locked_one_says_so() -> None:
    with pytest.raises(InputError, match="locked with a password"):
        extract_pdf(draw(lambda canvas: lines(canvas, ["Twelve people were killed."]), password="secret"))


def test_one_without_a_letter_says_so() -> None:
    with pytest.raises(InputError, match="a PDF without text: 1 page with no letter"):
        extract_pdf(draw(lambda canvas: canvas.line(0, 0, 100, 100)))


def test_a_cut_one_is_told() -> None:
    data = draw(*[lambda canvas: lines(canvas, ["Twelve people were killed."])] * 5)
    assert [problem.what for problem in extract_pdf(data[:-10]).problems] == ["the file's end is missing: pages may be lost"]


def test_what_only_calls_itself_a_pdf_is_refused() -> None:
    with pytest.raises(InputError, match="a damaged PDF: its pages cannot be found"):
        extract_pdf(b"%PDF-1.7\nTwelve people were killed.\n%%EOF")

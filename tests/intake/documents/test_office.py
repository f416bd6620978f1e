"""Word, OpenDocument, RTF and EPUB to text: the same document reads the same in each."""

from __future__ import annotations

import zipfile

import pytest
from office_files import ODT_TYPE, docx, notes, odt, pack, paragraph, table, words

from according.errors import InputError
from according.intake.documents import packages
from according.intake.documents.books import extract_epub
from according.intake.documents.docx import extract_docx
from according.intake.documents.odt import extract_odt
from according.intake.documents.rtf import extract_rtf
from according.intake.kinds import extract, kind_of

WANTED = """\
# Flash Update on Harim

5 March 2024

At least 12 people were killed and 34 were injured, the ministry said. Some 5 km² were flooded. Some 40 houses burned.

# Response

- Five clinics were rebuilt.
- Two schools were closed.

| District | Killed | Injured |
| Qeshwar | 12 | 34 |
| Old Harim | 1,205 | 77 |

Bulletin 14 of the ministry."""
RAISED = '<w:vertAlign w:val="superscript"/>'
DOCX = docx(
    paragraph("Flash Update on Harim", style="Titel"), paragraph("5 March 2024"),
    paragraph("Response", words("3"), style="Verzeichnis1"),
    paragraph(
        "At least 12 people were killed", words("3", RAISED), '<w:r><w:footnoteReference w:id="2"/></w:r>', " and 34 were injured, the ",
        words("secret ", "<w:vanish/>"), "ministry said. Some 5 km", words("2", RAISED), " were flooded.",
        '<w:del w:id="1"><w:r><w:delText> 99 were missing.</w:delText></w:r></w:del>',
        f'<w:ins w:id="2">{words(" Some 40 houses burned.")}</w:ins>',
        '<w:r><w:instrText> PAGE 7 </w:instrText></w:r>',
    ),
    paragraph("Response", style="berschrift1"),
    paragraph("Five clinics were rebuilt.", style="Aufzhlung"),
    paragraph("Two schools were closed.", more='<w:numPr><w:numId w:val="4"/></w:numPr>'),
    table(["District", "Killed", "Injured"], ["Qeshwar", "12", "34"], ["Old Harim", "1,205", "77"]),
    footnotes=notes("footnote", _0="separator", _2="Bulletin 14 of the ministry."),
    core='<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Flash Update on Harim</dc:title><dc:creator>Template</dc:creator></c>',
)  # fmt: skip
CELL = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
ODT = odt(
    "<text:tracked-changes><text:changed-region><text:deletion><text:p>99 were missing.</text:p></text:deletion></text:changed-region>"
    '</text:tracked-changes><text:h text:outline-level="1">Flash Update on Harim</text:h><text:p>5 March 2024</text:p>'
    "<text:table-of-content><text:index-body><text:p>Response 3</text:p></text:index-body></text:table-of-content>"
    '<text:p>At least 12 people were killed<text:span text:style-name="T1">3</text:span><text:note><text:note-citation>1'
    "</text:note-citation><text:note-body>"
    "<text:p>Bulletin 14 of the ministry.</text:p></text:note-body></text:note> and 34 were injured, the "
    '<text:span text:style-name="T2">secret </text:span>ministry said. Some 5<text:s/>km<text:span text:style-name="T1">2</text:span> were'
    " flooded. Some<office:annotation><text:p>why?</text:p></office:annotation> 40 houses burned.</text:p>"
    '<text:h text:outline-level="1">Response</text:h><text:list><text:list-item><text:p>Five clinics were rebuilt.</text:p>'
    "</text:list-item><text:list-item><text:p>Two schools were closed.</text:p></text:list-item></text:list><table:table>"
    + "".join(
        f"<table:table-row>{''.join(CELL.format(cell) for cell in row)}</table:table-row>"
        for row in (("District", "Killed", "Injured"), ("Qeshwar", "12", "34"), ("Old Harim", "1,205", "77"))
    )
    + "</table:table>",
    '<style:style style:name="T1"><style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="T2"><style:text-properties text:display="none"/></style:style>',
    title="Flash Update on Harim",
)
RTF = rb"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fnil\fcharset238 Arial CE;}}
{\stylesheet{\s0 Normal;}{\s1\b heading 1;}}{\info{\title Flash Update on Harim}{\author Template}}{\header Page 7\par}
\pard\s1 Flash Update on Harim\par\pard 5 March 2024\par
At least 12 people were killed{\super 3}{\super\chftn{\footnote\pard Bulletin 14 of the ministry.}} and 34 were injured, the {\v secret }
ministry said. Some 5\~km{\super 2} were flooded.{\deleted  99 were missing.} Some 40 houses burned.
{\field{\*\fldinst PAGE 7}{\fldrslt }}\par
\pard\s1 Response\par
\pard{\listtext\'b7\tab}Five clinics were rebuilt.\par\pard{\listtext\'b7\tab}Two schools were closed.\par
\trowd\pard\intbl District\cell Killed\cell Injured\cell\row\trowd\pard\intbl Qeshwar\cell 12\cell 34\cell\row
\trowd\pard\intbl Old Harim\cell 1,205\cell 77\cell\row
\pard{\pict\pngblip 89504e47}{\*\unknown 99 were killed}\par}"""
EPUB = pack({
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>',
    "OPS/book.opf": '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>War and Numbers</dc:title>'
    '<dc:creator>Jane Doe</dc:creator></metadata><manifest><item id="b" href="two.xhtml"/><item id="a" href="one%20a.xhtml"/></manifest>'
    '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>',
    "OPS/one a.xhtml": "<html><head><title>x</title></head><body><h1>One</h1><p>Twelve people were killed<sup>1</sup>.</p></body></html>",
    "OPS/two.xhtml": "<html><body><ul><li>Seven were hurt.</li></ul></body></html>",
})  # fmt: skip


def test_word() -> None:
    taken = extract_docx(DOCX)
    assert taken.text == WANTED
    assert (taken.facts.title, taken.facts.author, taken.facts.published) == ("Flash Update on Harim", None, None)
    assert [problem.what for problem in taken.problems] == ["changes are tracked: what is struck out is left out, what is put in is read"]


def test_open_document() -> None:
    taken = extract_odt(ODT)
    assert taken.text == WANTED
    assert taken.facts.title == "Flash Update on Harim"
    assert len(taken.problems) == 1


def test_rtf() -> None:
    taken = extract_rtf(RTF)
    assert taken.text == WANTED
    assert (taken.facts.title, taken.facts.author) == ("Flash Update on Harim", None)
    assert len(taken.problems) == 1


def test_books() -> None:
    taken = extract_epub(EPUB)
    assert taken.text == "# One\n\nTwelve people were killed.\n\n- Seven were hurt."
    assert (taken.facts.title, taken.facts.author) == ("War and Numbers", "Jane Doe")


@pytest.mark.parametrize(
    ("data", "name"),
    [(DOCX, "a Word document"), (ODT, "an OpenDocument text"), (RTF, "an RTF document"), (EPUB, "an electronic book"),
     (pack({"xl/workbook.xml": "<x/>", "[Content_Types].xml": "<x/>"}), None), (pack({"a.txt": "word/ in a text"}), None)],
)  # fmt: skip
def test_each_is_known_by_its_first_bytes(data: bytes, name: str | None) -> None:
    kind = kind_of(data, "report.txt")
    assert kind.name == name if name is not None else "document" not in kind.name or "ZIP" in kind.name


@pytest.mark.parametrize("data", [DOCX, ODT, RTF])
def test_each_is_read_in_a_process_of_its_own(data: bytes) -> None:
    assert extract(data, "report").text == WANTED


def test_a_cell_over_two_columns_and_one_over_two_rows_keep_the_others_in_place() -> None:
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph("People")}</w:tc>'
    high = "<w:tc><w:tcPr><w:vMerge/></w:tcPr>{}</w:tc>".format(paragraph("hidden"))
    text = extract_docx(docx(table(["Place", wide], ["Harim", "12", "3"], [high.replace("<w:tc>", "<w:tc>", 1), "7", "1"]))).text
    assert text == "| Place | People |  |\n| Harim | 12 | 3 |\n|  | 7 | 1 |"


def test_a_frame_around_paragraphs_is_no_table() -> None:
    long = "On Monday at least 12 people were killed in Harim, the ministry of health said. " * 8
    text = extract_docx(docx(table([long, "Contact"]))).text
    assert text == f"{long.strip()}\n\nContact"


def test_a_box_of_text_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('12 killed')}</w:txbxContent>"
    twice = f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    box = f'<w:r><mc:AlternateContent xmlns:mc="x">{twice}</mc:AlternateContent></w:r>'
    assert extract_docx(docx(paragraph("Key figures.", box))).text == "Key figures.\n\n12 killed"


def test_letters_of_other_character_sets_in_rtf() -> None:
    head = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f1\fcharset238 A;}}\uc1 "
    text = extract_rtf(head + rb"Caf\'e9 {\f1 \'8ai\'9ek} \u8220?Za\u322?oga\u8221? \u-10179?\u-9216?\par}").text
    assert text == "Café Šižk “Załoga” 🐀"


def test_a_cut_rtf_is_told() -> None:
    assert "the file's end is missing" in extract_rtf(rb"{\rtf1 Twelve people were killed.\par").problems[0].what


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (DOCX[:-200], "a Word document that is damaged"),
        (docx(), "a Word document without text"),
        (pack({"[Content_Types].xml": "<x/>", "word/other.xml": "<x/>"}), "a Word document without a document in it"),
        (pack({"[Content_Types].xml": "<x/>", "word/document.xml": "<x><"}), "word/document.xml is damaged"),
        (pack({"mimetype": ODT_TYPE, "content.xml": "<x/>"}), "an OpenDocument text without a text in it"),
        (odt("<text:p>x</text:p>", **{"META-INF__manifest": "<m><encryption-data/></m>"}), "locked with a password"),
        (rb"{\rtf1 }", "an RTF document without text"),
        (b"{\\rtf1 " + b"{" * 5_000, "groups inside one another"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(data: bytes, why: str) -> None:
    with pytest.raises(InputError, match=why):
        extract(data, None)


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_are_refused(declared: str) -> None:
    with pytest.raises(InputError, match="declares entities"):
        extract_docx(pack({"[Content_Types].xml": "<x/>", "word/document.xml": f"{declared}<x>&a;</x>"}))


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "UNPACKED_MOST", 1_000_000)
    with pytest.raises(InputError, match="unpacks to over 1,000,000 bytes"):
        extract_docx(pack({"[Content_Types].xml": "<x/>", "word/document.xml": b"<x>" + b" " * 2_000_000}))


def test_a_real_bomb_is_refused_within_its_memory() -> None:
    data = pack({"[Content_Types].xml": "<x/>", "word/document.xml": b"<x>" + b" " * 300_000_000})
    assert len(data) < 1_000_000
    with pytest.raises(InputError, match="unpacks to over 200,000,000 bytes"):
        extract(data, None)


def test_an_old_office_document_says_what_to_do() -> None:
    with pytest.raises(InputError, match=r"an old or locked office document; save it as \.docx"):
        extract(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "report.doc")


def test_the_archive_itself_is_not_trusted() -> None:
    # Says that it is stored, and is not.
    data = bytearray(pack({"[Content_Types].xml": "<x/>", "word/document.xml": "<x>" + "a" * 5_000 + "</x>"}, zipfile.ZIP_DEFLATED))
    at = data.index(b"word/document.xml")
    data[at + 40] ^= 0xFF
    with pytest.raises(InputError, match="a Word document"):
        extract_docx(bytes(data))

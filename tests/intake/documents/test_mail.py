"""Letters and mailboxes: whose words they are, when they were sent, and what is attached to them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from email.message import EmailMessage

import pytest
from drawn import draw, lines

from according.errors import InputError
from according.intake.documents.mail import LETTER_DATE, extract_letter, split_letter, split_mailbox
from according.intake.facts import Facts
from according.intake.kinds import extract, kind_of
from according.intake.source import Source
from according.intake.unpacking import unpack
from according.intake.wishes import NO_WISHES

SAID = "At least 12 people were killed in Harim on Monday, the ministry said.\n"
PDF = draw(lambda canvas: lines(canvas, ["The army said that 7 soldiers were killed."]))


def letter(text: str = SAID, html: str | None = None, **fields: str) -> EmailMessage:
    made = EmailMessage()
    heads = {
        "From": "Health Ministry <press@example.org>", "To": "desk@example.org", "Subject": "Harim", "Message-ID": "<1@example.org>",
        "Date": "Tue, 05 Mar 2024 23:30:00 +0300",
    }  # fmt: skip
    for name, value in {**heads, **fields}.items():
        made[name] = value
    made.set_content(text)
    if html is not None:
        made.add_alternative(html, subtype="html")
    return made


def text_of(message: EmailMessage) -> str:
    return extract_letter(message.as_bytes()).text


def test_what_a_letter_says_of_itself() -> None:
    taken = extract_letter(letter(Subject="[press] Casualties in Harim").as_bytes())
    at = datetime(2024, 3, 5, 23, 30, tzinfo=timezone(timedelta(hours=3)))
    assert taken.text == SAID.strip()
    assert taken.facts == Facts(date(2024, 3, 5), "Casualties in Harim", "Health Ministry", published_at=at, dated_by=LETTER_DATE)


@pytest.mark.parametrize(
    ("sent", "at"),
    [("Tue, 05 Mar 2024 10:00:00 -0000", datetime(2024, 3, 5, 10, tzinfo=UTC)), ("Tue, 99 Mar 2024", None), ("soon", None), ("", None)],
)
def test_dates(sent: str, at: datetime | None) -> None:
    data = letter().as_bytes().replace(b"Tue, 05 Mar 2024 23:30:00 +0300", sent.encode())
    facts = extract_letter(data).facts
    assert (facts.published_at, facts.published) == (at, at.date() if at is not None else None)


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ('"Ministry of Health, Harim" <a@b.org>', "Ministry of Health, Harim"),
        ("a@b.org", None),
        ("=?utf-8?q?Minist=C3=A8re?= <a@b.org>", "Ministère"),
    ],
)
def test_the_sender_is_the_name_beside_the_address(sender: str, name: str | None) -> None:
    data = letter().as_bytes().replace(b"Health Ministry <press@example.org>", sender.encode())
    assert extract_letter(data).facts.publisher == name


ANSWERED = f"{SAID}\nOn Mon, 4 Mar 2024 at 10:00, Jane Doe <jane@example.org>\nwrote:\n> Were 99 killed?\n> Jane\n"


@pytest.mark.parametrize(
    "text",
    [
        ANSWERED,
        f"{SAID}\n-- \nPress office, 40 staff\n",
        f"{SAID}\n-----Original Message-----\nFrom: Jane\nSent: Monday\n\nWere 99 killed?\n",
    ],
)
def test_what_is_quoted_and_the_signature_are_left_out(text: str) -> None:
    assert text_of(letter(text)).strip() == SAID.strip()


def test_what_html_quotes_is_left_out() -> None:
    quoted = "<div class='gmail_quote'>On Monday Jane wrote:<blockquote>Were 99 killed?</blockquote></div>"
    html = f"<p>{SAID}</p>{quoted}<div style='display:none'>98</div>"
    assert text_of(letter("see the other part", html)) == SAID.strip()


def test_tables_in_html_are_rows() -> None:
    html = f"<p>{SAID}</p><table><tr><th>Place</th><th>Killed</th></tr><tr><td>Harim</td><td>12<sup>[1]</sup></td></tr></table>"
    assert text_of(letter("", html)) == f"{SAID.strip()}\n\n| Place | Killed |\n| Harim | 12 |"


@pytest.mark.parametrize("mark", ["---------- Forwarded message ---------", "Begin forwarded message:"])
def test_a_letter_that_is_sent_on_is_the_first_writer_s(mark: str) -> None:
    head = "From: Army Command <army@example.org>\nDate: Mon, 4 Mar 2024 at 10:00\nSubject: Losses\nTo: x@example.org"
    text = f"They say 99 died.\n\n{mark}\n{head}\n\n\n{SAID}"
    taken = extract_letter(letter(text, Subject="Fwd: look").as_bytes())
    assert taken.text.strip() == SAID.strip()
    assert taken.facts == Facts(date(2024, 3, 4), "Losses", "Army Command", dated_by=LETTER_DATE)
    assert [problem.what for problem in taken.problems] == ["sent on: 17 characters that stand above it are left out"]


def test_lines_that_flow_are_joined() -> None:
    made = letter()
    made.set_content("At least 12 people were \nkilled in Harim.\n", params={"format": "flowed"})
    assert text_of(made) == "At least 12 people were killed in Harim."


def test_what_is_attached_is_a_report_of_its_own() -> None:
    made = letter()
    made.add_attachment(PDF, maintype="application", subtype="pdf", filename="../../etc/report.pdf")
    made.add_attachment(PDF, maintype="application", subtype="pdf", filename="report.pdf")
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="a.png")
    made.add_attachment(letter("Seven were hurt.\n", Subject="Inner"))
    found = list(unpack([Source("a.eml", data=made.as_bytes())], NO_WISHES))
    assert [source.path for source in found] == ["a.eml/message.eml", "a.eml/report.pdf", "a.eml/2-report.pdf", "a.eml/3.eml"]
    assert [source.refused for source in found] == [None] * 4
    assert found[1].data == PDF
    # Who sends a document did not write it.
    assert found[1].facts == Facts()
    taken = extract_letter(found[0].data or b"")
    assert (taken.text, taken.problems, taken.facts.publisher) == (SAID.strip(), (), "Health Ministry")
    assert extract_letter(found[3].data or b"").facts.title == "Inner"


def test_a_letter_without_words_gives_what_is_attached_alone() -> None:
    made = letter("\n")
    made.add_attachment(PDF, maintype="application", subtype="pdf", filename="report.pdf")
    assert [source.path for source in split_letter(Source("a.eml", data=made.as_bytes()))] == ["a.eml/report.pdf"]


def test_a_mailbox_gives_its_letters() -> None:
    second = letter("Seven were hurt.\n>From Harim to the sea the road was closed.\n", Subject="Second")
    box = b"".join(b"From press@example.org Tue Mar  5 10:00:00 2024\n" + made.as_bytes() + b"\n" for made in (letter(), second))
    assert kind_of(box).name == "a mailbox"
    found = list(split_mailbox(Source("a.mbox", data=box)))
    assert [source.path for source in found] == ["a.mbox/1.eml", "a.mbox/2.eml"]
    assert extract_letter(found[1].data or b"").text == "Seven were hurt.\nFrom Harim to the sea the road was closed."


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (letter().as_bytes(), "a letter"),
        # Written by a person: a text.
        (b"From: Ministry of Health\nDate: 5 March 2024\nSubject: Harim\n\nTwelve people were killed.", "plain text"),
        (b"Date: 5 March 2024\n\nFrom: the ministry", "plain text"),
    ],
)
def test_a_letter_is_known_by_what_programs_write(data: bytes, name: str) -> None:
    assert kind_of(data, "a.txt").name == name


@pytest.mark.parametrize("data", [letter("\n").as_bytes(), letter("> Were 99 killed?\n").as_bytes()])
def test_a_letter_without_words_of_its_own_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"a letter (?:without words|that only quotes)"):
        extract_letter(data)


def test_damaged_letters_do_not_break_anything() -> None:
    data = letter("", "<p>Twelve were killed.</p>").as_bytes()
    for at in range(0, len(data), 7):
        for broken in (data[:at], data[:at] + b"\xff\x00=?utf-8?q?\r\n" + data[at + 5 :]):
            try:
                extract_letter(broken)
            except InputError:
                continue


@pytest.mark.heavy
def test_parts_that_are_nested_too_deep_are_refused() -> None:
    head = b"From: a <a@b.org>\nMessage-ID: <1>\nDate: x\n"
    data = head + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (part, part) for part in range(3_000))
    with pytest.raises(InputError, match="nested too deep"):
        extract(data)
    with pytest.raises(InputError, match="nested too deep"):
        list(split_letter(Source("a.eml", data=data)))

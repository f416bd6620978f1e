"""
The texts on which ``bench/growth_work.py`` measures: made up, of towns that are nowhere, as many pieces of each as are wanted.
"""
from __future__ import annotations

import json
from collections.abc import Callable

TOWNS = ("Kela", "Morin", "Tarsk", "Velda", "Osten", "Parun", "Dessa", "Lomir")


def number(at: int) -> int:
    """Return some number of people, another for each of many."""
    return 3 + at * 7919 % 9000


# One report each that differs from the others in number and serial.
REPORTS: dict[str, Callable[[int], str]] = {
    "formula": lambda at: f"At least {number(at)} people were killed in the blast in Ostrin, report {at}, police said.",
    "copies": lambda at: f"At least 17 people were killed in the blast in Ostrin, report {at}, police said.",
    "totals": lambda at: f"{5000 + at} Russian soldiers have been killed in Ukraine since February 2022, report {at}, Kyiv said.",
}
# One piece each of one long report.
PIECES: dict[str, Callable[[int], str]] = {
    "sentences": lambda at: f"At least {number(at)} people were killed in the blast in Ostrin, police said. ",
    "towns": lambda at: f"At least {number(at)} people were killed in {TOWNS[at % 8]}town{at}, Gen. {TOWNS[at % 7]} said. ",
    "table": lambda at: ("Place\tKilled\n" if not at else "") + f"{TOWNS[at % 8]}{at}town\t{number(at)}\n",
}
def town(at: int) -> str:
    """Return the name of a town that is nowhere, another for each of some thousands."""
    ends = (consonants := "bcdfglmnprst")[at % 12], "aeiou"[at // 12 % 5], consonants[at // 60 % 12], "aeiou"[at // 720 % 5]
    return f"{''.join(ends)}dar".capitalize()


# Long reports whose numbers are held against one another, and how many towns of them are the first amount.
HELD: dict[str, tuple[int, Callable[[int], str]]] = {
    "losses": (500, lambda many: "".join(
        f"The army said {100 + at} soldiers were killed, {200 + at} soldiers were wounded and {300 + 2 * at} soldiers were casualties "
        f"in {town(at)}. " for at in range(many))),
    "forces": (500, lambda many: "".join(
        f"The army said {900 + at} soldiers were sent to {town(at)}, where {100 + at} soldiers were killed. " for at in range(many))),
    "shares": (500, lambda many: "".join(
        f"The army sent {900 + at} soldiers to {town(at)}. It said {10 + at % 60} percent of the soldiers in {town(at)} were killed. "
        f"It said {100 + at} soldiers were killed in {town(at)}. " for at in range(many))),
    # Of fewer, each is tried without: their square, up to the bound.
    "parts that are more than their total": (400, lambda many: f"The landslides have killed {10 * many - 1} people in western Nepal, "
        "the home ministry said on Monday.\n\n" + "".join(f"{town(at)}: 10 dead\n" for at in range(many))),
}  # fmt: skip
# Figures of one report are measured from so many on. Among few each one more ties others together as well, until each is held against as
# many as there is room for: of 500 towns each was parted from 19 others, of 1,000 from 41, of 2,000 from 54, of 8,000 from 50.
FULL = 1_000
# Pieces of texts that no reporter writes, and how many of them are the first amount.
ODD = {
    "references": ("12 people died. The victims were civilians. Another 5 were hurt. ", 200), "lone marks": ("“", 30_000),
    "lone marks and words": ('He said "', 3_000), "brackets": ("(", 5_000), "hyphens": ("a-", 10_000), "commas": ("12, ", 3_000),
    "digits": ("1", 50_000), "said": ("said ", 6_000), "of the": ("of the ", 6_000), "and": ("12 men and ", 1_000),
    "capitals": ("KILLED IN ", 2_000), "emoji": ("\N{COLLISION SYMBOL} ", 8_000), "combining": ("e\u0301", 20_000),
    "dates": ("12 May 2020 ", 1_500), "lines": ("Ostrin\nkilled\n12\nsaid\n", 2_000), "one sentence": ("the man ", 1_250),
    "blanks": ("\xa0", 12_500), "lead-ins": ("- The ministry reported the following:\n", 400), "handles": ("@velmar\n", 3_000),
    "pairs of digits": ("11,", 4_000), "tags": ("#a ", 2_500), "days": ("12 May 2020\n\n13 May 2020\n\n", 500),
    "labels of one name": ("Ana Petrov: 12 were killed. Petrov left.\nBea Petrov: 12 were killed.\n", 75), "blank cells": ("| | ", 1_250),
}  # fmt: skip
MAIN = "<p>" + "Nothing is told of anybody, and it is told at some length. " * 10 + "</p>"
# Files of other kinds, each with many of what it may have many of; nobody is counted in them, so that it is the file that costs.
FILES: dict[str, tuple[str, int, Callable[[int], str]]] = {
    "feed": ("feed", 1_250, lambda many: '<rss version="2.0"><channel><title>Wire</title>' + "".join(
        f"<item><title>Report {at}</title><link>https://wire.example/{at}</link><description>Nothing is told of anybody in report {at}."
        "</description></item>" for at in range(many)) + "</channel></rss>"),
    "rows of a table": ("csv", 1_250, lambda many: "text,published\n" + "".join(
        f"Nothing is told of anybody in report {at}.,2024-05-01\n" for at in range(many))),
    "columns of a table": ("csv", 5_000, lambda many: "text," + ",".join(f"column{at}" for at in range(many)) + "\n" + ",".join(
        f"Nothing is told in cell {at} of anybody" for at in range(many + 1)) + "\n"),
    "lines of JSON": ("jsonl", 1_250, lambda many: "".join(
        json.dumps({"text": f"Nothing is told of anybody in report {at}.", "title": f"Report {at}"}) + "\n" for at in range(many))),
    "brackets of JSON, refused": ("json", 25_000, lambda many: "[" * many + "]" * many),
    "parts of JSON": ("json", 1_250, lambda many: json.dumps(
        [{"text": f"Nothing is told of anybody in report {at}."} for at in range(many)])),
    "paragraphs of a page": ("html", 2_500, lambda many: "<html><body><article>" + "".join(
        f"<p>Nothing is told of anybody in paragraph {at}.</p>" for at in range(many)) + "</article></body></html>"),
    "nested tags": ("html", 250, lambda many: f"<html><body><article>{MAIN}" + (
        "<div>" * many + MAIN + "</div>" * many) + "</article></body></html>"),
    "open tags": ("html", 250, lambda many: f"<html><body><article>{MAIN}" + "<b><p>" * many + MAIN + "</body></html>"),
    "tags in a text": ("txt", 5_000, lambda many: "Nothing is told of <b>anybody</b>. " * many),
    "rows of a page": ("html", 1_250, lambda many: "<html><body><table>" + "".join(
        f"<tr><td>cell {at}</td><td>none</td></tr>" for at in range(many)) + "</table></body></html>"),
    "quoted mail": ("eml", 2_500, lambda many: "From: a@wire.example\nSubject: none\nContent-Type: text/plain\n\n" + "".join(
        "> " * (at % 4) + f"Nothing is told of anybody in line {at}.\n" for at in range(many))),
}  # fmt: skip
# Those of them that are to be refused, and at once.
REFUSED = ("brackets of JSON, refused",)
# Those of them that have a report for each of what they have many of.
MANY = ("feed", "rows of a table", "lines of JSON", "parts of JSON")


def _entry(name: str, forms: str) -> str:
    return f'[[people]]\nid = "{name}"\nforms = [{forms}]\nkind = "civilian"\npattern = "person"\nnote = "Made up."\n'


# Words of a user, as TOML.
WORDS: dict[str, tuple[int, Callable[[int], str]]] = {
    "entries": (1_250, lambda many: "".join(_entry(f"folk{at}", f'"folk{at}er"') for at in range(many))),
    "forms": (1_250, lambda many: _entry("folk", ", ".join(f'"folk{at}er"' for at in range(many)))),
    "phrases": (1_250, lambda many: "".join(_entry(f"folk{at}", f'"folk of town number {at}"') for at in range(many))),
    "brackets": (25_000, lambda many: "a = " + "[" * many + "]" * many),
}  # fmt: skip

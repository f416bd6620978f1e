"""How an answer of a ledger is cited: as text, as BibTeX and as CSL-JSON, with the address and the ledger's revision that give it again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from according.exports.objects.readings import Object
from according.version import __version__

# What BibTeX takes for its own.
_TEX = re.compile(r"[\\{}$&#%_~^]")
# A brace counts for BibTeX even behind a backslash, and one alone would take in all that follows: it is written by its name.
_TEX_WORDS = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citation:
    """An answer to be cited: its ``id``, title and sentence, where it is found again, at which revision of the ledger, and when (UTC)."""

    id: str
    title: str
    sentence: str
    address: str
    revision: str
    when: datetime

    def text(self) -> str:
        """Return the citation as a reader of print has it."""
        day = f"{self.when.day} {self.when:%B} {self.when.year}"
        return f"According {__version__}, “{self.title}”: {self.sentence} Ledger revision {self.revision}, {day}. {self.address}"

    def bibtex(self) -> str:
        """Return the citation as an entry of BibTeX."""
        fields = {
            # In braces of its own: styles write what has none in small letters, names of countries too.
            "title": f"{{{_escape(self.title)}}}", "note": _escape(f"{self.sentence} Ledger revision {self.revision}"),
            "author": "{According " + __version__ + "}",
            "year": str(self.when.year), "month": str(self.when.month), "urldate": f"{self.when:%Y-%m-%d}", "url": self.address,
        }  # fmt: skip
        lines = [f"  {name} = {{{value}}}" for name, value in fields.items()]
        return "\n".join([f"@misc{{according-{self.id}-{self.revision},", ",\n".join(lines), "}"])

    def csl(self) -> list[Object]:
        """Return the citation as CSL-JSON: a list of one item, for programs that read it take lists alone (its schema, 1.0.2)."""
        day = [self.when.year, self.when.month, self.when.day]
        item: Object = {
            "id": f"according-{self.id}-{self.revision}",
            "type": "dataset",
            "title": self.title,
            "abstract": self.sentence,
            "author": [{"literal": f"According {__version__}"}],
            "version": f"ledger revision {self.revision}",
            "URL": self.address,
            "issued": {"date-parts": [day]},
            "accessed": {"date-parts": [day]},
        }
        return [item]


def _escape(text: str) -> str:
    return _TEX.sub(lambda found: _TEX_WORDS.get(found[0], "\\" + found[0]), text)

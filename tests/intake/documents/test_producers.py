"""The same document as real programs write it; skipped where they are not installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from test_office import DOCX, WANTED

from according.intake.kinds import extract

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
PAGE = """<html lang="en"><head><title>Floods in Harim</title><style>
.columns { column-count: 2; column-gap: 24px; text-align: justify; hyphens: auto } td, th { padding: 4px 12px }
</style></head><body><h1>Floods in Harim</h1><p>5 March 2024</p><div class="columns">
<p>At least 12 people were killed and 34 others injured on Monday when the river left its bed, the provincial health directorate
announced in a statement.<sup>1</sup> Rescue workers were still searching the ruins of a residential building, the civil defence
organisation reported.</p><p>Humanitarian organisations estimated that approximately 2,300 inhabitants had been displaced from
neighbouring settlements
since Saturday, while international observers documented 41 civilian casualties in the administrative district.</p></div>
<table border="1"><tr><th>District</th><th>Killed</th><th>Injured</th></tr><tr><td>Qeshwar</td><td>12</td><td>34</td></tr>
<tr><td>Old Harim</td><td>1,205</td><td>77</td></tr></table></body></html>"""


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=180)


@pytest.mark.crash  # starts a large program
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", ["docx", "odt", "rtf", "pdf"])
def test_libreoffice(tmp_path: Path, suffix: str) -> None:
    given = tmp_path / "given.docx"
    given.write_bytes(DOCX)
    out = tmp_path / "out"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    run(str(OFFICE), profile, "--headless", "--convert-to", suffix, "--outdir", str(out), str(given))
    text = extract((out / f"given.{suffix}").read_bytes(), f"given.{suffix}").text
    for line in WANTED.split("\n"):
        # On a page the words have no marks of their kind, and what is struck out is printed as well.
        if suffix != "pdf" or not line.startswith("At least"):
            assert line.lstrip("#- ") in text
    assert "| Old Harim | 1,205 | 77 |" in text
    assert "secret" not in text
    assert suffix == "pdf" or "99" not in text


@pytest.mark.crash  # starts a large program
@pytest.mark.skipif(BROWSER is None, reason="Chromium is not installed")
def test_chromium(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, "utf8")
    out = tmp_path / "page.pdf"
    options = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile", f"--print-to-pdf={out}")
    run(str(BROWSER), *options, f"file://{tmp_path}/page.html")
    taken = extract(out.read_bytes(), "page.pdf")
    parts = taken.text.split("\n\n")
    assert parts[:2] == ["Floods in Harim", "5 March 2024"]
    assert parts[2].startswith(
        "At least 12 people were killed and 34 others injured on Monday when the river left its bed, the provincial health"
    )
    assert parts[2].endswith("the civil defence organisation reported.")
    assert parts[3].endswith("documented 41 civilian casualties in the administrative district.")
    assert parts[4] == "| District | Killed | Injured |\n| Qeshwar | 12 | 34 |\n| Old Harim | 1,205 | 77 |"
    # The hour of printing and the page's address are no part of it.
    assert len(parts) == 5
    assert taken.facts.title == "Floods in Harim"

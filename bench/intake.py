"""
Web pages end to end: the text taken out, read and filed, and the share of each.

    python bench/intake.py
    python bench/intake.py --pages 1000 --weight 200000

The pages are the sample reports that come with the package, three of them to a page as news sites make them: marks of data, scripts and
styles in its head, a bar of links above, boxes of other stories between the paragraphs and beside them, comments below. ``--weight`` is
about how many bytes a page has. One process reads; nothing is fetched.

Prints pages a second, milliseconds a page and the share of each step. Extraction is to take a quarter of the whole at most.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Iterator
from html import escape
from itertools import islice
from pathlib import Path

import according
from according.intake.source import Source
from according.intake.text import Options, Received
from according.ledger.opening import open_ledger
from according.services.read import read_here, receive_source

DEMO = Path(according.__file__).parent / "data" / "demo"
TOGETHER = 16
# Some 160 words: shorter than most pages.
REPORTS_EACH = 3
EXTRACTION_MOST = 0.25
WORDS = "town river council road mill bridge winter harvest school market minister police border convoy hospital valley bank strike".split()


def make_pages(number: int, weight: int, chance: random.Random) -> Iterator[bytes]:
    """Yield pages, each with another number in its first sentence, so that no two are one report."""
    reports = [path.read_text("utf8") for path in sorted(DEMO.glob("*.txt"))]
    for at in range(number):
        text = "\n\n".join(reports[(at + more) % len(reports)] for more in range(REPORTS_EACH))
        blocks = [block for block in text.split("\n\n") if block.strip() and not block.startswith("---")]
        yield _page(f"{blocks[0].lstrip('# ')[:120]} ({at})", blocks[1:] or blocks, weight, chance).encode()


def _page(title: str, blocks: list[str], weight: int, chance: random.Random) -> str:
    def words(count: int) -> str:
        return " ".join(chance.choices(WORDS, k=count)).capitalize()

    def links(count: int) -> str:
        return "".join(f'<li class="item"><a href="/{chance.random()}">{words(6)}</a></li>' for _ in range(count))

    data = {"@type": "NewsArticle", "headline": title, "datePublished": "2025-01-27T09:30:00+02:00", "publisher": {"name": "Valley Post"}}
    head = f'<meta charset="utf-8"><title>{escape(title)} - Valley Post</title>'
    head += f'<script type="application/ld+json">{json.dumps(data)}</script>'
    head += '<link rel="canonical" href="https://post.example/a">' + '<meta property="og:type" content="article">' * 20
    body = [f"<p>{escape(block)}</p>" for block in blocks]
    related = f'<div class="related"><h3>Related stories</h3><ul>{links(5)}</ul></div>'
    body.insert(len(body) // 2, f"{related}<figure><figcaption>{words(9)}</figcaption></figure>")
    comments = "".join(f'<li class="comment"><b>{words(1)}</b><p>{words(30)}.</p></li>' for _ in range(20))
    page = (
        f'<!doctype html><html lang="en"><head>{head}</head><body><header><nav><ul>{links(60)}</ul></nav></header><main><article>'
        f'<h1>{escape(title)}</h1><div class="byline">By A. Writer</div><div class="body">{"".join(body)}</div></article></main>'
        f"<aside><h2>Most read</h2><ol>{links(20)}</ol></aside>"
        f'<section id="comments"><ol>{comments}</ol></section><footer>{links(40)}</footer>'
    )
    # Most of a page's weight is in its scripts.
    script = f"<script>var a={json.dumps([words(8) for _ in range(max(0, weight - len(page)) // 70)])};</script>"
    return f"{page}{script}</body></html>"


def measure(pages: list[bytes]) -> dict[str, float]:
    """Return the seconds that each step takes over all pages."""
    spent = {"extract": 0.0, "read": 0.0, "file": 0.0}
    sources = (Source(f"{at}.html", data=data) for at, data in enumerate(pages))
    with tempfile.TemporaryDirectory() as folder, open_ledger(f"{folder}/ledger.db") as ledger:
        while batch := list(islice(sources, TOGETHER)):
            began = time.perf_counter()
            received = [found for source in batch if isinstance(found := receive_source(source, Options()), Received)]
            taken = time.perf_counter()
            outcomes = list(read_here(received, Options()))
            read = time.perf_counter()
            ledger.add_all([(outcome.reading, outcome.raw) for outcome in outcomes])
            spent["file"] += time.perf_counter() - read
            spent["read"] += read - taken
            spent["extract"] += taken - began
    return spent


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=300, help="how many pages")
    parser.add_argument("--weight", type=int, default=100_000, help="bytes of a page, about")
    asked = parser.parse_args()
    pages = list(make_pages(asked.pages, asked.weight, random.Random(11)))
    # Models and libraries are loaded before the clock runs.
    measure(pages[:TOGETHER])
    spent = measure(pages)
    whole = sum(spent.values())
    print(f"{len(pages):,} pages of {sum(map(len, pages)) // len(pages):,} bytes: {len(pages) / whole:.1f} pages a second")
    for step, seconds in spent.items():
        print(f"  {step:<8}{1000 * seconds / len(pages):8.1f} ms a page {seconds / whole:6.1%}")
    share = spent["extract"] / whole
    print(f"extraction {'keeps' if share <= EXTRACTION_MOST else 'breaks'} its share of {EXTRACTION_MOST:.0%}")


if __name__ == "__main__":
    main()

"""PDFs for tests, drawn line by line where a test wants them, or set by reportlab."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

Page = Callable[[Canvas], None]
BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=12, alignment=4, spaceAfter=6)
HEADING = ParagraphStyle("heading", parent=BODY, fontName="Helvetica-Bold", fontSize=14, leading=17, alignment=0, spaceBefore=8)


def draw(*pages: Page, title: str | None = None, author: str | None = None, password: str | None = None) -> bytes:
    """Return a PDF of pages, each drawn by a function."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, encrypt=password, invariant=1)
    canvas.setTitle(title or "untitled")
    canvas.setAuthor(author or "anonymous")
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def lines(canvas: Canvas, texts: Sequence[str], x: float = 60, y: float = 760, size: float = 10, font: str = "Helvetica") -> float:
    """Draw lines below one another; return the baseline of the next."""
    canvas.setFont(font, size)
    for text in texts:
        canvas.drawString(x, y, text)
        y -= 1.2 * size
    return y


def rows(canvas: Canvas, cells: Sequence[Sequence[str]], stops: Sequence[float], y: float, step: float = 16) -> float:
    """Draw the rows of a table, each cell at its column's stop; return the baseline of the next."""
    canvas.setFont("Helvetica", 10)
    for row in cells:
        for x, cell in zip(stops, row, strict=False):
            canvas.drawString(x, y, cell)
        y -= step
    return y


def set_in_columns(story: list[Flowable], decorate: Callable[[Canvas, BaseDocTemplate], None] = lambda canvas, doc: None) -> bytes:
    """Return a PDF of a story in two columns; ``decorate`` draws what stands on every page."""
    out = BytesIO()
    document = BaseDocTemplate(out, pagesize=A4, invariant=1)
    frames = [Frame(50, 60, 235, 720), Frame(310, 60, 235, 720)]
    document.addPageTemplates(PageTemplate(id="two", frames=frames, onPage=decorate))
    document.build(story)
    return out.getvalue()


def picture(canvas: Canvas) -> None:
    """Draw a page that is a picture: a scan."""
    from PIL import Image

    canvas.drawImage(ImageReader(Image.new("L", (200, 280), 200)), 0, 0, *A4)

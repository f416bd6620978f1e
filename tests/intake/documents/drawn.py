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


def written(stream: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    """Return a PDF of one page whose drawing is a stream, packed by whoever calls."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter[%s]>>stream\n%s\nendstream" % (len(stream), filters, stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )  # fmt: skip
    out, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (table, len(out))

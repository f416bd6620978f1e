"""Office documents for tests, written part by part as their standards say."""

from __future__ import annotations

import zipfile
from io import BytesIO

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_STYLES = f"""<w:styles {W}>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Aufzhlung"><w:name w:val="List Bullet"/></w:style></w:styles>"""
_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def pack(files: dict[str, str | bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive of files; one called "mimetype" is not packed."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", packed) as archive:
        for name, data in files.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else packed)
    return out.getvalue()


def paragraph(*runs: str, style: str | None = None, more: str = "") -> str:
    """Return a paragraph of Word of runs: plain words, or runs in XML."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{more}</w:pPr>{''.join(run if run.startswith('<') else words(run) for run in runs)}</w:p>"


def words(text: str, more: str = "") -> str:
    """Return a run of Word."""
    return f'<w:r><w:rPr>{more}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: list[str]) -> str:
    """Return a table of Word; a cell may be XML."""
    cells = ["".join(cell if cell.startswith("<w:tc>") else f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx(*blocks: str, **parts: str) -> bytes:
    """Return a Word document; ``parts`` are further files of its folder "word", and "core" the document's own entry."""
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES, "word/document.xml": f"<w:document {W}><w:body>{''.join(blocks)}<w:sectPr/></w:body></w:document>",
        "word/styles.xml": _STYLES,
    }  # fmt: skip
    for name, part in parts.items():
        files["docProps/core.xml" if name == "core" else f"word/{name}.xml"] = part
    return pack(files)


def notes(kind: str, **held: str) -> str:
    """Return the file of a Word document's footnotes or endnotes."""
    inner = "".join(f'<w:{kind} w:id="{key[1:]}">{paragraph(text)}</w:{kind}>' for key, text in held.items())
    return f"<w:{kind}s {W}>{inner}</w:{kind}s>"


def odt(body: str, styles: str = "", title: str | None = None, **files: str) -> bytes:
    """Return an OpenDocument text."""
    content = (
        f"<office:document-content {_ODF}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    said = f"<dc:title>{title}</dc:title>" if title else ""
    meta = f"<office:document-meta {_ODF}><office:meta>{said}</office:meta></office:document-meta>"
    more = {name.replace("__", "/") + ".xml": text for name, text in files.items()}
    return pack({"mimetype": ODT_TYPE, "content.xml": content, "meta.xml": meta, **more})

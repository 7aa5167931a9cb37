"""Small documents of every format, made on the spot."""

import io
from collections.abc import Callable

import pytest

PROSE = (
    (
        "The two governments met in Geneva on 4 May 2018. The talks, which both sides called "
        "frank, ended without a joint statement. It is unlikely that the dispute over the border "
        "will be settled before the elections. Sanctions remain the largest obstacle to better "
        "relations."
    ),
    (
        "In late June the foreign ministry expelled three diplomats. The other side has said that "
        "it would answer in kind, but nothing has followed so far. Trade between the two has "
        "fallen."
    ),
)


def pdf_of(*pages: list[str]) -> bytes:
    """Return a PDF with one font and the given lines on each page, written by hand."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for i, lines in enumerate(pages):
        escaped = (
            line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines
        )
        drawn = " ".join(f"({line}) Tj T*" for line in escaped)
        stream = f"BT /F1 11 Tf 14 TL 60 780 Td {drawn} ET".encode("latin-1")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * i} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for offset in offsets:
        out.write(b"%010d 00000 n \n" % offset)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def wrapped(text: str, width: int = 80) -> list[str]:
    import textwrap

    return textwrap.wrap(text, width)


def docx_of(*paragraphs: str, title: str = "", author: str = "") -> bytes:
    import docx

    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.core_properties.title = title
    document.core_properties.author = author
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def html_of(*paragraphs: str) -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        "<!DOCTYPE html><html lang='en'><head><title>A Frank Exchange | The Daily</title>"
        "<meta name='author' content='Jane Doe'>"
        "<meta property='article:published_time' content='2018-07-02T08:00:00Z'></head><body>"
        "<nav><ul><li><a href='/'>Home</a></li><li><a href='/s'>Subscribe now</a></li></ul></nav>"
        f"<article><h1>A Frank Exchange</h1>{body}</article>"
        "<footer>All rights reserved by The Daily</footer></body></html>"
    ).encode()


def mail_of(*paragraphs: str) -> bytes:
    from email.message import EmailMessage

    message = EmailMessage()
    message["Subject"] = "A Frank Exchange"
    message["From"] = "Jane Doe <jane@example.org>"
    message["Date"] = "Mon, 02 Jul 2018 08:00:00 +0000"
    message.set_content("\n\n".join(paragraphs))
    return message.as_bytes()


@pytest.fixture(scope="session")
def samples() -> dict[str, bytes]:
    """Return one whole document of each format, by the ending of its name."""
    head = "A Frank Exchange\n\n2 July 2018\n\nBy Jane Doe\n\n"
    return {
        ".txt": (head + "\n\n".join(PROSE)).encode(),
        ".md": (
            "---\ntitle: A Frank Exchange\ndate: 2018-07-02\n---\n# A Frank Exchange\n\n"
            + "\n\n".join(PROSE)
        ).encode(),
        ".html": html_of(*PROSE),
        ".pdf": pdf_of(wrapped(PROSE[0]), wrapped(PROSE[1])),
        ".docx": docx_of(*PROSE, title="A Frank Exchange", author="Jane Doe"),
        ".eml": mail_of(*PROSE),
    }


@pytest.fixture(scope="session")
def make_pdf() -> Callable[..., bytes]:
    return pdf_of


@pytest.fixture(scope="session")
def make_docx() -> Callable[..., bytes]:
    return docx_of


@pytest.fixture(scope="session")
def prose() -> tuple[str, ...]:
    return PROSE

"""Files, folders and lists become documents, and whatever is broken becomes one clear line."""

import io
import random
import sys
import warnings
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from detente.errors import InputError
from detente.terms.document import Document
from detente.text.files import read_document, read_documents

SUFFIXES = (".txt", ".md", ".html", ".pdf", ".docx", ".eml")


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def refusal(path: Path | str, **options: int) -> str:
    with pytest.raises(InputError) as caught:
        read_document(path, max_bytes=options.get("max_bytes", 20_000_000))
    line = str(caught.value)
    assert "\n" not in line
    assert line.startswith("cannot read ")
    return line


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_gives_its_prose(
    tmp_path: Path, samples: dict[str, bytes], suffix: str, prose: tuple[str, ...]
) -> None:
    document = read_document(written(tmp_path, f"report{suffix}", samples[suffix]))
    flat = " ".join(document.text.split())
    assert all(paragraph in flat for paragraph in prose)
    assert document.language == "en"
    assert document.name == f"report{suffix}"


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".docx", ".eml"])
def test_title_is_found_where_a_format_can_state_it(
    tmp_path: Path, samples: dict[str, bytes], suffix: str
) -> None:
    assert (
        read_document(written(tmp_path, f"a{suffix}", samples[suffix])).title == "A Frank Exchange"
    )


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".eml"])
def test_the_day_of_publication_is_found_where_a_format_can_state_it(
    tmp_path: Path, samples: dict[str, bytes], suffix: str
) -> None:
    document = read_document(written(tmp_path, f"a{suffix}", samples[suffix]))
    assert document.published_on == date(2018, 7, 2)


@pytest.mark.parametrize("suffix", [".txt", ".html", ".docx", ".eml"])
def test_the_author_is_found_where_a_format_can_state_it(
    tmp_path: Path, samples: dict[str, bytes], suffix: str
) -> None:
    assert read_document(written(tmp_path, f"a{suffix}", samples[suffix])).author == "Jane Doe"


def test_menus_and_footers_of_a_page_are_left_out(
    tmp_path: Path, samples: dict[str, bytes]
) -> None:
    text = read_document(written(tmp_path, "a.html", samples[".html"])).text
    assert "Subscribe now" not in text
    assert "All rights reserved" not in text


def test_what_the_caller_knows_outweighs_what_the_file_states(
    tmp_path: Path, samples: dict[str, bytes]
) -> None:
    path = written(tmp_path, "a.txt", samples[".txt"])
    document = read_document(path, name="b", published_on=date(2020, 1, 1), dyad=("IND", "PAK"))
    assert (document.name, document.published_on, document.dyad) == (
        "b",
        date(2020, 1, 1),
        ("IND", "PAK"),
    )


def test_a_plain_text_is_what_python_reads(tmp_path: Path) -> None:
    raw = "Détente first.\r\nThen “talks” of the two sides – or not.\rIt was the end of it.\n\n"
    path = written(tmp_path, "a.txt", raw.encode())
    assert read_document(path).text == path.read_text(encoding="utf-8")


def test_markdown_keeps_every_offset(tmp_path: Path) -> None:
    raw = "# Title of it\n\nThe **first** obstacle is [trade](http://a.b/c) and the *law* of it.\n"
    document = read_document(written(tmp_path, "a.md", raw.encode()))
    assert len(document.text) == len(raw)
    for word in ("Title", "first", "obstacle", "trade", "law"):
        assert document.text.index(word) == raw.index(word)
    assert "http" not in document.text
    assert "*" not in document.text


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"]
)
def test_encodings_are_told_apart(tmp_path: Path, encoding: str) -> None:
    raw = "The café talks of the two sides were “frank” – it is said that they will go on."
    path = written(tmp_path, "a.txt", raw.encode(encoding))
    assert read_document(path).text == raw


def test_a_doubtful_encoding_leaves_a_note(tmp_path: Path) -> None:
    raw = "The café talks of the two sides were said to be frank."
    document = read_document(written(tmp_path, "a.txt", raw.encode("cp1252")))
    assert any("Windows-1252" in note for note in document.notes)


def test_one_broken_byte_does_not_spoil_the_rest_of_a_utf8_text(tmp_path: Path) -> None:
    raw = ("The “talks” of the two sides – so it is said – will go on in “May”. " * 5).encode()
    data = raw[:20] + b"\xff" + raw[20:]
    text = read_document(written(tmp_path, "a.txt", data)).text
    assert text.count("“talks”") == 5


def test_what_a_file_is_weighs_more_than_its_name(
    tmp_path: Path, samples: dict[str, bytes]
) -> None:
    for suffix in (".pdf", ".docx", ".html"):
        assert read_document(written(tmp_path, f"as{suffix}.txt", samples[suffix])).text


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "none.txt")


def test_a_folder_instead_of_a_file_is_refused(tmp_path: Path) -> None:
    assert "folder" in refusal(tmp_path)


def test_an_empty_file_and_one_of_blanks_are_refused(tmp_path: Path) -> None:
    assert "empty" in refusal(written(tmp_path, "a.txt", b""))
    assert "empty" in refusal(written(tmp_path, "b.txt", b" \n\t\n"))


def test_a_text_above_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    line = refusal(path)
    assert "100.0 MB" in line
    assert "limit of 20.0 MB" in line


def test_the_limit_can_be_set(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", b"The talks of the two sides were held in May. " * 50)
    assert "limit" in refusal(path, max_bytes=100)
    assert read_document(path, max_bytes=10_000).text


def test_binary_garbage_is_refused(tmp_path: Path) -> None:
    garbage = random.Random(1).randbytes(5000)
    assert "not a text" in refusal(written(tmp_path, "a.txt", garbage))


@pytest.mark.parametrize(
    ("start", "says"),
    [
        (b"\xd0\xcf\x11\xe0", ".doc"),
        (b"{\\rtf1", "RTF"),
        (b"\x89PNG", "OCR"),
        (b"\x1f\x8b", "gzip"),
    ],
)
def test_formats_that_are_not_read_are_named(tmp_path: Path, start: bytes, says: str) -> None:
    assert says in refusal(written(tmp_path, "a.txt", start + b"\x00" * 100))


def test_a_pdf_without_text_asks_for_ocr(tmp_path: Path, make_pdf: Callable[..., bytes]) -> None:
    assert "OCR" in refusal(written(tmp_path, "a.pdf", make_pdf([])))


def test_an_encrypted_pdf_is_refused(tmp_path: Path, samples: dict[str, bytes]) -> None:
    import pypdf

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(samples[".pdf"]))
        writer.encrypt("secret", algorithm="RC4-128")
        out = io.BytesIO()
        writer.write(out)
    assert "encrypted" in refusal(written(tmp_path, "a.pdf", out.getvalue()))


def test_a_truncated_pdf_is_refused(tmp_path: Path, samples: dict[str, bytes]) -> None:
    refusal(written(tmp_path, "a.pdf", samples[".pdf"][:60]))


def test_a_page_drawn_by_megabytes_is_left_out(
    tmp_path: Path, make_pdf: Callable[..., bytes], prose: tuple[str, ...]
) -> None:
    data = make_pdf([prose[0][:80]], ["The talks of the two sides were held. "] * 120_000)
    document = read_document(written(tmp_path, "a.pdf", data))
    assert document.text == prose[0][:80]
    assert any("1 of 2 pages" in note for note in document.notes)


def test_page_furniture_and_cut_words_of_a_pdf_are_mended(
    tmp_path: Path, make_pdf: Callable[..., bytes]
) -> None:
    topics = ("the border", "the tariffs", "the prisoners", "the river")
    pages = [
        [
            "The Journal of Borders",
            f"The two sides will meet in the autumn about {topic}, and then the post-",
            f"poned talks about {topic} are to go on from there, as both of them say.",
            f"{number}",
        ]
        for number, topic in enumerate(topics, start=1)
    ]
    text = read_document(written(tmp_path, "a.pdf", make_pdf(*pages))).text
    assert "postponed talks" in text
    assert "Journal of Borders" not in text
    assert not any(line.strip().isdigit() for line in text.splitlines())


def zip_of(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    bomb = zip_of({"word/document.xml": b"0" * 30_000_000})
    assert "zip bomb" in refusal(written(tmp_path, "a.docx", bomb))


def test_an_entity_bomb_is_not_opened(tmp_path: Path) -> None:
    xml = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><w>&a;</w>'
    assert "entities" in refusal(written(tmp_path, "a.docx", zip_of({"word/document.xml": xml})))


def test_a_zip_that_is_no_docx_is_refused(tmp_path: Path) -> None:
    assert "no DOCX" in refusal(written(tmp_path, "a.docx", zip_of({"a.txt": b"x"})))


def test_tables_of_a_docx_are_read(tmp_path: Path) -> None:
    import docx

    made = docx.Document()
    made.add_paragraph("Before the table of the talks.")
    row = made.add_table(rows=1, cols=2).rows[0]
    row.cells[0].text, row.cells[1].text = "Sanctions", "unlikely to end"
    out = io.BytesIO()
    made.save(out)
    text = read_document(written(tmp_path, "a.docx", out.getvalue())).text
    assert "Sanctions | unlikely to end" in text


def test_inserted_text_of_a_docx_is_read_and_deleted_text_is_not(tmp_path: Path) -> None:
    import docx
    from docx.oxml import parse_xml

    made = docx.Document()
    made.add_paragraph("The talks of the two sides ")
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    for change in (
        f"<w:ins {names}><w:r><w:t>were resumed.</w:t></w:r></w:ins>",
        f"<w:del {names}><w:r><w:t>were ended.</w:t></w:r></w:del>",
    ):
        made.paragraphs[0]._p.append(parse_xml(change))
    out = io.BytesIO()
    made.save(out)
    text = read_document(written(tmp_path, "a.docx", out.getvalue())).text
    assert text == "The talks of the two sides were resumed."


def test_the_day_a_pdf_was_made_stands_in_only_where_none_is_stated(
    tmp_path: Path, make_pdf: Callable[..., bytes]
) -> None:
    import pypdf

    def stamped(*lines: str) -> bytes:
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(make_pdf(list(lines))))
        writer.add_metadata({"/CreationDate": "D:20180405120000Z", "/Title": "draft_3.docx"})
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    prose = ["The two sides have met again in the old hall of the town, and", "it was in vain."]
    bare = read_document(written(tmp_path, "a.pdf", stamped(*prose)))
    assert bare.published_on == date(2018, 4, 5)
    assert any("was made" in note for note in bare.notes)
    assert bare.title is None
    dated = read_document(
        written(tmp_path, "b.pdf", stamped("A Title of It", "", "3 May 2017", "", *prose))
    )
    assert (dated.title, dated.published_on) == ("A Title of It", date(2017, 5, 3))


@pytest.mark.parametrize(("declared", "encoding"), [("iso-8859-1", "cp1252"), ("utf-16", "utf-8")])
def test_a_page_is_read_in_the_encoding_it_declares_unless_that_cannot_be(
    tmp_path: Path, declared: str, encoding: str, prose: tuple[str, ...]
) -> None:
    page = (
        f"<html><head><meta charset='{declared}'><title>Talks</title></head><body><article>"
        f"<p>The café talks were “frank”. {prose[0]}</p><p>{prose[1]}</p></article></body></html>"
    )
    text = read_document(written(tmp_path, "a.html", page.encode(encoding))).text
    assert "The café talks were “frank”." in text


def test_names_that_are_no_text_can_be_printed(tmp_path: Path) -> None:
    line = refusal(tmp_path / "a\udcff\nb.txt")
    line.encode()


def test_another_language_is_refused_by_name(tmp_path: Path) -> None:
    french = (
        "Les deux gouvernements se sont rencontrés à Genève. Les discussions, que les deux parties "
        "ont qualifiées de franches, se sont achevées sans déclaration commune pour le moment."
    )
    path = written(tmp_path, "a.txt", french.encode())
    assert "French" in refusal(path)
    assert read_document(path, any_language=True).language == "fr"


def test_a_folder_is_walked_in_order_without_hidden_files(
    tmp_path: Path, samples: dict[str, bytes]
) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b.txt", "a.md", "sub/c.txt", ".hidden.txt", ".git/d.txt", "data.bin"):
        written(tmp_path, name, samples[Path(name).suffix if name.endswith(".md") else ".txt"])
    names = [d.name for d in read_documents([tmp_path]) if isinstance(d, Document)]
    assert names == ["a.md", "b.txt", "sub/c.txt"]


def test_a_link_back_up_the_tree_does_not_loop(tmp_path: Path, samples: dict[str, bytes]) -> None:
    (tmp_path / "sub").mkdir()
    written(tmp_path, "sub/a.txt", samples[".txt"])
    (tmp_path / "sub" / "up").symlink_to(tmp_path, target_is_directory=True)
    assert [d.name for d in read_documents([tmp_path]) if isinstance(d, Document)] == ["sub/a.txt"]


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path, samples: dict[str, bytes]) -> None:
    written(tmp_path, "a.pdf", b"%PDF-1.4 broken")
    written(tmp_path, "b.txt", samples[".txt"])
    first, second = read_documents([tmp_path])
    assert isinstance(first, InputError)
    assert "a.pdf" in str(first)
    assert isinstance(second, Document)


def test_a_folder_without_documents_says_so(tmp_path: Path) -> None:
    (only,) = read_documents([tmp_path])
    assert isinstance(only, InputError)
    assert "no document" in str(only)


def test_names_stay_unique(tmp_path: Path, samples: dict[str, bytes]) -> None:
    (tmp_path / "x").mkdir()
    one, two = (
        written(tmp_path, "a.txt", samples[".txt"]),
        written(tmp_path, "x/a.txt", b"The end of it."),
    )
    names = [d.name for d in read_documents([one, two, one]) if isinstance(d, Document)]
    assert len(set(names)) == 3
    assert names[0] == "a.txt"


@pytest.mark.parametrize(
    "line",
    [
        "https://a.org/1\tpage.html",
        "page.html https://a.org/1",
        "# note\n\nhttps://a.org/1 page.html",
    ],
)
def test_a_list_of_saved_pages_gives_their_addresses(
    tmp_path: Path, samples: dict[str, bytes], line: str
) -> None:
    written(tmp_path, "page.html", samples[".html"])
    (document,) = read_documents([written(tmp_path, "list.urls", line.encode())])
    assert isinstance(document, Document)
    assert document.url == "https://a.org/1"
    assert [d.url for d in read_documents([tmp_path]) if isinstance(d, Document)] == [
        "https://a.org/1"
    ]


def test_a_csv_list_with_a_header_is_read(tmp_path: Path, samples: dict[str, bytes]) -> None:
    written(tmp_path, "p.txt", samples[".txt"])
    listed = written(tmp_path, "l.csv", b"id,url,file\n1,https://a.org/2,p.txt\n")
    (document,) = read_documents([listed])
    assert isinstance(document, Document)
    assert (document.url, document.name) == ("https://a.org/2", "p.txt")


def test_a_broken_line_of_a_list_is_named(tmp_path: Path) -> None:
    (problem,) = read_documents([written(tmp_path, "l.urls", b"https://a.org/1\n")])
    assert "line 1" in str(problem)


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, samples: dict[str, bytes]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(samples[".docx"])))
    (document,) = read_documents(["-"])
    assert isinstance(document, Document)
    assert (document.name, document.path) == ("stdin", None)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_truncated_and_flipped_files_give_a_result_or_one_line(
    tmp_path: Path, samples: dict[str, bytes], suffix: str
) -> None:
    rng, data = random.Random(7), samples[suffix]
    lines: list[str] = []
    texts: list[str] = []
    for _ in range(200):
        broken = bytearray(data)
        if rng.random() < 0.5:
            del broken[rng.randrange(len(broken)) :]
        else:
            for _ in range(rng.randint(1, 12)):
                broken[rng.randrange(len(broken))] ^= 1 << rng.randrange(8)
        try:
            document = read_document(written(tmp_path, f"a{suffix}", bytes(broken)))
        except InputError as error:
            lines.append(str(error))
        else:
            texts.append(document.text)
    assert len(lines) + len(texts) == 200
    assert all("\n" not in line for line in lines)
    assert all(text.strip() and text.encode() and "\x00" not in text for text in texts)
    assert texts or suffix == ".docx"  # every part of a package is guarded by a checksum

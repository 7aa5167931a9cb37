"""Files that are hostile, packed or changing."""

from __future__ import annotations

import bz2
import gzip
import io
import os
import sys
import zipfile
from pathlib import Path

import pytest

from detente.errors import InputError
from detente.published.files import Limits, published_file, streams

TEXT = b"one\ntwo\n"


def _content(path: Path, limits: Limits | None = None) -> dict[str, bytes]:
    with published_file(str(path), limits) as file:
        return {
            stream.name.rpartition("!")[2] if "!" in stream.name else "": stream.read(1 << 30)
            for stream in streams(file)
        }


def test_plain_gzip_bzip2_and_zip_give_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    (tmp_path / "a.gz").write_bytes(gzip.compress(TEXT))
    (tmp_path / "a.bz2").write_bytes(bz2.compress(TEXT))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("folder/a.txt", TEXT)
        archive.writestr("__MACOSX/._a.txt", b"no")
    for name in ("a.txt", "a.gz", "a.bz2"):
        assert _content(tmp_path / name) == {"": TEXT}
    assert _content(tmp_path / "a.zip") == {"folder/a.txt": TEXT}


def test_the_packing_is_told_by_content_and_not_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(gzip.compress(TEXT))
    assert _content(tmp_path / "a.csv") == {"": TEXT}


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_a_decompression_bomb_is_refused(tmp_path: Path, pack: object) -> None:
    bomb = tmp_path / "bomb"
    bomb.write_bytes(pack(b"0" * 4_000_000))  # type: ignore[operator]
    with pytest.raises(InputError, match="decompression bomb"):
        _content(bomb, Limits(free_bytes=1 << 20))


def test_a_zip_bomb_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", b"0" * 4_000_000)
    with pytest.raises(InputError, match="decompression bomb"):
        _content(tmp_path / "bomb.zip", Limits(free_bytes=1 << 20))


@pytest.mark.parametrize("cut", [12, 25])
def test_a_damaged_archive_says_so(tmp_path: Path, cut: int) -> None:
    (tmp_path / "a.gz").write_bytes(gzip.compress(os.urandom(100))[:cut])
    with pytest.raises(InputError, match="damaged"):
        _content(tmp_path / "a.gz")


def test_a_damaged_or_empty_zip_says_so(tmp_path: Path) -> None:
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 this is no archive")
    with pytest.raises(InputError, match="damaged"):
        _content(tmp_path / "bad.zip")
    with zipfile.ZipFile(tmp_path / "empty.zip", "w"):
        pass
    with pytest.raises(InputError, match="empty archive"):
        _content(tmp_path / "empty.zip")


def test_missing_files_folders_pipes_and_dangling_links_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name, message in (
        ("gone", "there is no file"),
        ("", "is a folder"),
        ("pipe", "no regular file"),
        ("link", "its link leads nowhere"),
        ("loop", "cannot read"),
    ):
        with pytest.raises(InputError, match=message):
            _content(tmp_path / name)


def test_a_link_to_a_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT)
    (tmp_path / "link").symlink_to(tmp_path / "a.txt")
    assert _content(tmp_path / "link") == {"": TEXT}


def test_a_file_that_grows_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "growing.txt"
    path.write_bytes(TEXT)

    def read_while_it_grows() -> None:
        with published_file(str(path)) as file:
            list(streams(file))
            with path.open("ab") as more:
                more.write(b"three\n")

    with pytest.raises(InputError, match="changed while it was read"):
        read_while_it_grows()


def test_standard_input_is_read_and_hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(gzip.compress(TEXT))

    monkeypatch.setattr(sys, "stdin", Stdin)
    with published_file("-") as file:
        assert file.name == "standard input"
        assert [stream.read(100) for stream in streams(file)] == [TEXT]

"""Files as published, to streams of bytes: plain, gzip, bzip2, zip, standard input."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import hashlib
import lzma
import os
import stat
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, cast

from detente.errors import InputError

Packing = Literal["plain", "gzip", "bzip2", "zip", "parquet"]

STDIN = "-"
"""The path that means standard input."""

_HASH_BYTES = 1 << 20
_MAGIC: tuple[tuple[bytes, Packing], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"PAR1", "parquet"),
)
_DAMAGE = (EOFError, zlib.error, zipfile.BadZipFile, lzma.LZMAError, NotImplementedError, OSError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a file may grow to when unpacked, and how long one of its lines may be."""

    line_bytes: int = 1 << 20
    expanded_bytes: int = 1 << 38
    expansion: float = 200.0  # unpacked bytes to packed ones, once past `free_bytes`
    free_bytes: int = 64 << 20

    def check(self, name: str, n_packed: int, n_expanded: int) -> None:
        """Refuse a file that unpacks to far more than it is.

        Raises
        ------
        InputError
            If it does.
        """
        too_far = n_expanded > self.free_bytes and n_expanded > self.expansion * max(n_packed, 1)
        if too_far or n_expanded > self.expanded_bytes:
            raise InputError(
                f"{name} unpacks to more than {self.expansion:g} times its {n_packed} bytes "
                f"({n_expanded} and counting): it looks like a decompression bomb; unpack it "
                "yourself if you trust it"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFile:
    """One file on disk, opened, with its content's hash."""

    name: str
    handle: IO[bytes]
    packing: Packing
    sha256: str
    n_bytes: int
    limits: Limits


def _opened(path: str) -> IO[bytes]:
    """Open a regular file; standard input is copied to a temporary one first."""
    if path == STDIN:
        spool = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
        while piece := sys.stdin.buffer.read(_HASH_BYTES):
            spool.write(piece)
        spool.seek(0)
        return spool
    try:
        kind = os.stat(path).st_mode  # noqa: PTH116 - follows links, as open does
        if stat.S_ISDIR(kind):
            raise InputError(f"{path} is a folder; give its files")
        if not stat.S_ISREG(kind):
            raise InputError(f"{path} is no regular file; give a file, or - for standard input")
        return Path(path).open("rb")
    except FileNotFoundError:
        hint = "its link leads nowhere" if Path(path).is_symlink() else "check the path"
        raise InputError(f"there is no file {path}; {hint}") from None
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from None


def _state(handle: IO[bytes]) -> tuple[int, int]:
    status = os.fstat(handle.fileno())
    return status.st_size, status.st_mtime_ns


def _packing(handle: IO[bytes]) -> Packing:
    start = handle.read(4)
    handle.seek(0)
    return next((packing for magic, packing in _MAGIC if start.startswith(magic)), "plain")


@contextlib.contextmanager
def published_file(path: str, limits: Limits | None = None) -> Iterator[PublishedFile]:
    """Open a file, hash it, and make sure on leaving that it is still what it was.

    Raises
    ------
    InputError
        If it is missing, not a regular file, not readable, or changed while it was read.
    """
    with contextlib.closing(_opened(path)) as handle:
        before = _state(handle)
        digest = hashlib.sha256()
        n_bytes = 0
        while piece := handle.read(_HASH_BYTES):
            digest.update(piece)
            n_bytes += len(piece)
        handle.seek(0)
        yield PublishedFile(
            name="standard input" if path == STDIN else path,
            handle=handle,
            packing=_packing(handle),
            sha256=digest.hexdigest(),
            n_bytes=n_bytes,
            limits=limits or Limits(),
        )
        after = _state(handle)
        if after != before or n_bytes != before[0]:
            raise InputError(
                f"{path} changed while it was read ({before[0]} bytes, then {after[0]}); "
                "import it when it is complete"
            )


class ByteStream:
    """Bytes of a file as unpacked, counted against its limits."""

    def __init__(self, name: str, handle: IO[bytes], n_packed: int, limits: Limits) -> None:
        self.name = name
        self.n_read = 0
        self._handle = handle
        self._n_packed = n_packed
        self._limits = limits

    def read(self, n_bytes: int) -> bytes:
        """Return the next bytes, none at the end.

        Raises
        ------
        InputError
            If the file is damaged or unpacks to too much.
        """
        try:
            piece = self._handle.read(n_bytes)
        except _DAMAGE as error:
            raise InputError(f"{self.name} is damaged: {error}; get it again") from None
        self.n_read += len(piece)
        self._limits.check(self.name, self._n_packed, self.n_read)
        return piece


def _members(file: PublishedFile) -> Iterator[ByteStream]:
    try:
        archive = zipfile.ZipFile(file.handle)
    except _DAMAGE as error:
        raise InputError(f"{file.name} is damaged: {error}; get it again") from None
    n_found = 0
    for member in archive.infolist():
        base = member.filename.rsplit("/", 1)[-1]
        if member.is_dir() or base.startswith(".") or member.filename.startswith("__MACOSX/"):
            continue
        name = f"{file.name}!{member.filename}"
        if member.flag_bits & 1:
            raise InputError(f"{name} is encrypted; unpack it first")
        n_found += 1
        try:
            handle = archive.open(member)
        except _DAMAGE as error:
            raise InputError(f"{name} is damaged: {error}; get it again") from None
        with handle:
            yield ByteStream(name, handle, member.compress_size, file.limits)
    if not n_found:
        raise InputError(f"{file.name} is an empty archive")


def streams(file: PublishedFile) -> Iterator[ByteStream]:
    """Return the unpacked streams of a file: one, or one for each member of a zip archive.

    Raises
    ------
    InputError
        If the archive is damaged, encrypted or empty.
    """
    if file.packing == "zip":
        yield from _members(file)
        return
    handle: IO[bytes] = file.handle
    if file.packing == "gzip":
        handle = cast(IO[bytes], gzip.GzipFile(fileobj=file.handle))
    elif file.packing == "bzip2":
        handle = bz2.BZ2File(file.handle)
    yield ByteStream(file.name, handle, file.n_bytes, file.limits)

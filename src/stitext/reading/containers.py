"""Containers: a zip file or a mail goes in, the documents inside come out, one by one and each only when asked for.

Nothing is written to disk; names inside serve as labels only. Containers in containers are opened to a depth, and all
of it within limits on bytes, so that a small file can't become a large one.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from stitext.errors import SourceError
from stitext.reading.mail import attachments_of

CONTAINER_SUFFIXES = (".zip", ".eml")
_DEEPEST = 3
_MOST_MEMBERS = 20_000
_MOST_BYTES = 2_000_000_000
_SUSPECT_BYTES = 50_000_000
_SUSPECT_RATIO = 200
_IS_UTF8 = 0x800
_IS_ENCRYPTED = 0x1


class Member(NamedTuple):
    """A document inside a container: its path there, and what gives its bytes or says why it can't."""

    path: str
    load: Callable[[], bytes]


class _Budget:
    """How many more bytes a container and those inside it may unpack to for being listed."""

    def __init__(self) -> None:
        self.n_bytes = _MOST_BYTES

    def spend(self, n_bytes: int, name: str) -> None:
        self.n_bytes -= n_bytes
        if self.n_bytes < 0:
            raise _too_large(name)


def open_members(data: bytes, name: str, suffixes: tuple[str, ...]) -> list[Member]:
    """List the documents inside a container.

    Parameters
    ----------
    data
        The container's bytes.
    name
        Its name, for messages; its extension is one of ``CONTAINER_SUFFIXES``.
    suffixes
        The extensions of documents; members with others are passed over, as are hidden ones.

    Returns
    -------
    list of Member
        Those of a zip file sorted by path, those of a mail in its order; containers inside with what is in them.

    Raises
    ------
    SourceError
        If the container is damaged (``source-damaged``) or unpacks to more than is safe (``source-too-large``).
    """
    return list(_members(data, name, suffixes, depth=1, budget=_Budget()))


def _members(data: bytes, name: str, suffixes: tuple[str, ...], *, depth: int, budget: _Budget) -> Iterator[Member]:
    opened = _zip_members(data, name) if _suffix(name) == ".zip" else _mail_members(data, name)
    for member in opened:
        suffix = _suffix(member.path)
        if suffix not in (*suffixes, *CONTAINER_SUFFIXES) or _is_hidden(member.path):
            continue
        if suffix != ".zip":
            yield member
        if suffix in CONTAINER_SUFFIXES:
            yield from _nested(member, f"{name}/{member.path}", suffixes, depth=depth, budget=budget)


def _nested(member: Member, name: str, suffixes: tuple[str, ...], *, depth: int, budget: _Budget) -> Iterator[Member]:
    if depth >= _DEEPEST:
        if _suffix(member.path) == ".zip":
            yield Member(member.path, lambda: _refuse_depth(name))
        return
    try:
        inner_data = member.load()
        budget.spend(len(inner_data), name)
        inner = list(_members(inner_data, name, suffixes, depth=depth + 1, budget=budget))
    except SourceError as error:
        if _suffix(member.path) == ".zip":  # a mail that can't be read says so itself
            yield Member(member.path, _raiser(error))
        return
    for found in inner:
        yield Member(f"{member.path}/{found.path}", found.load)


def _mail_members(data: bytes, name: str) -> Iterator[Member]:
    names: set[str] = set()
    for attachment in attachments_of(data, name):
        path, number = PurePosixPath(attachment.name), 1
        label = attachment.name
        while label in names:
            number += 1
            label = f"{path.stem}-{number}{path.suffix}"
        names.add(label)
        yield Member(label, lambda content=attachment.data: content)  # type: ignore[misc]


def _zip_members(data: bytes, name: str) -> Iterator[Member]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = [(_name_of(part), part) for part in package.infolist() if not part.is_dir()]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NotImplementedError) as error:
        raise SourceError(
            f"{name}: zip ファイルが壊れています（{error}）。作り直してください。", code="source-damaged"
        ) from error
    unpacked = sum(part.file_size for _, part in parts)
    overlapping = sum(part.compress_size for _, part in parts) > len(data)
    if unpacked > _MOST_BYTES or overlapping or (unpacked > _SUSPECT_BYTES and unpacked > _SUSPECT_RATIO * len(data)):
        raise _too_large(name)
    if len(parts) > _MOST_MEMBERS:
        raise SourceError(
            f"{name}: 中のファイルが多すぎます（{len(parts):,} 件、上限 {_MOST_MEMBERS:,} 件）。分けてください。",
            code="source-too-large",
        )
    for path, part in sorted(parts, key=lambda item: item[0]):
        yield Member(path, _loader(data, part, f"{name}/{path}"))


def _loader(data: bytes, part: zipfile.ZipInfo, name: str) -> Callable[[], bytes]:
    def load() -> bytes:
        if part.flag_bits & _IS_ENCRYPTED:
            raise SourceError(
                f"{name}: パスワードで暗号化されています。パスワードのない zip に作り直してください。",
                code="source-encrypted",
            )
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package, package.open(part) as stream:
                return stream.read(part.file_size)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            RuntimeError,
            ValueError,
            NotImplementedError,
        ) as error:
            raise SourceError(
                f"{name}: zip から取り出せません（{error}）。zip を作り直してください。", code="source-damaged"
            ) from error

    return load


def _name_of(part: zipfile.ZipInfo) -> str:
    """Return a member's path; without the mark for UTF-8 its bytes are UTF-8 (macOS) or CP932 (Windows in Japanese)."""
    name = part.orig_filename
    if not part.flag_bits & _IS_UTF8:
        raw = name.encode("cp437", errors="replace")
        for encoding in ("utf-8", "cp932"):
            try:
                name = raw.decode(encoding)
                break
            except ValueError:
                continue
    name = name.partition("\0")[0].replace("\\", "/")
    return "/".join(piece for piece in name.split("/") if piece not in ("", ".", "..")) or "?"


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _is_hidden(path: str) -> bool:
    return any(piece.startswith((".", "~$", "__MACOSX")) for piece in path.split("/"))


def _raiser(error: SourceError) -> Callable[[], bytes]:
    def load() -> bytes:
        raise error

    return load


def _refuse_depth(name: str) -> bytes:
    raise SourceError(
        f"{name}: zip の中の zip が深すぎます（上限 {_DEEPEST} 段）。取り出してから読んでください。",
        code="source-too-deep",
    )


def _too_large(name: str) -> SourceError:
    return SourceError(
        f"{name}: 展開すると大きくなりすぎます。中のファイルを分けて zip を作り直してください。",
        code="source-too-large",
    )

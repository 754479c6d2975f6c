"""Manuscripts: the texts from which the golden files are made, with their sentences marked by hand.

A line is a sentence. ``=`` begins the title, ``#`` to ``###`` a heading, ``|`` a row of a table, ``||`` a row with a
sentence in a cell; other lines are a paragraph up to the next blank or marked line, a numbered or bulleted line begins
an item. ``[[...]]`` is a footnote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

SOURCES = Path(__file__).parent / "sources"

_ITEM = re.compile(r"・|\(\d\) |（\d）|[ア-ウ]\. |[①-⑨] |[a-c]\) ")
_NOTE = re.compile(r"\[\[(.+?)\]\]")
_SENTENCE = re.compile(r"[^。]+。?")


class Part(NamedTuple):
    """A heading, a paragraph, an item or a row: its sentences, or for a row its cells."""

    kind: str
    level: int
    texts: tuple[str, ...]

    def plain(self) -> tuple[str, ...]:
        """Return the texts without their notes."""
        return tuple(_NOTE.sub("", text) for text in self.texts)

    def notes(self) -> list[str]:
        """Return the notes."""
        return [note for text in self.texts for note in _NOTE.findall(text)]


class Gold(NamedTuple):
    """A sentence as it should be read: its kind, its section and its wording."""

    kind: str
    section: str | None
    text: str


def manuscript(name: str) -> list[Part]:
    """Read the parts of a manuscript."""
    parts: list[Part] = []
    kind, texts = "paragraph", []

    def close() -> None:
        if texts:
            parts.append(Part(kind, 0, tuple(texts)))
        texts.clear()

    for line in (SOURCES / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        mark = re.match(r"(=|#+|\|\|?)\s?(.*)", line)
        if mark or not line or _ITEM.match(line):
            close()
            kind = "paragraph"
        if mark is None and line:
            kind = "item" if _ITEM.match(line) else kind
            texts.append(line)
        elif mark and "|" in mark[1]:
            parts.append(Part("cell" if mark[1] == "||" else "row", 0, tuple(mark[2].split("|"))))
        elif mark:
            parts.append(Part("heading", 0 if mark[1] == "=" else len(mark[1]), (mark[2],)))
    close()
    return parts


def gold(parts: Sequence[Part], *, notes: str = "none", breaks: bool = False) -> list[Gold]:
    """Return the sentences of a manuscript; ``notes`` is ``none``, ``end`` or ``printed`` (marks stay in the text)."""
    found: list[Gold] = []
    after: list[Gold] = []
    path: list[tuple[int, str]] = []
    n_notes = 0
    for part in parts:
        section = path[-1][1] if path else None
        if part.kind == "heading":
            path = [item for item in path if item[0] < part.level]
            found.append(Gold("heading", path[-1][1] if path else None, part.texts[0]))
            path.append((part.level, part.texts[0]))
        elif part.kind == "row":
            found.append(Gold("row", section, " ".join(part.texts)))
        elif part.kind == "cell":
            for index, cell in enumerate(part.texts):
                label = part.texts[0] if index else section
                found.extend(Gold("cell", label, text) for text in _SENTENCE.findall(cell))
        else:
            for text in part.texts:
                for note in _NOTE.findall(text):
                    n_notes += 1
                    mark = f"{n_notes}" if notes == "printed" else ""
                    text = _NOTE.sub(mark, text, count=1)
                    lines = _SENTENCE.findall(note)
                    lines[0] = (f"{n_notes} " if notes == "printed" else "") + lines[0]
                    after.extend(Gold("paragraph", None, line) for line in lines)
                found.append(Gold(part.kind, section, text))
        if breaks and after:
            found.extend(after)
            after.clear()
    return found + (after if notes != "none" else [])

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


_MODERN = str.maketrans(
    "學術交換關覺書兩圖對象經費負擔滯在圓滿六箇雙發實驗記錄效來應會國體縣澤廣獨濟",
    "学術交換関覚書両図対象経費負担滞在円満六箇双発実験記録効来応会国体県沢広独済",
)


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


def gold(parts: Sequence[Part], *, marks: bool = False) -> list[Gold]:
    """Return the sentences of a manuscript without its notes; ``marks`` says whether the notes' marks are printed."""
    found: list[Gold] = []
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
                while _NOTE.search(text):
                    n_notes += 1
                    text = _NOTE.sub(str(n_notes) if marks else "", text, count=1)
                found.append(Gold(part.kind, section, text))
    return found


def notes_of(parts: Sequence[Part], *, marks: bool = False) -> list[str]:
    """Return the sentences of the notes of a manuscript; they stand apart, wherever a format prints them."""
    found: list[str] = []
    for number, note in enumerate((note for part in parts for note in part.notes()), 1):
        lines = _SENTENCE.findall(note)
        found += [f"{number} {lines[0]}" if marks else lines[0], *lines[1:]]
    return found


def modern(sentences: Sequence[Gold]) -> list[Gold]:
    """Write the old characters of ``oldstyle`` as they are written now, which is how the analysis is to see them."""
    return [
        Gold(item.kind, None if item.section is None else item.section.translate(_MODERN), item.text.translate(_MODERN))
        for item in sentences
    ]

"""Golden files: their folders, and how well what was read agrees with what is expected.

A boundary is the last character of a sentence. What was read is aligned with what is expected character by character;
a boundary counts where it falls on the same character in both.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

DATA = Path(__file__).parents[1] / "data" / "reading"
ROOT = DATA.parents[2]

_LATIN_GAP = re.compile(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])")


class Expected(NamedTuple):
    """One sentence as it should be read."""

    kind: str
    section: str | None
    text: str


class Golden(NamedTuple):
    """One file with what is expected of it; ``spec`` is its entry in ``expected.json``."""

    case: str
    path: Path
    spec: dict[str, Any]

    @property
    def id(self) -> str:
        return f"{self.case}/{self.path.name}"

    @property
    def format(self) -> str:
        return self.path.suffix[1:]

    def sentences(self) -> list[Expected]:
        return [Expected(*item) for item in self.spec["sentences"]]


class Agreement(NamedTuple):
    """How far what was read agrees with what is expected: boundaries, characters."""

    n_right: int
    n_read: int
    n_expected: int
    n_characters_kept: int
    n_characters: int
    n_whole: int

    @property
    def f1(self) -> float:
        return 2 * self.n_right / max(self.n_read + self.n_expected, 1)

    @property
    def kept(self) -> float:
        return self.n_characters_kept / max(self.n_characters, 1)

    @property
    def whole(self) -> float:
        return self.n_whole / max(self.n_expected, 1)

    def plus(self, other: Agreement) -> Agreement:
        return Agreement(*(a + b for a, b in zip(self, other, strict=True)))


NONE = Agreement(0, 0, 0, 0, 0, 0)


def golden_files() -> Iterator[Golden]:
    """Go through the files of all cases."""
    for path in sorted(DATA.glob("*/expected.json")):
        for spec in json.loads(path.read_text(encoding="utf-8"))["documents"]:
            yield Golden(path.parent.name, path.parent / spec["file"], spec)


def comparable(text: str) -> str:
    """Return a wording without what is no matter of reading: width, and blanks but those between Latin words."""
    return _LATIN_GAP.sub("", unicodedata.normalize("NFKC", text).strip())


def agreement(read: Sequence[str], expected: Sequence[str]) -> Agreement:
    """Compare sentences that were read with those expected."""
    read_text, read_ends = _joined(read)
    text, ends = _joined(expected)
    aligned = _aligned(read_text, text)
    found = {aligned[end] for end in read_ends if end in aligned}
    right = found & ends
    kept = set(aligned.values())
    n_whole = 0
    start = 0
    inverse = {here: there for there, here in aligned.items()}
    for end in sorted(ends):
        # Whole: all of its characters in one stretch of what was read that begins and ends where the sentence does.
        stretch = [inverse.get(index, -1) for index in range(start, end + 1)]
        begins = stretch[0] == 0 or stretch[0] - 1 in read_ends
        in_row = -1 not in stretch and all(b == a + 1 for a, b in pairwise(stretch))
        n_whole += begins and in_row and stretch[-1] in read_ends and not read_ends & set(stretch[:-1])
        start = end + 1
    return Agreement(len(right), len(read_ends), len(ends), len(kept), len(text), n_whole)


def _joined(sentences: Sequence[str]) -> tuple[str, set[int]]:
    text = ""
    ends: set[int] = set()
    for sentence in sentences:
        text += re.sub(r"\s", "", unicodedata.normalize("NFKC", sentence))
        if text:
            ends.add(len(text) - 1)
    return text, ends


def _aligned(read: str, text: str) -> dict[int, int]:
    """Return for each character that was read the one expected with which it is aligned."""
    if read == text:
        return {index: index for index in range(len(text))}
    blocks = SequenceMatcher(None, read, text, autojunk=False).get_matching_blocks()
    # A lone character between two differences is chance.
    return {a + k: b + k for a, b, size in blocks if size > 1 for k in range(size)}

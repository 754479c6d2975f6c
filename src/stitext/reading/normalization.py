"""Normalization: pieces of a source go in, normalized text with the exact map back comes out.

NFKC within each piece, blanks collapsed to one, spaced-out words closed up, invisible characters dropped, lines
joined as their script asks. It does not decide what a block is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

from stitext.reading.blocks import Join, Piece
from stitext.reading.old_characters import is_old_style, modernize
from stitext.records import NormalizedText

_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\ufffe\uffff"
    "\U000e0000-\U000e0fff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
)
_INVISIBLE_CHARACTER = re.compile(f"[{_INVISIBLE}]")
_BLANK = re.compile(rf"[\s{_INVISIBLE}]")
_VISIBLE = re.compile(rf"[^\s{_INVISIBLE}]")
_GAP = re.compile(rf"[\s{_INVISIBLE}]{{2,}}")
_MAYBE_SPACED_OUT = re.compile(r"(?:^|[\s（(【「『])\S[（(]?[ \u3000]{1,2}\S(?:[\s：:（(）)】」』]|$)")
_JAPANESE = (
    r"\u3041-\u3096\u309d\u309e\u30a1-\u30fa\u30fc-\u30fe\u3005-\u3007"
    r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
)
_JAPANESE_LETTER = re.compile(f"[{_JAPANESE}]")
_MEMBER = rf"[{_JAPANESE}・、。，．／＆0-9０-９Ａ-Ｚａ-ｚ.（）()]"
# Single characters over the same gap, each with at most one bracket or colon attached to it.
_SPACED_OUT = re.compile(
    rf"(?<![^\s（）()【「『：:]){_MEMBER}[（(]?([ \u3000]{{1,2}}){_MEMBER}[（(：:]?(?:\1{_MEMBER}[（(：:]?)*"
    r"(?![^\s：:）)】」』（(])"
)
_GAP_ONLY = re.compile(r"\s+")
_NUMBER_BEFORE = re.compile(r"(?:^|第)\s*[\d\s．.]*$")
_HEADING_NUMBER = re.compile(r"[\s第\dⅠ-Ⅻ．.、（）()]{1,8}")
_AFTER_NUMBER = frozenset("．.、，）)・：")
_AFTER_ORDINAL = frozenset("章節部編条項号期回")
_BREAK_HYPHENS = "\u00ad\ufffe"  # the soft hyphen, and the mark that pdfium puts in its place at the end of a line
_WORD = re.compile(r"[^\W_]")
_NO_BLANK_BEFORE = frozenset("、。，．,.;:!?)]}」』】）")

# Starters that may compose with the character before them.
# Source: Unicode Standard Annex #15, NFC_Quick_Check=Maybe with canonical combining class 0.
_COMPOSING_STARTERS = re.compile(
    "[\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf\u102e"
    "\u1161-\u1175\u11a8-\u11c2\u1b35\uffa0-\uffdc\U00011127\U0001133e\U00011357\U000113b8\U000113bb"
    "\U000113c2\U000113c5\U000113c7-\U000113c9\U000114b0\U000114ba\U000114bd\U000115af\U0001161e-\U00011620\U00011930\U00016121-\U00016129\U00016d67]"
)
_SPECIAL = "\0"
_LONGEST_GROUP = 30  # Source: Unicode Standard Annex #15, Stream-Safe Text Format: no more than 30 non-starters.


def normalize_pieces(source: str, blocks: Iterable[Sequence[Piece]]) -> tuple[NormalizedText, list[tuple[int, int]]]:
    """Normalize the blocks of a source, one line per block.

    Parameters
    ----------
    source
        The original text.
    blocks
        The pieces of each block, ascending through the whole source.

    Returns
    -------
    tuple
        The normalized text with its map, and each block's span in it; a block of nothing but blanks has an empty span.
    """
    builder = _Builder()
    old_style = is_old_style(source)
    spans: list[tuple[int, int]] = []
    for pieces in blocks:
        filled = _strip(source, pieces)
        if not filled:
            spans.append((builder.length, builder.length))
            continue
        if builder.length:
            builder.group("\n", builder.cursor, filled[0].start)
        start = builder.length
        before: Piece | None = None
        for piece in filled:
            if before is not None and _joint(source, before, piece):
                builder.group(" ", before.end, piece.start)
            _add(builder, source, piece.start, piece.end)
            before = piece
        spans.append((start, builder.length))
    normalized = builder.finish()
    if old_style:
        normalized = normalized.model_copy(update={"text": modernize(normalized.text)})
    return normalized, spans


def normalize_line(text: str) -> str:
    """Return one line as normalization would have it.

    Parameters
    ----------
    text
        A line or a phrase.

    Returns
    -------
    str
        Its normalized form, without blanks at the ends.

    Examples
    --------
    >>> normalize_line("１ 研 究 の 目 的")
    '1 研究の目的'
    """
    return normalize_pieces(text, [[Piece(0, len(text))]])[0].text


class _Builder:
    """Collects normalized text and the runs that map it back."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.runs: list[tuple[int, int]] = []
        self.length = 0
        self.cursor = 0  # where the source text of the last character ends

    def plain(self, text: str, start: int) -> None:
        """Add text that goes on one code point at a time from ``start``."""
        self._open(start)
        self.parts.append(text)
        self.length += len(text)
        self.cursor = start + len(text)

    def group(self, text: str, start: int, end: int) -> None:
        """Add text each of whose code points stands for all of ``start`` to ``end``."""
        for character in text:
            self._open(start)
            self.parts.append(character)
            self.length += 1
            self.cursor = start
        self.cursor = end

    def finish(self) -> NormalizedText:
        if self.length:
            self._open(self.cursor, last=True)
        return NormalizedText(text="".join(self.parts), runs=tuple(self.runs))

    def _open(self, start: int, *, last: bool = False) -> None:
        """Begin a run where the source does not just go on; the first of two at one offset ends the one before."""
        if not self.runs:
            self.runs.append((0, start))
            return
        opened, source = self.runs[-1]
        if last or self.cursor != start or source + self.length - opened != self.cursor:
            self._append(self.cursor)
            self._append(start)

    def _append(self, start: int) -> None:
        if self.runs[-1] != (self.length, start):
            self.runs.append((self.length, start))


def _strip(source: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Take the blanks from the ends of a block's lines, and leave out what is empty then."""
    filled: list[Piece] = []
    join: Join | None = None  # of a piece left out, for the piece that goes on from it
    for index, piece in enumerate(pieces):
        start, end = piece.start, piece.end
        goes_on = bool(filled) and piece.join == "" and join is None
        while start < end and not goes_on and _BLANK.match(source, start):
            start += 1
        is_last = all(later.start == later.end or later.join != "" for later in pieces[index + 1 : index + 2])
        while end > start and is_last and _BLANK.match(source, end - 1) and source[end - 1] not in _BREAK_HYPHENS:
            end -= 1
        if start < end:
            filled.append(Piece(start, end, piece.join if join is None or piece.join else join))
            join = None
        elif piece.join:
            join = piece.join
    while filled and _VISIBLE.search(source, filled[-1].start, filled[-1].end) is None:
        filled.pop()
    return filled


def _joint(source: str, before: Piece, after: Piece) -> bool:
    """Tell whether a blank stands between two pieces."""
    if after.join != "line":
        return after.join == " "
    last, first = source[before.end - 1], source[after.start]
    if last in _BREAK_HYPHENS or first in _NO_BLANK_BEFORE:
        return False
    line = source[max(before.start, before.end - 200) : before.end]
    if _JAPANESE_LETTER.search(line) is None:
        return not (last == "-" and _WORD.match(first)) and _JAPANESE_LETTER.match(first) is None
    # In a Japanese line numbers and units break anywhere; only whole Latin words ask for their blank.
    return last.isascii() and first.isascii() and first.isalpha() and (last.isalpha() or last in ",.;:)")


def _add(builder: _Builder, source: str, start: int, end: int) -> None:
    text = source[start:end]
    if _MAYBE_SPACED_OUT.search(text) is not None:
        for first, last in _close_up(text):
            _add_gaps(builder, text[first:last], start + first)
        return
    _add_gaps(builder, text, start)


def _add_gaps(builder: _Builder, text: str, start: int) -> None:
    position = 0
    for match in _GAP.finditer(text):
        _add_characters(builder, text[position : match.start()], start + position)
        if any(character.isspace() for character in match.group()):
            builder.group(" ", start + match.start(), start + match.end())
        position = match.end()
    _add_characters(builder, text[position:], start + position)


def _add_characters(builder: _Builder, text: str, start: int) -> None:
    """Add text in which no two blanks meet, each character by NFKC."""
    mapped = text.translate(_character_map())
    position = 0
    while position < len(mapped):
        special = mapped.find(_SPECIAL, position)
        # The character before a special one may compose with it.
        plain_end = len(mapped) if special < 0 else max(position, special - 1)
        if plain_end > position:
            builder.plain(mapped[position:plain_end], start + position)
        if special < 0:
            return
        position = special
        while position < len(mapped) and mapped[position] == _SPECIAL:
            position += 1
        _add_groups(builder, text[plain_end:position], start + plain_end)


def _add_groups(builder: _Builder, text: str, start: int) -> None:
    group_start = 0
    group = ""
    kept = ""  # the group without its invisible characters
    for index, character in enumerate(text):
        if kept and len(kept) <= _LONGEST_GROUP and (_invisible(character) or _composes(kept, character)):
            kept += "" if _invisible(character) else character
        else:
            _add_group(builder, kept, start + group_start, start + group_start + len(group))
            group_start, group = index, ""
            kept = "" if _invisible(character) else character
        group += character
    _add_group(builder, kept, start + group_start, start + group_start + len(group))


def _add_group(builder: _Builder, kept: str, start: int, end: int) -> None:
    if not kept:
        return
    normalized = kept if _is_spacing_mark(kept) else unicodedata.normalize("NFKC", kept)
    one_by_one = "".join(unicodedata.normalize("NFKC", character) for character in kept)
    if len(kept) == len(normalized) == end - start and normalized == one_by_one:
        builder.plain(normalized, start)
    else:
        builder.group(normalized, start, end)


def _invisible(character: str) -> bool:
    return _INVISIBLE_CHARACTER.match(character) is not None


def _is_spacing_mark(text: str) -> bool:
    """Tell whether NFKC would tear a mark such as ´ into a blank and a combining mark; those stay as they are."""
    return len(text) == 1 and not text.isspace() and unicodedata.normalize("NFKC", text).startswith(" ")


def _composes(group: str, character: str) -> bool:
    if unicodedata.combining(unicodedata.normalize("NFKD", character)[0]):
        return True
    if _COMPOSING_STARTERS.match(character) is None:
        return False
    apart = unicodedata.normalize("NFKC", group) + unicodedata.normalize("NFKC", character)
    return unicodedata.normalize("NFKC", group + character) != apart


class _CharacterMap(dict[int, str]):
    """Maps a code point to its NFKC form where that is one character on its own, else to a mark."""

    def __missing__(self, code_point: int) -> str:
        character = chr(code_point)
        mapped = unicodedata.normalize("NFKC", character)
        if character.isspace():
            mapped = " "
        elif (
            len(mapped) != 1
            or _invisible(character)
            or unicodedata.combining(unicodedata.normalize("NFKD", character)[0])
            or _COMPOSING_STARTERS.match(character)
        ):
            mapped = _SPECIAL
        self[code_point] = mapped
        return mapped


@cache
def _character_map() -> _CharacterMap:
    return _CharacterMap()


def _close_up(text: str) -> list[tuple[int, int]]:
    """Split a line at the gaps inside spaced-out words."""
    closed: dict[int, int] = {}
    for match in _SPACED_OUT.finditer(text):
        if _is_one_word(text, match):
            gaps = [gap.span() for gap in _GAP_ONLY.finditer(text, match.start(), match.end())]
            closed.update((start, end) for start, end in gaps if not _ends_number(text, start, end))
    stretches: list[tuple[int, int]] = []
    position = 0
    for start, end in sorted(closed.items()):
        stretches.append((position, start))
        position = end
    stretches.append((position, len(text)))
    return stretches


def _is_one_word(text: str, match: re.Match[str]) -> bool:
    """Tell whether single characters in a row are one spaced-out word: three letters, or two that fill a field."""
    n_letters = len(_JAPANESE_LETTER.findall(match.group()))
    starts_field = match.start() == 0 or text[match.start() - 1] in "（(【「『"
    starts_field = starts_field or _HEADING_NUMBER.fullmatch(text, 0, match.start()) is not None
    ends_field = match.end() == len(text) or text[match.end() - 1] in "：:" or text[match.end()] in "：:）)】」』"
    wider_gap = text[match.end() : match.end() + 2].isspace() and len(text) >= match.end() + 2
    return n_letters >= 3 or (n_letters == 2 and starts_field and (ends_field or wider_gap))


def _ends_number(text: str, start: int, end: int) -> bool:
    """Tell whether a gap parts a heading's number from its words."""
    if not text[start - 1].isdigit() or text[end].isdigit() or text[end] in _AFTER_NUMBER:
        return False
    number = _NUMBER_BEFORE.search(text, max(0, start - 12), start)
    return number is not None and not (number.group().startswith("第") and text[end] in _AFTER_ORDINAL)

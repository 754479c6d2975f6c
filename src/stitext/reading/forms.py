"""Forms: a layout goes in and comes out without the form's own words, which are no words of the applicant.

With the empty form at hand, what is the same as in it is left out; without it, what is worded or set as an
instruction. Headings of the form still open their sections.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import NamedTuple

from stitext.reading.blocks import Block, Faint, Layout, Piece, Strength
from stitext.reading.normalization import normalize_pieces
from stitext.reading.sentences import split_sentences
from stitext.records import LeftOut, NormalizedText, Note

_LETTER = re.compile(r"[^\W\d_]")
_BLANK = re.compile(r"\s+")
_LEAST_COVERED = 0.9  # share of a unit's letters
_LONGEST_PREFIX = 120
_LABEL_ENDS = frozenset(":)】]」〕")

# Source: the wording of forms of Japanese funding programmes; verbs of filling in, and how forms ask.
_FILL_IN = (
    r"(?:記入|記載|記述|入力|選択|添付|削除|提出|明記|作成|申告|チェック|挿入|参照|使用|書い|示し|説明|述べ|まとめ|"
    r"[○〇丸印]を)"
)
_LIMIT = r"[\d,０-９一二三四五六七八九十百千]+\s?(?:字|文字|行|頁|ページ|枚|語|words?)\s?(?:以内|程度|以上|まで|前後)"
_INSTRUCTIONS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_FILL_IN}.{{0,24}}(?:ください|下さい|願います|お願いします)[。.]?[)」]*$",
        rf"^(?:※|\*|[(\[]?注\s?\d*[)\]:]?|[(\[](?!(?:\d{{1,2}}|[一-十ア-ンa-z])[)\]])).*{_FILL_IN}.{{0,16}}(?:こと|不可|不要|必須)[。.]?[)\]」]*$",
        r"^※.*(?:ください|下さい|願います)[。.]?[)」]*$",
        rf"^[(\[【〔][^()]*{_LIMIT}[^()]*[)\]】〕]$",
        rf"{_LIMIT}.{{0,6}}(?:で|に|を)?.{{0,10}}{_FILL_IN}.{{0,12}}(?:こと|ください|下さい)[。.]?[)」]*$",
        r"^[(【\[〔<]?(?:記入|記載)(?:例|要領|上の注意|上の留意)",
        r"^(?:ここを|ここに|この欄に|本欄に)?(?:クリック|タップ).{0,20}(?:入力|選択)",
        r"^(?:本欄|この欄|以下の欄)(?:に)?は.{0,40}(?:記入|記載|使用)(?:しない|不要)",
    )
)
_HINT = re.compile(rf"ください|下さい|すること|のこと[。)]?$|^[(【]?(?:例|記入|記載|※|注)|{_LIMIT}|留意|該当する")


class Form(NamedTuple):
    """The words of an empty form: its blocks, sentences and cells, without blanks."""

    keys: frozenset[str]


class _Unit(NamedTuple):
    """A sentence, a cell of a row, or a heading: its normalized text and where it stands in the source."""

    text: str
    start: int
    end: int


def form_of(layout: Layout) -> Form:
    """Take the words of an empty form.

    Parameters
    ----------
    layout
        The empty form as it was read.

    Returns
    -------
    Form
        Its words.
    """
    keys: set[str] = set()
    words = _Words(layout)
    for index, block in enumerate(layout.blocks):
        keys.update(_key(unit.text) for unit in (*words.units(index), *words.whole(index)))
        if block.label is not None:
            keys.add(_key(block.label))
    return Form(frozenset(key for key in keys if len(key) > 1 and _LETTER.search(key)))


def leave_out_form(layout: Layout, form: Form) -> Layout:
    """Leave out what is the same as in the empty form.

    Parameters
    ----------
    layout
        A form that was filled in.
    form
        The words of the empty form.

    Returns
    -------
    Layout
        The layout without them; a warning where nothing is the same.
    """
    result, n_left_out = _without(layout, "template", lambda words, index: _same(words, index, form))
    if n_left_out:
        return result
    message = "空の様式と同じ文が一つもありません。--template に指定した様式が違うかもしれません。"
    return result._replace(warnings=(*result.warnings, Note(code="template-unmatched", message=message)))


def leave_out_instructions(layout: Layout) -> Layout:
    """Leave out what is worded or set as an instruction to who fills in a form.

    Parameters
    ----------
    layout
        A text that may be a form.

    Returns
    -------
    Layout
        The layout without them; a warning says how many there were.
    """
    starts = [faint.start for faint in layout.faint]
    result, n_left_out = _without(layout, "instruction", lambda words, index: _instructions(words, index, starts))
    if not n_left_out:
        return layout
    message = (
        f"様式の記入要領とみられる文を {n_left_out:,} 件、本文から除きました。"
        "何を除いたかは stitext read で見られます。"
        "空の様式を --template で指定すると、様式の文だけを確実に除けます。"
    )
    return result._replace(warnings=(*result.warnings, Note(code="instructions-left-out", message=message)))


class _Cut(NamedTuple):
    """What to take out of a block, and the label that the rest keeps of it."""

    spans: list[tuple[int, int]]
    label: str | None = None


def _without(layout: Layout, reason: str, cut_of: Callable[[_Words, int], _Cut]) -> tuple[Layout, int]:
    words = _Words(layout)
    blocks: list[Block] = []
    left_out = list(layout.left_out)
    for index, block in enumerate(layout.blocks):
        cut = cut_of(words, index)
        if not cut.spans:
            blocks.append(block)
            continue
        left_out.extend(LeftOut(start=start, end=end, reason=reason, page=block.page) for start, end in cut.spans)
        pieces = _outside(layout.text, block.pieces, cut.spans)
        if block.kind == "heading" and not pieces and reason == "template":
            blocks.append(block._replace(pieces=(), label=words.whole(index)[0].text))
        elif pieces:
            blocks.append(block._replace(pieces=pieces, label=cut.label if block.label is None else block.label))
    n_left_out = len(left_out) - len(layout.left_out)
    left_out.sort(key=lambda item: item.start)
    return layout._replace(blocks=tuple(blocks), left_out=tuple(left_out)), n_left_out


class _Words:
    """The normalized words of a layout's blocks, and of the cells of its rows."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.cells = {index: _cells(block) for index, block in enumerate(layout.blocks) if block.kind == "row"}
        # All at once: normalization looks at the whole source first.
        self._blocks = normalize_pieces(layout.text, [block.pieces for block in layout.blocks])
        self._cells = normalize_pieces(layout.text, [cell for cells in self.cells.values() for cell in cells])
        self._first_cell: dict[int, int] = {}
        n_cells = 0
        for index, cells in self.cells.items():
            self._first_cell[index] = n_cells
            n_cells += len(cells)

    def whole(self, index: int) -> list[_Unit]:
        """Return the words of a block as one unit; nothing for a blank one."""
        normalized, spans = self._blocks
        start, end = spans[index]
        return [_unit(normalized, start, end)] if start < end else []

    def units(self, index: int) -> list[_Unit]:
        """Return the sentences of a block, of a row its cells, a heading whole."""
        if self.layout.blocks[index].kind == "heading":
            return self.whole(index)
        if index in self.cells:
            normalized, spans = self._cells
            first = self._first_cell[index]
            found = spans[first : first + len(self.cells[index])]
            return [_unit(normalized, start, end) for start, end in found if start < end]
        normalized, spans = self._blocks
        start, end = spans[index]
        return [
            _unit(normalized, start + first, start + last)
            for first, last in split_sentences(normalized.text[start:end])
        ]

    def prefix(self, index: int, length: int) -> _Unit:
        """Return the first letters of a block."""
        normalized, spans = self._blocks
        return _unit(normalized, spans[index][0], spans[index][0] + length)


def _unit(normalized: NormalizedText, start: int, end: int) -> _Unit:
    return _Unit(normalized.text[start:end], *normalized.source_span(start, end))


def _cells(row: Block) -> list[list[Piece]]:
    cells: list[list[Piece]] = []
    for piece in row.pieces:
        if not cells or piece.join == " ":
            cells.append([])
        cells[-1].append(piece)
    return cells


def _same(words: _Words, index: int, form: Form) -> _Cut:
    block, whole, units = words.layout.blocks[index], words.whole(index), words.units(index)
    if all(_key(unit.text) in form.keys for unit in whole):
        return _Cut([(unit.start, unit.end) for unit in whole])
    same = [unit for unit in units if _key(unit.text) in form.keys]
    label = same[0].text if same and block.kind == "row" and same[0] is units[0] else None
    if not same and block.kind != "row":
        prefix = _prefix(words, index, form)
        return _Cut([]) if prefix is None else _Cut([(prefix.start, prefix.end)], prefix.text.rstrip(": "))
    return _Cut([(unit.start, unit.end) for unit in same], label)


def _prefix(words: _Words, index: int, form: Form) -> _Unit | None:
    """Return the words of the form that stand before an answer in one paragraph."""
    text = words.whole(index)[0].text
    for end in range(min(len(text), _LONGEST_PREFIX), 1, -1):
        if text[end - 1] in _LABEL_ENDS and _key(text[:end]) in form.keys:
            return words.prefix(index, end)
    return None


def _instructions(words: _Words, index: int, starts: Sequence[int]) -> _Cut:
    # Headings are often grey or blue by design.
    is_heading = words.layout.blocks[index].kind == "heading"
    return _Cut(
        [
            (unit.start, unit.end)
            for unit in words.units(index)
            if _is_instruction(unit.text, None if is_heading else _strength(words.layout, unit, starts))
        ]
    )


def _is_instruction(text: str, strength: Strength | None) -> bool:
    if strength in ("sure", "likely"):
        return True
    if strength == "weak" and _HINT.search(text):
        return True
    return any(pattern.search(text) for pattern in _INSTRUCTIONS)


def _strength(layout: Layout, unit: _Unit, starts: Sequence[int]) -> Strength | None:
    """Return how a unit is set as a whole, by its weakest part."""
    found: list[Faint] = []
    index = max(bisect_left(starts, unit.start) - 1, 0)
    while index < len(layout.faint) and layout.faint[index].start < unit.end:
        if unit.start < layout.faint[index].end:
            found.append(layout.faint[index])
        index += 1
    if not found:
        return None
    n_letters = _n_letters(layout.text[unit.start : unit.end])
    strengths: tuple[Strength, ...] = ("sure", "likely", "weak")
    for count, strength in enumerate(strengths, start=1):
        covered = sum(
            _n_letters(layout.text[max(faint.start, unit.start) : min(faint.end, unit.end)])
            for faint in found
            if faint.strength in strengths[:count]
        )
        if covered >= _LEAST_COVERED * n_letters:
            return strength
    return None


def _n_letters(text: str) -> int:
    return len(_BLANK.sub("", text))


def _key(text: str) -> str:
    return _BLANK.sub("", text)


def _outside(source: str, pieces: Sequence[Piece], spans: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """Return what is left of a block's pieces outside some stretches; nothing where only blanks are left."""
    rest: list[Piece] = []
    for piece in pieces:
        start, join = piece.start, piece.join
        for from_start, to_end in spans:
            if from_start < piece.end and start < to_end:
                if start < from_start:
                    rest.append(Piece(start, from_start, join))
                    join = ""
                start = max(start, min(to_end, piece.end))
        if start < piece.end:
            rest.append(Piece(start, piece.end, join))
    return tuple(rest) if any(source[piece.start : piece.end].strip() for piece in rest) else ()

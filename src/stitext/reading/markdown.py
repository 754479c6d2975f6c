"""Markdown: a string goes in, its blocks come out, each as pieces of the string without the markup.

CommonMark with tables, but indented text is text: Japanese paragraphs are often indented. Emphasis, links and
backticks are left between the pieces; an ordered item keeps its number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from stitext.reading.blocks import Block, Join, Layout, Piece
from stitext.reading.headings import is_label, look_at
from stitext.reading.lines import group_lines, split_lines
from stitext.reading.tables import Cell, row_blocks
from stitext.records import BlockKind, LeftOut

_LINK_TAIL = re.compile(r"\]\((?:[^()\n]|\([^()\n]*\))*\)|\]\[[^\]\n]*\]|\]")
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?:[\w\-]+[ \t]*:.*\r?\n|[ \t\-#].*\r?\n)*?---[ \t]*(?:\r?\n|$)")
_STARS = re.compile(r"\*\*")
_ORDERED = re.compile(r"\d{1,9}[.)]")
_TAG_OR_BREAK = re.compile(r"<!--.*?-->|<[^>\n]*>|\n", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def read_markdown(text: str) -> Layout:
    """Find the blocks of a Markdown text.

    Parameters
    ----------
    text
        The text with its own line breaks.

    Returns
    -------
    Layout
        The text as it is, with its blocks.
    """
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("code")
    left_out: list[LeftOut] = []
    # The parser counts line feeds only, and takes NUL for a mark of its own.
    source = text.replace("\r\n", " \n").replace("\r", "\n")
    front = _FRONT_MATTER.match(text)
    if front is not None:
        left_out.append(LeftOut(start=0, end=front.end(), reason="front-matter"))
        source = re.sub(r"[^\n]", " ", source[: front.end()]) + source[front.end() :]
    walker = _Walker(source, left_out)
    walker.walk(parser.parse(source))
    return Layout(text, tuple(walker.blocks), tuple(left_out))


class _Walker:
    """Goes through the parser's tokens and finds each again in the source."""

    def __init__(self, source: str, left_out: list[LeftOut]) -> None:
        self.source = source
        self.left_out = left_out
        self.blocks: list[Block] = []
        self.line_starts = [0, *(match.end() for match in re.finditer("\n", source))]
        self.cursor = 0
        self.heading = 0  # the level of the heading that is open
        self.items: list[Piece | None] = []  # for each open list item its number, until a block takes it
        self.row: list[Cell] | None = None

    def walk(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.type == "heading_open":
                self.heading = int(token.tag[1:])
            elif token.type == "heading_close":
                self.heading = 0
            elif token.type in ("list_item_open", "list_item_close"):
                self._item(token)
            elif token.type in ("tr_open", "tr_close"):
                self._row(token)
            elif token.type == "fence":
                self._fence(token)
            elif token.type == "html_block":
                self._html(token)
            elif token.type == "inline":
                self._inline(token)

    def _place(self, token: Token) -> tuple[int, int]:
        first, last = token.map or (0, 0)
        end = self.line_starts[last] if last < len(self.line_starts) else len(self.source)
        return self.line_starts[first], end

    def _item(self, token: Token) -> None:
        if token.type == "list_item_close":
            self.items.pop()
            return
        start, end = self._place(token)
        match = _ORDERED.search(self.source, max(start, self.cursor), end) if token.info else None
        self.items.append(None if match is None else Piece(match.start(), match.end()))

    def _row(self, token: Token) -> None:
        if token.type == "tr_open":
            self.row = []
            # The parser gives rows no lines of their own; each begins where the one before has ended.
            line_end = self.source.find("\n", self.cursor)
            self.cursor = max(self.cursor, self._place(token)[0] if token.map else line_end)
            return
        self.blocks.extend(row_blocks(self.row or []))
        self.row = None

    def _fence(self, token: Token) -> None:
        """Read a code block line by line, without its fences: in a draft it is more often a drawing than a program."""
        start, end = self._place(token)
        text = self.source[start:end]
        first = text.find("\n") + 1
        last = text.rstrip("\n").rfind("\n") + 1
        closed = text.rstrip().endswith(token.markup) and last > first
        lines = split_lines(text[first : last if closed else len(text)], start=start + first)
        self.blocks.extend(group_lines(lines, wrapped=False, is_start=False, has_headings=True))
        self.cursor = max(self.cursor, end)

    def _html(self, token: Token) -> None:
        """Read a block of HTML line by line, without its tags."""
        start, end = self._place(token)
        for comment in _COMMENT.finditer(self.source, start, end):
            self.left_out.append(LeftOut(start=comment.start(), end=comment.end(), reason="comment"))
        pieces = [Piece(start, start)]
        for tag in _TAG_OR_BREAK.finditer(self.source, start, end):
            pieces[-1] = pieces[-1]._replace(end=tag.start())
            if tag.group() == "\n":
                self._block(pieces)
                pieces = []
            pieces.append(Piece(tag.end(), tag.end(), "" if pieces else "line"))
        pieces[-1] = pieces[-1]._replace(end=end)
        self._block(pieces)
        self.cursor = max(self.cursor, end)

    def _inline(self, token: Token) -> None:
        start, end = self._place(token)
        if self.row is None:
            self.cursor = max(self.cursor, start)
        pieces = self._without_stars(self._pieces(token.children or [], end if token.map else len(self.source)))
        if self.row is not None:
            if pieces:
                self.row.append(Cell(tuple(pieces), self._text(pieces), len(self.row)))
            return
        for part in self._parts(pieces) if self.heading == 0 else [pieces]:
            self._block(part)

    def _block(self, pieces: list[Piece]) -> None:
        number = self.items[-1] if self.items else None
        if number is not None:
            self.items[-1] = None
            pieces = [number, Piece(pieces[0].start, pieces[0].end, " "), *pieces[1:]] if pieces else []
        if not any(self.source[piece.start : piece.end].strip() for piece in pieces):
            return
        if self.heading:
            self.blocks.append(Block(tuple(pieces), "heading", float(self.heading), "styled"))
            return
        text = self._text(pieces).strip()
        is_item = bool(self.items) or is_label(text) or look_at(text) is not None
        kind: BlockKind = "item" if is_item else "paragraph"
        self.blocks.append(Block(tuple(pieces), kind))

    def _text(self, pieces: Sequence[Piece]) -> str:
        return "".join(self.source[piece.start : piece.end] for piece in pieces)

    def _parts(self, pieces: list[Piece]) -> list[list[Piece]]:
        """Part a paragraph at the line breaks after which an item, a form field or an indented line begins."""
        parts: list[list[Piece]] = []
        for index, piece in enumerate(pieces):
            rest = "".join(self.source[near.start : near.end] for near in pieces[index : index + 3])
            begins = piece.join == "line" and (
                rest[:1] == "\u3000" or look_at(rest.strip()) is not None or is_label(rest.strip())
            )
            if not parts or begins:
                parts.append([])
            parts[-1].append(piece)
        return parts or [[]]

    def _pieces(self, children: Sequence[Token], end: int) -> list[Piece]:
        pieces: list[Piece] = []
        join: Join = "line"
        for child in children:
            if child.type in ("softbreak", "hardbreak"):
                join = "line"
                self.cursor = max(self.cursor, self.source.find("\n", self.cursor, end) + 1)
            elif child.type == "html_inline":
                found = self.source.find(child.content, self.cursor, end)
                self.cursor = max(self.cursor, found + len(child.content))
                join = " " if child.content.lower().startswith("<br") else join
            elif child.type == "link_close" and child.markup != "autolink":
                tail = _LINK_TAIL.match(self.source, self.cursor, end)
                self.cursor = tail.end() if tail else self.cursor
            elif child.type == "image":
                pieces.extend(self._pieces(child.children or [], end))
                tail = _LINK_TAIL.match(self.source, self.cursor, end)
                self.cursor = tail.end() if tail else self.cursor
                join = ""
            elif child.content:
                pieces.extend(self._found(child, join, end))
                join = ""
        return pieces

    def _without_stars(self, pieces: list[Piece]) -> list[Piece]:
        """Take out the stars of emphasis that CommonMark does not see as such, between Japanese letters and 「。」."""
        found = [match for piece in pieces for match in _STARS.finditer(self.source, piece.start, piece.end)]
        if len(found) < 2 or len(found) % 2:
            return pieces
        cleaned: list[Piece] = []
        for piece in pieces:
            start, join = piece.start, piece.join
            for match in _STARS.finditer(self.source, piece.start, piece.end):
                cleaned.append(Piece(start, match.start(), join))
                start, join = match.end(), ""
            cleaned.append(Piece(start, piece.end, join))
        return cleaned

    def _found(self, child: Token, join: Join, end: int) -> list[Piece]:
        """Find a token's text again in the source, from where the last one ended."""
        written = child.markup if child.type == "text_special" and child.markup else child.content
        start = self.source.find(written, self.cursor, end)
        if start >= 0:
            self.cursor = start + len(written)
            escaped = child.type == "text_special" and written.startswith("\\")
            return [Piece(start + 1 if escaped else start, self.cursor, join)]
        return self._scattered(child.content, join, end)

    def _scattered(self, content: str, join: Join, end: int) -> list[Piece]:
        """Find a text whose characters have markup between them, as an escaped pipe in a table has."""
        pieces: list[Piece] = []
        for character in content:
            found = self.source.find(character, self.cursor, end)
            if found < 0:
                continue
            if pieces and pieces[-1].end == found:
                pieces[-1] = pieces[-1]._replace(end=found + 1)
            else:
                pieces.append(Piece(found, found + 1, "" if pieces else join))
            self.cursor = found + 1
        return pieces

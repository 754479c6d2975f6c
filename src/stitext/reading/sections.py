"""Sections: the headings of a document go by in order, each block's path of sections comes out."""

from __future__ import annotations

from stitext.reading.blocks import Block


class SectionStack:
    """The headings that are open at one place of a document.

    A heading closes those of its own style and those of a greater rank. A style without a rank stands, from its first
    heading on, just inside the section in which it was first met.
    """

    def __init__(self) -> None:
        self._open: list[tuple[str, float, str]] = []  # style, rank, text
        self._ranks: dict[str, float] = {}

    @property
    def path(self) -> tuple[str, ...]:
        """The texts of the open headings, outermost first."""
        return tuple(text for _, _, text in self._open)

    def enter(self, block: Block, text: str) -> None:
        """Open the section of a heading.

        Parameters
        ----------
        block
            A block of kind ``heading``.
        text
            Its normalized text.
        """
        rank = self._rank(block)
        style = f"{block.style}:{rank}"
        for index, (open_style, open_rank, _) in enumerate(self._open):
            # A heading that the format marks and one that only looks like it are siblings where they rank alike.
            marked = open_rank == rank and "styled" in (block.style, open_style.partition(":")[0])
            if open_style == style or open_rank > rank or marked:
                del self._open[index:]
                break
        self._open.append((style, rank, text))

    def _rank(self, block: Block) -> float:
        if block.rank is not None:
            return block.rank
        if block.style not in self._ranks:
            self._ranks[block.style] = self._open[-1][1] + 0.01 if self._open else 0.5
        return self._ranks[block.style]

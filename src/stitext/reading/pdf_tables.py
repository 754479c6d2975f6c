"""Ruled tables: the rules of a page and its runs go in, the tables with their cells come out.

Rules that touch make a grid; where the rule between two fields of the grid is missing, they are one cell. A frame
around text is no table.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from stitext.reading.pdf_drawings import Rule
from stitext.reading.pdf_runs import Run

_SNAP = 3.0  # points; rules drawn twice or as thin boxes are one
_LEAST_FIELD = 5.0  # points; narrower fields are double rules
_MOST_RULES = 3_000
_MOST_FIELDS = 20_000


class TableCell(NamedTuple):
    """One cell: its first row and column, from 0, its right edge, and its runs in any order."""

    row: int
    column: int
    n_rows: int
    left: float
    right: float
    runs: list[Run]


class Table(NamedTuple):
    """A ruled table with the box that it fills and its cells, row by row from left to right."""

    left: float
    top: float
    right: float
    bottom: float
    columns: tuple[float, ...]
    cells: list[TableCell]

    @property
    def n_rows(self) -> int:
        """How many rows have a cell that begins in them."""
        return len({cell.row for cell in self.cells})


def find_tables(rules: Sequence[Rule], runs: Sequence[Run]) -> tuple[list[Table], list[Run]]:
    """Find the ruled tables of a page.

    Parameters
    ----------
    rules
        The rules of the page.
    runs
        Its runs.

    Returns
    -------
    tuple
        The tables that hold text, and the runs that stand in none.
    """
    if not 4 <= len(rules) <= _MOST_RULES:
        return [], list(runs)
    tables: list[Table] = []
    rest = list(runs)
    for across, down in _grids(rules):
        table, rest = _table(across, down, rest)
        if table is not None:
            tables.append(table)
    return tables, rest


def _grids(rules: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Group the rules that touch; returns the horizontal and the vertical ones of each group, largest group first."""
    across = [rule for rule in rules if rule.top == rule.bottom]
    down = [rule for rule in rules if rule.top != rule.bottom]
    parents = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    for first, horizontal in enumerate(across):
        for second, vertical in enumerate(down, start=len(across)):
            if _touch(horizontal, vertical):
                parents[root(first)] = root(second)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index in range(len(parents)):
        group = groups.setdefault(root(index), ([], []))
        group[index >= len(across)].append((across + down)[index])
    found = [group for group in groups.values() if len(group[0]) >= 2 and len(group[1]) >= 1]
    return sorted(found, key=lambda group: -len(group[0]) * len(group[1]))


def _touch(horizontal: Rule, vertical: Rule) -> bool:
    return (
        horizontal.left - _SNAP <= vertical.left <= horizontal.right + _SNAP
        and vertical.top - _SNAP <= horizontal.top <= vertical.bottom + _SNAP
    )


def _table(across: Sequence[Rule], down: Sequence[Rule], runs: list[Run]) -> tuple[Table | None, list[Run]]:
    # A table open at its sides has rules across that reach past its last rule down.
    ys = _snap(rule.top for rule in across)
    xs = _snap((*(rule.left for rule in down), *(edge for rule in across for edge in (rule.left, rule.right))))
    n_fields = (len(xs) - 1) * (len(ys) - 1)
    if not 2 <= n_fields <= _MOST_FIELDS:
        return None, runs
    cells = _merged(xs, ys, across, down)
    if len(set(cells.values())) < 2:
        return None, runs
    held: dict[tuple[int, int], list[Run]] = {key: [] for key in cells.values()}
    rest: list[Run] = []
    for run in runs:
        row = bisect_right(ys, (run.top + run.bottom) / 2) - 1
        inside = 0 <= row < len(ys) - 1 and xs[0] <= (run.left + run.right) / 2 <= xs[-1]
        for part in _cut(run, xs, row, cells) if inside else ():
            column = min(max(bisect_right(xs, (part.left + part.right) / 2) - 1, 0), len(xs) - 2)
            held[cells[row, column]].append(part)
        if not inside:
            rest.append(run)
    if not any(held.values()):
        return None, runs
    return Table(xs[0], ys[0], xs[-1], ys[-1], tuple(xs), _cells(held, cells, xs)), rest


def _cells(
    held: dict[tuple[int, int], list[Run]], cells: dict[tuple[int, int], tuple[int, int]], xs: Sequence[float]
) -> list[TableCell]:
    made: list[TableCell] = []
    for (row, column), runs in sorted(held.items()):
        fields = [field for field, key in cells.items() if key == (row, column)]
        last = max(field[1] for field in fields)
        n_rows = max(field[0] for field in fields) - row + 1
        made.append(TableCell(row, column, n_rows, xs[column], xs[last + 1], runs))
    return made


def _snap(values: Iterable[float]) -> list[float]:
    """Return the distinct values, those within a few points of each other as one."""
    snapped: list[float] = []
    for value in sorted(values):
        if not snapped or value - snapped[-1] > max(_SNAP, _LEAST_FIELD):
            snapped.append(value)
    return snapped


def _merged(
    xs: Sequence[float], ys: Sequence[float], across: Sequence[Rule], down: Sequence[Rule]
) -> dict[tuple[int, int], tuple[int, int]]:
    """Return for each field of the grid, (row, column), the first field of the cell to which it belongs."""
    walls_down = {(row, column) for rule in down for row, column in _passed(rule.left, xs, rule.top, rule.bottom, ys)}
    walls_across = {
        (row, column) for rule in across for column, row in _passed(rule.top, ys, rule.left, rule.right, xs)
    }
    cells: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            to_left = column > 0 and (row, column) not in walls_down
            to_top = row > 0 and (row, column) not in walls_across
            own = cells[row, column - 1] if to_left else (row, column)
            if to_top:
                above = cells[row - 1, column]
                if own != above:
                    merged = {field for field, key in cells.items() if key == own}
                    cells.update(dict.fromkeys(merged, min(own, above)))
                    cells.update({field: min(own, above) for field, key in list(cells.items()) if key == above})
                    own = min(own, above)
            cells[row, column] = own
    return cells


def _passed(
    place: float, places: Sequence[float], start: float, end: float, steps: Sequence[float]
) -> list[tuple[int, int]]:
    """Return the fields (step, place) along which a rule runs."""
    at = next((index for index, value in enumerate(places) if abs(value - place) <= _LEAST_FIELD + 1), None)
    if at is None:
        return []
    middles = [(low + high) / 2 for low, high in pairwise(steps)]
    return [(index, at) for index, middle in enumerate(middles) if start - _SNAP <= middle <= end + _SNAP]


def _cut(run: Run, xs: Sequence[float], row: int, cells: dict[tuple[int, int], tuple[int, int]]) -> list[Run]:
    """Cut a run where it crosses from one cell into the next, as text set close to the rules does."""
    parts: list[Run] = []
    start = 0
    for column, edge in enumerate(xs[1:-1], start=1):
        if not run.left + 1 < edge < run.right - 1 or cells[row, column - 1] == cells[row, column]:
            continue
        at = next((index for index in range(start, len(run.text)) if run.lefts[index] >= edge - 1), None)
        if at is not None and start < at and run.rights[at - 1] <= edge + 1:
            parts.append(_slice(run, start, at))
            start = at
    parts.append(_slice(run, start, len(run.text)))
    return [part for part in parts if part.text.strip()]


def _slice(run: Run, start: int, end: int) -> Run:
    return run._replace(text=run.text[start:end], lefts=run.lefts[start:end], rights=run.rights[start:end])

"""What commands say on standard error while standard output carries the data."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from stitext.records import Item
    from stitext.settings import Language

_T = TypeVar("_T")


@dataclass(frozen=True)
class Talk:
    """The strings of one language."""

    failed: str
    partial: str
    skipped: str
    summary: str
    written: str
    rows_written: str
    not_assessed: str
    progress: str


_JA = Talk(
    failed="失敗: {name}: {message}",
    partial="一部のみ: {name}: {message}",
    skipped="対象外: {name}: {message}",
    summary="{n} 件中 {ok} 件を処理しました（一部のみ {partial}、失敗 {failed}、対象外 {skipped}）。",
    written="書き出しました: {path}",
    rows_written="{n} 行を書き出しました: {path}",
    not_assessed="{name}: 判定できない観点があるため、--fail-on の条件を確かめられません。",
    progress="処理中",
)
_EN = Talk(
    failed="failed: {name}: {message}",
    partial="partial: {name}: {message}",
    skipped="skipped: {name}: {message}",
    summary="{ok} of {n} files done ({partial} in part, {failed} failed, {skipped} skipped).",
    written="written: {path}",
    rows_written="{n} rows written: {path}",
    not_assessed="{name}: some points could not be assessed, so --fail-on can't be answered.",
    progress="working",
)
_TALK: Mapping[str, Talk] = {"ja": _JA, "en": _EN}


def talk_in(language: Language) -> Talk:
    """Return the strings of a language.

    Parameters
    ----------
    language
        ``ja`` or ``en``.

    Returns
    -------
    Talk
        The strings.
    """
    return _TALK[language]


def say(text: str) -> None:
    """Write a line to standard error.

    Parameters
    ----------
    text
        The line. Characters that steer a terminal are shown, not sent: file names can hold them.
    """
    from stitext.rendering.quotes import display_quote

    lines = [display_quote(line) for line in text.splitlines()]
    sys.stderr.write("\n".join(lines) + "\n")


def say_item(item: Item, talk: Talk) -> None:
    """Say what went wrong with one file of a run; nothing where all went well.

    Parameters
    ----------
    item
        The outcome.
    talk
        The strings of the command's language.
    """
    template = {"failed": talk.failed, "skipped": talk.skipped}.get(item.status, talk.partial)
    for error in item.errors:
        # Most messages begin with the file's name, but not with its folder.
        message = error.message.removeprefix(f"{Path(item.name).name}: ")
        say(template.format(name=item.name, message=f"{message} [{error.code}]"))


def uses_color() -> bool:
    """Tell whether standard output wants color: a terminal, and ``NO_COLOR`` is not set.

    Returns
    -------
    bool
        Whether to color.
    """
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def with_progress(results: Iterable[_T], total: int, talk: Talk) -> Iterator[_T]:
    """Pass results on, with a progress bar on standard error where that is a terminal.

    Parameters
    ----------
    results
        The results, lazily made.
    total
        How many are to come.
    talk
        The strings of the command's language.

    Yields
    ------
    _T
        The results, in order.
    """
    if not sys.stderr.isatty():
        yield from results
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(talk.progress, total=total)
        for result in results:
            yield result
            progress.advance(task)

"""``stitext settings``: every setting with where its value comes from, and how to keep a new one."""

from __future__ import annotations

from typing import Annotated

import typer

from stitext.cli.output import write_stdout
from stitext.cli.talk import say
from stitext.errors import UsageError


def settings(
    values: Annotated[
        list[str] | None,
        typer.Argument(metavar="[KEY=VALUE...]", help="設定ファイルに残す値。省くと一覧を示す。", show_default=False),
    ] = None,
) -> None:
    """設定の値と、その値の出どころを示す。KEY=VALUE で設定ファイルに残す。

    値は、既定、設定ファイル、環境変数 STITEXT_<KEY>、コマンドのオプションの順に、後のものが勝つ。

    \b
    例:
      stitext settings
      stitext settings language=en
    """
    from stitext.settings import explain_settings, load_settings, save_setting

    pairs = [_pair(value) for value in values or ()]
    if pairs:
        load_settings(options=dict(pairs))  # all of them are checked before the first is kept
    for key, value in pairs:
        say(f"{key} = {value}: {save_setting(key, value)}")
    if not pairs:
        write_stdout("".join(f"{found.key}\t{found.value}\t{found.source}\n" for found in explain_settings()))


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key.strip() or not value.strip():
        raise UsageError(f"設定は KEY=VALUE の形で書いてください: {text}（例: stitext settings language=en）")
    return key.strip(), value.strip()

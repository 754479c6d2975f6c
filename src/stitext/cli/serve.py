"""``stitext serve``: the HTTP service, on this machine only."""

from __future__ import annotations

import ipaddress
from typing import Annotated

import typer

from stitext.cli.options import FrameworkOption, given
from stitext.errors import UsageError


def serve(
    host: Annotated[
        str, typer.Option("--host", help="待ち受けるアドレス。この計算機自身（ループバック）だけ。")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="待ち受けるポート。")] = 8000,
    framework: FrameworkOption = None,
) -> None:
    """ウェブ画面と HTTP API を、この計算機の中だけに開く。終えるには Ctrl-C。

    利用者の確認がまだないので、外から届くアドレスでは待ち受けない。

    \b
    例:
      stitext serve --port 8000
    """
    from stitext.settings import load_settings

    if not _is_loopback(host):
        raise UsageError(
            f"--host {host} では待ち受けません。利用者を確かめる仕組みがまだなく、下書きが外から読めてしまうためです。"
            "127.0.0.1、::1、localhost のどれかを指定してください。"
        )
    settings = load_settings(options=given(framework=framework))
    import uvicorn

    from stitext_api.app import create_app

    uvicorn.run(create_app(settings), host=host, port=port)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

"""``stitext models``: the encoders and taggers on this machine, and the one door through which new ones come."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stitext.cli.framework import OutputFormat
from stitext.cli.output import write_stdout
from stitext.cli.talk import say

models_app = typer.Typer(rich_markup_mode=None)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="モデルの名前、またはフォルダー。")]


@models_app.callback(invoke_without_command=True)
def models_help(context: typer.Context) -> None:
    """モデル（エンコーダと判定モデル）を一覧、表示、取得、選択する。

    \b
    例:
      stitext models list
    """
    if context.invoked_subcommand is None:
        write_stdout(context.get_help() + "\n")


@models_app.command("list")
def models_list(output_format: OutputFormat = "text") -> None:
    """この計算機にあるモデルを示す。* は設定で使っているもの。

    \b
    例:
      stitext models list
    """
    from stitext.embedding import list_models
    from stitext.rendering.encoder_text import render_models_text
    from stitext.rendering.report_json import render_json_line
    from stitext.settings import load_settings

    settings = load_settings()
    found = list_models()
    if output_format == "json":
        write_stdout("".join(render_json_line(model) for model in found))
    else:
        write_stdout(render_models_text(found, used=frozenset((settings.encoder, settings.tagger))))


@models_app.command("show")
def models_show(name: NameArgument, output_format: OutputFormat = "text") -> None:
    """モデルの種類、大きさ、次元、ライセンスを示す。

    \b
    例:
      stitext models show static-ja-1
    """
    from stitext.embedding import show_model
    from stitext.rendering.encoder_text import render_model_text
    from stitext.rendering.report_json import render_json

    found = show_model(name)
    write_stdout(render_json(found) if output_format == "json" else render_model_text(found))


@models_app.command("pull")
def models_pull(
    name: Annotated[str, typer.Argument(metavar="OWNER/NAME", help="Hugging Face での名前。")],
) -> None:
    """エンコーダをネットワークから取得する。stitext がネットワークを使うのは、このコマンドだけ。

    \b
    例:
      stitext models pull cl-nagoya/ruri-v3-30m
    """
    from stitext.embedding import pull_model

    say(f"取得中: {name}")
    path = pull_model(name)
    say(f"取得しました: {path}\n使うには: stitext models use {name}")


@models_app.command("use")
def models_use(name: NameArgument) -> None:
    """モデルを設定に残し、次から使う。エンコーダを替えたら、判定モデルを作り直す。

    \b
    例:
      stitext models use static-ja-1
    """
    from stitext.embedding import list_models, show_model
    from stitext.resources import fits_tagger
    from stitext.settings import load_settings, save_setting

    found = show_model(name)
    key = "tagger" if found.kind == "tagger" else "encoder"
    known = {model.id for model in list_models()}
    value = name if name in known else str(Path(found.path).resolve())  # so that it holds in any folder
    say(f"{key} = {value}: {save_setting(key, value)}")
    settings = load_settings()
    if not fits_tagger(settings):
        say(
            f"判定モデル {settings.tagger} は別のエンコーダで作られています。作り直して、それを選んでください:\n"
            "  stitext train -o my-tagger/\n  stitext models use my-tagger/"
        )

"""``stitext explain`` and ``stitext framework``: what the policy document says, and how it is read here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from stitext.cli.options import FrameworkOption, LanguageOption, given
from stitext.cli.output import write_stdout
from stitext.cli.talk import say
from stitext.errors import EXIT_FAILED

framework_app = typer.Typer(rich_markup_mode=None)

OutputFormat = Annotated[Literal["text", "json"], typer.Option("--format", help="出力の形。")]


def explain(
    label: Annotated[str, typer.Argument(metavar="LABEL", help="項目の ID（P1.3、C2.4 など）。")],
    framework: FrameworkOption = None,
    output_format: OutputFormat = "text",
    language: LanguageOption = None,
) -> None:
    """項目の原文、含むものと含まないもの、手がかり、助言を示す。

    \b
    例:
      stitext explain C2.4
    """
    from stitext.framework import load_framework
    from stitext.rendering.framework_text import render_label_text
    from stitext.rendering.report_json import render_json
    from stitext.settings import load_settings

    settings = load_settings(options=given(framework=framework, language=language))
    loaded = load_framework(settings.framework)
    found = loaded.label(label)
    if output_format == "json":
        write_stdout(render_json(found))
    else:
        write_stdout(render_label_text(found, loaded, language=settings.language))


@framework_app.callback(invoke_without_command=True)
def framework_help(context: typer.Context) -> None:
    """枠組み（政策文書を項目に分けたもの）を一覧、表示、検査する。

    \b
    例:
      stitext framework list
    """
    if context.invoked_subcommand is None:
        write_stdout(context.get_help() + "\n")


@framework_app.command("list")
def framework_list(language: LanguageOption = None) -> None:
    """同梱の枠組みを、ID、版、題名の順に一行ずつ示す。

    \b
    例:
      stitext framework list
    """
    from stitext.framework import list_frameworks
    from stitext.rendering.framework_text import render_frameworks_text
    from stitext.settings import load_settings

    settings = load_settings(options=given(language=language))
    write_stdout(render_frameworks_text(list_frameworks(), language=settings.language))


@framework_app.command("show")
def framework_show(
    framework: Annotated[
        str | None,
        typer.Argument(metavar="[ID|PATH]", help="省くと設定 framework の値。", show_default=False),
    ] = None,
    output_format: OutputFormat = "text",
    language: LanguageOption = None,
) -> None:
    """枠組みの目的、観点、方向性を、政策文書の文言で示す。

    \b
    例:
      stitext framework show sti-international
    """
    from stitext.framework import load_framework
    from stitext.rendering.framework_text import render_framework_text
    from stitext.rendering.report_json import render_json
    from stitext.settings import load_settings

    settings = load_settings(options=given(framework=framework, language=language))
    loaded = load_framework(settings.framework)
    if output_format == "json":
        write_stdout(render_json(loaded))
    else:
        write_stdout(render_framework_text(loaded, language=settings.language))


@framework_app.command("validate")
def framework_validate(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="枠組みのフォルダー、またはその policy.toml。")],
) -> None:
    """自作の枠組みを検査し、直すところをすべて挙げる。なければ終了コード 0、あれば 3。

    \b
    例:
      stitext framework validate my-framework/
    """
    from stitext.framework import validate_framework

    problems = validate_framework(path)
    for problem in problems:
        write_stdout(f"{problem.code}\t{problem.message}\n")
    if problems:
        say(f"直すところが {len(problems)} 件あります: {path}")
        raise typer.Exit(EXIT_FAILED)
    say(f"問題はありません: {path}")

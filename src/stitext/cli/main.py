"""The entry point: all commands, and how an error becomes a message and an exit code."""

from __future__ import annotations

import signal
import sys
import traceback
from collections.abc import Sequence
from types import FrameType
from typing import Annotated, NoReturn

import typer

from stitext import __version__
from stitext.cli.check import check
from stitext.cli.encoder import evaluate_encoder, train_encoder
from stitext.cli.framework import explain, framework_app
from stitext.cli.models import models_app
from stitext.cli.output import write_stdout
from stitext.cli.projects import projects_app
from stitext.cli.read import read
from stitext.cli.serve import serve
from stitext.cli.settings import settings
from stitext.cli.similar import evaluate_search, similar
from stitext.cli.tag import tag, tag_rows
from stitext.cli.talk import say
from stitext.cli.training import evaluate, train
from stitext.errors import EXIT_FAILED, EXIT_OK, StitextError, exit_code

EXIT_INTERRUPTED = 130  # 128 + SIGINT
EXIT_TERMINATED = 143  # 128 + SIGTERM

app = typer.Typer(
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,  # they would print local variables, and with them the draft
)


@app.callback(invoke_without_command=True)
def stitext(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="版を示して終わる。")] = False,
) -> None:
    """政策文書の目的と観点に照らして、日本語の文書を一文ずつ読み、根拠とともに示す。

    文書はこの計算機の外へ出ない。結果は標準出力に、経過と注意は標準エラー出力に出る。

    \b
    終了コード:
      0  済んだ
      1  --fail-on に当たる観点がある
      2  指定の誤り
      3  失敗したものがある

    \b
    例:
      stitext check draft.docx
    """
    if version:
        write_stdout(f"stitext {__version__}\n")
        raise typer.Exit(EXIT_OK)
    if context.invoked_subcommand is None:
        write_stdout(context.get_help() + "\n")


app.command("check")(check)
app.command("read")(read)
app.command("tag")(tag)
app.command("tag-rows")(tag_rows)
app.command("explain")(explain)
app.add_typer(framework_app, name="framework")
app.add_typer(models_app, name="models")
app.add_typer(projects_app, name="projects")
app.command("similar")(similar)
app.command("settings")(settings)
app.command("train")(train)
app.command("evaluate")(evaluate)
app.command("train-encoder")(train_encoder)
app.command("evaluate-encoder")(evaluate_encoder)
app.command("evaluate-search")(evaluate_search)
app.command("serve")(serve)


def main(arguments: Sequence[str]) -> int:
    """Run one command.

    Parameters
    ----------
    arguments
        The command line without the program's name.

    Returns
    -------
    int
        The exit code: 0 done, 1 findings, 2 the request was at fault, 3 something failed, 130 interrupted.
    """
    try:
        code = app(list(arguments), prog_name="stitext", standalone_mode=False)
    except StitextError as error:
        say(f"stitext: {error.message} [{error.code}]")
        return exit_code(error)
    except typer.TyperException as error:  # the command line can't be parsed
        say(f"stitext: 使い方の誤りです。{error.format_message()}\n使い方は --help で見られます。")
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return EXIT_INTERRUPTED
    except Exception:  # the edge: a defect must not look like a finding, whose exit code is Python's own for a crash
        say(traceback.format_exc())
        say("stitext: 不具合です。上の内容を添えて知らせてください（下書きの文言が含まれていないか確かめてから）。")
        return EXIT_FAILED
    return code if isinstance(code, int) else EXIT_OK


def run() -> NoReturn:
    """Run the command that the process was started with, and exit."""
    if not sys.stdout.isatty() and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # data are the same on every machine
    if hasattr(sys.stderr, "reconfigure"):
        sys.stderr.reconfigure(errors="backslashreplace")
    signal.signal(signal.SIGTERM, _terminate)
    sys.exit(main(sys.argv[1:]))


def _terminate(signum: int, frame: FrameType | None) -> NoReturn:
    """Leave in the ordinary way, so that half-written files are removed."""
    raise SystemExit(EXIT_TERMINATED)

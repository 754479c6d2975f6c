"""``stitext train`` and ``stitext evaluate``: make a tagger from labelled documents, and measure it on them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from stitext.cli.options import CorpusOption, FrameworkOption, LanguageOption, given
from stitext.cli.output import write_stdout
from stitext.cli.talk import say
from stitext.errors import OutputError


def train(
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="モデルの出力先。新しいフォルダー。")],
    corpus: CorpusOption = None,
    framework: FrameworkOption = None,
) -> None:
    """正解付きの文書から判定モデルを作る。使うには stitext settings tagger=DIR とする。

    \b
    例:
      stitext train --corpus my-corpus/ -o my-tagger/
    """
    from stitext.rendering.report_json import render_json
    from stitext.settings import data_path, load_settings

    if output.exists():
        raise OutputError(f"出力先 {output} は既にあります。新しい名前を指定してください。", code="output-exists")
    settings = load_settings(options=given(framework=framework))
    from stitext import operations

    metrics = operations.train(corpus or data_path() / "corpora" / "examples", output, settings, progress=say)
    write_stdout(render_json(metrics))


def evaluate(
    corpus: CorpusOption = None,
    output_format: Annotated[Literal["text", "json"], typer.Option("--format", help="出力の形。")] = "text",
    framework: FrameworkOption = None,
    language: LanguageOption = None,
) -> None:
    """正解付きの文書で、判定がどれだけ当たるかを測る。

    \b
    例:
      stitext evaluate
      stitext evaluate --corpus my-corpus/ --format json
    """
    from stitext.rendering.report_json import render_json
    from stitext.settings import data_path, load_settings

    settings = load_settings(options=given(framework=framework, language=language))
    from stitext import operations

    evaluation = operations.evaluate(corpus or data_path() / "corpora" / "examples", settings)
    if output_format == "json":
        write_stdout(render_json(evaluation))
        return
    from stitext.rendering.evaluation_text import render_evaluation_text

    write_stdout(render_evaluation_text(evaluation, language=settings.language))

"""``stitext train`` and ``stitext evaluate``: make a tagger from labelled documents, and measure it on them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from stitext.cli.options import CorpusOption, FrameworkOption, LanguageOption, given
from stitext.cli.output import write_stdout
from stitext.cli.talk import say


def train(
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="モデルの出力先。新しいフォルダー。")],
    corpus: CorpusOption = None,
    framework: FrameworkOption = None,
) -> None:
    """正解付きの文書から判定モデルを作る。使うには stitext settings tagger=DIR とする。

    \b
    例:
      stitext train -o my-tagger/
      stitext train --corpus my-corpus/ -o my-tagger/
    """
    from stitext.learning import train as train_tagger
    from stitext.rendering.report_json import render_json
    from stitext.settings import data_path, load_settings

    settings = load_settings(options=given(framework=framework))
    summary = train_tagger(corpus or data_path() / "corpora" / "sentences", output, settings, progress=say)
    write_stdout(render_json(summary))


def evaluate(
    corpus: CorpusOption = None,
    drafts: Annotated[
        Path | None,
        typer.Option(
            "--drafts", metavar="DIR", help="判定付きの原稿のフォルダー。省くと同梱の原稿。", show_default=False
        ),
    ] = None,
    with_test: Annotated[
        bool, typer.Option("--test", help="取り置きのテスト文書でも測る。公開のたびに一度だけ使う。")
    ] = False,
    output_format: Annotated[Literal["text", "json"], typer.Option("--format", help="出力の形。")] = "text",
    language: LanguageOption = None,
) -> None:
    """文書単位の交差検証で、判定がどれだけ当たるかを測る（2 コアで 15 分ほど）。

    \b
    例:
      stitext evaluate
      stitext evaluate --corpus my-corpus/ --format json
    """
    from stitext.learning import evaluate as evaluate_tagger
    from stitext.rendering.evaluation_text import render_evaluation_text
    from stitext.rendering.report_json import render_json
    from stitext.settings import data_path, load_settings

    settings = load_settings(options=given(language=language))
    corpora = data_path() / "corpora"
    evaluation = evaluate_tagger(
        corpus or corpora / "sentences",
        # A corpus of one's own is measured alone: the shipped drafts say nothing of it.
        drafts or (corpora / "drafts" if corpus is None else None),
        settings,
        with_test=with_test,
        progress=say,
    )
    if output_format == "json":
        write_stdout(render_json(evaluation))
    else:
        write_stdout(render_evaluation_text(evaluation, language=settings.language))

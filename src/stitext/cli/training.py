"""``stitext train`` and ``stitext evaluate``: make a tagger from labelled documents, and measure it on them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from stitext.cli.options import CorpusOption, FrameworkOption, LanguageOption, OverwriteOption, given
from stitext.cli.output import check_output, make_folder, write_output, write_stdout
from stitext.cli.talk import say
from stitext.errors import UsageError

if TYPE_CHECKING:
    from stitext.evaluation import Evaluation
    from stitext.settings import Language, Settings

PLOTS = ("reliability.svg", "learning-curve.svg")


def train(
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="モデルの出力先。新しいフォルダー。")],
    corpus: CorpusOption = None,
    drafts: Annotated[
        Path | None,
        typer.Option(
            "--drafts",
            metavar="DIR",
            help="判定のしきい値を決める、判定付きの原稿のフォルダー。--corpus も省くと同梱の原稿。",
            show_default=False,
        ),
    ] = None,
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
    corpora = data_path() / "corpora"
    summary = train_tagger(
        corpus or corpora / "sentences",
        output,
        settings,
        # The shipped drafts say nothing of a corpus of one's own.
        drafts_path=drafts or (corpora / "drafts" if corpus is None else None),
        progress=say,
    )
    write_stdout(render_json(summary))


def evaluate(
    corpus: CorpusOption = None,
    drafts: Annotated[
        Path | None,
        typer.Option(
            "--drafts", metavar="DIR", help="判定付きの原稿のフォルダー。省くと同梱の原稿。", show_default=False
        ),
    ] = None,
    rows: Annotated[
        Path | None,
        typer.Option(
            "--rows",
            metavar="GOLD",
            help="自分でラベルを付けた行（.jsonl .csv .xlsx。列 text と labels、あれば section と document）で、"
            "今の判定モデルを測る。",
            show_default=False,
        ),
    ] = None,
    plots: Annotated[
        Path | None,
        typer.Option(
            "--plots",
            metavar="DIR",
            help="確率の当たり方と学習曲線の図（reliability.svg、learning-curve.svg）の出力先。時間が少し延びる。",
            show_default=False,
        ),
    ] = None,
    with_test: Annotated[
        bool, typer.Option("--test", help="取り置きのテスト文書でも測る。公開のたびに一度だけ使う。")
    ] = False,
    output_format: Annotated[Literal["text", "json"], typer.Option("--format", help="出力の形。")] = "text",
    overwrite: OverwriteOption = False,
    language: LanguageOption = None,
) -> None:
    """文書単位の交差検証で、判定がどれだけ当たるかを、ほかの方法と並べて測る（2 コアで 10 分足らず）。

    \b
    例:
      stitext evaluate
      stitext evaluate --plots out/ --format json
      stitext evaluate --rows my-labels.jsonl
      stitext evaluate --corpus my-corpus/
    """
    from stitext.learning import evaluate_rows
    from stitext.rendering.evaluation_text import render_evaluation_text, render_rows_text
    from stitext.rendering.report_json import render_json
    from stitext.settings import load_settings

    settings = load_settings(options=given(language=language))
    if rows is not None:
        if corpus or drafts or plots or with_test:
            raise UsageError(
                "--rows は --corpus、--drafts、--plots、--test と一緒に使えません。どちらかにしてください。"
            )
        found = evaluate_rows(rows, settings, progress=say)
        text = render_json(found) if output_format == "json" else render_rows_text(found, language=settings.language)
    else:
        places = [] if plots is None else _plot_places(plots, overwrite=overwrite)
        evaluation = _evaluate_corpus(corpus, drafts, settings, with_test=with_test, with_curve=plots is not None)
        for place, drawing in zip(places, _draw(evaluation, settings.language) if places else (), strict=True):
            write_output(drawing, place, overwrite=overwrite)
        as_json = output_format == "json"
        text = render_json(evaluation) if as_json else render_evaluation_text(evaluation, language=settings.language)
    write_stdout(text)


def _evaluate_corpus(
    corpus: Path | None, drafts: Path | None, settings: Settings, *, with_test: bool, with_curve: bool
) -> Evaluation:
    from stitext.framework import load_framework
    from stitext.learning import Extras, evaluate
    from stitext.settings import data_path

    corpora = data_path() / "corpora"
    rules_path = corpora / "coding-rules" / f"{load_framework(settings.framework).id}.txt"
    return evaluate(
        corpus or corpora / "sentences",
        # A corpus of one's own is measured alone: the shipped drafts say nothing of it.
        drafts or (corpora / "drafts" if corpus is None else None),
        settings,
        # Rules are written for one framework; the table of another one does without.
        extras=Extras(test=with_test, curve=with_curve, rules_path=rules_path if rules_path.is_file() else None),
        progress=say,
    )


def _plot_places(folder: Path, *, overwrite: bool) -> list[Path]:
    make_folder(folder)
    places = [folder / name for name in PLOTS]
    for place in places:
        check_output(place, overwrite=overwrite)
    return places


def _draw(evaluation: Evaluation, language: Language) -> tuple[str, str]:
    from stitext.rendering.evaluation_svg import render_curve_svg, render_reliability_svg

    return render_reliability_svg(evaluation, language=language), render_curve_svg(evaluation, language=language)

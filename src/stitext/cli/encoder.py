"""``stitext train-encoder`` and ``stitext evaluate-encoder``: make the static encoder anew, and measure any encoder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stitext.cli.framework import OutputFormat
from stitext.cli.options import LanguageOption, given
from stitext.cli.output import write_stdout
from stitext.cli.talk import say


def train_encoder(
    public: Annotated[
        Path,
        typer.Option("--public", metavar="DIR", help="公開データ（jglue/、jsick/、jaquad/）のフォルダー。"),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="モデルの出力先。新しいフォルダー。")],
    corpora: Annotated[
        Path | None,
        typer.Option(
            "--corpora", metavar="DIR", help="コーパスのフォルダー。省くと同梱のコーパス。", show_default=False
        ),
    ] = None,
) -> None:
    """静的エンコーダを公開データとコーパスから作り、測る（2 コアで 10 分ほど）。

    \b
    例:
      stitext train-encoder --public public-data/ -o my-encoder/
    """
    from stitext.encoder_training.build import TrainingData
    from stitext.encoder_training.build import train_encoder as train
    from stitext.rendering.report_json import render_json
    from stitext.settings import data_path

    data = TrainingData(public_path=public, corpora_path=corpora or data_path() / "corpora")
    write_stdout(render_json(train(data, output, progress=say)))


def evaluate_encoder(
    public: Annotated[
        Path | None,
        typer.Option(
            "--public",
            metavar="DIR",
            help="公開データのフォルダー。省くと同梱のコーパスだけで測る。",
            show_default=False,
        ),
    ] = None,
    encoder: Annotated[
        str | None,
        typer.Option(
            "--encoder", metavar="NAME|DIR", help="測るエンコーダ。省くと設定 encoder の値。", show_default=False
        ),
    ] = None,
    output_format: OutputFormat = "text",
    language: LanguageOption = None,
) -> None:
    """エンコーダを、語のベクトルの平均や語の検索と並べて測る。

    \b
    例:
      stitext evaluate-encoder
      stitext evaluate-encoder --public public-data/ --encoder cl-nagoya/ruri-v3-30m
    """
    from stitext.embedding import load_encoder
    from stitext.encoder_training.evaluate import compare_encoders
    from stitext.rendering.encoder_text import render_encoders_text
    from stitext.rendering.report_json import render_json
    from stitext.settings import data_path, load_settings

    settings = load_settings(options=given(encoder=encoder, language=language))
    table = compare_encoders(load_encoder(settings.encoder), public, data_path() / "corpora", progress=say)
    if output_format == "json":
        write_stdout(render_json(table))
    else:
        write_stdout(render_encoders_text(table, language=settings.language))

"""The options that several commands share, worded once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

LanguageOption = Annotated[
    Literal["ja", "en"] | None,
    typer.Option("--lang", help="表示の言語（ja, en）。省くと設定 language の値。", show_default=False),
]
FrameworkOption = Annotated[
    str | None,
    typer.Option(
        "--framework",
        metavar="ID|PATH",
        help="枠組みの ID、または枠組みのフォルダー。省くと設定 framework の値。",
        show_default=False,
    ),
]
AnalysisOption = Annotated[
    Literal["auto", "full"] | None,
    typer.Option(
        "--analysis",
        help="auto は項目に関わる文だけ、full はすべての文の構文を調べる。省くと設定 analysis の値。",
        show_default=False,
    ),
]
TemplateOption = Annotated[
    Path | None,
    typer.Option(
        "--template",
        metavar="FORM",
        help="空の様式（.docx .xlsx など）。これと同じ文は書いた人の文ではないので除く。",
        show_default=False,
    ),
]
OcrOption = Annotated[
    bool, typer.Option("--ocr", help="PDF の文字のないページを tesseract で認識する（時間がかかる）。")
]
OverwriteOption = Annotated[bool, typer.Option("--overwrite", help="出力先に既にあるファイルを置き換える。")]
CorpusOption = Annotated[
    Path | None,
    typer.Option("--corpus", metavar="DIR", help="正解付きの文書のフォルダー。省くと同梱の文例。", show_default=False),
]


def given(
    *,
    framework: str | None = None,
    analysis: Literal["auto", "full"] | None = None,
    encoder: str | None = None,
    language: Literal["ja", "en"] | None = None,
) -> dict[str, str]:
    """Collect the settings that a command line gave.

    Parameters
    ----------
    framework
        Value of ``--framework``.
    analysis
        Value of ``--analysis``.
    encoder
        Value of ``--encoder``.
    language
        Value of ``--lang``.

    Returns
    -------
    dict
        The values by settings key, without those that were not given.
    """
    values = {"framework": framework, "analysis": analysis, "encoder": encoder, "language": language}
    return {key: value for key, value in values.items() if value is not None}

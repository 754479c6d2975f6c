"""``stitext read``: what is read of files, before anything is judged."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from stitext.cli.inputs import STDIN, documents_of, readable, reading_options
from stitext.cli.options import LanguageOption, OcrOption, OverwriteOption, TemplateOption, given
from stitext.cli.output import OutputFile, check_output, is_folder, write_stdout
from stitext.cli.talk import say, say_item, talk_in, with_progress
from stitext.errors import EXIT_FAILED, EXIT_OK, UsageError

if TYPE_CHECKING:
    from stitext.reading.readout import Readout
    from stitext.settings import Language

ReadFormat = Literal["text", "json", "html"]

_SUFFIXES: Mapping[str, ReadFormat] = {
    ".txt": "text",
    ".json": "json",
    ".jsonl": "json",
    ".html": "html",
    ".htm": "html",
}
_MAX_TEXT_WIDTH = 100  # longer lines of Japanese are hard to read


def read(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="読むファイル。- は標準入力のテキスト。")],
    read_format: Annotated[
        ReadFormat | None,
        typer.Option(
            "--format",
            help="出力の形。省くと -o の拡張子（.txt .json .jsonl .html）から決め、-o もなければ text。",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="OUT", help="出力先のファイル。省くと標準出力。")
    ] = None,
    template: TemplateOption = None,
    ocr: OcrOption = False,
    language: LanguageOption = None,
    overwrite: OverwriteOption = False,
) -> None:
    """ファイルから読み取った節と文、除いた箇所とその理由、注意を示す。

    判定の前に、文が正しく読み取れているかを確かめるための命令。モデルは使わない。

    \b
    複数のファイルと zip:
      json は一行に一つの文書（JSON Lines）になる。text は続けて出る。
      html は一つの文書だけを出せる。
      zip の中の文書とメールの添付は、一つずつ別の文書（archive.zip/member.docx）になる。

    \b
    終了コード:
      0  読み終えた
      2  指定の誤り
      3  読めないファイルがある（ほかのファイルの結果は出す）

    \b
    例:
      stitext read draft.docx
      stitext read form.xlsx --template empty.xlsx
      stitext read archive.zip --format json -o read.jsonl
      stitext read report.pdf -o report.html
    """
    from stitext.settings import load_settings

    settings = load_settings(options=given(language=language))
    _refuse(files)
    documents = documents_of(files, settings)
    chosen = _format(read_format, output)
    if chosen == "html" and len(documents) > 1:
        raise UsageError("html は一つの文書だけを出せます。ファイルを一つずつ指定するか、json にしてください。")
    if output not in (None, "-"):
        check_output(Path(str(output)), overwrite=overwrite)
    options = reading_options(template, settings, ocr=ocr)
    talk = talk_in(settings.language)
    code = EXIT_OK
    parts: list[str] = []
    with readable(files, "read") as paths:
        from stitext.operations import read_all

        results = read_all(paths, settings, options=options)
        for result in with_progress(results, len(documents), talk):
            say_item(result.item, talk)
            if result.readout is None:
                code = code if result.item.status == "skipped" else EXIT_FAILED
                continue
            text = _render(result.readout, chosen, settings.language, as_line=len(documents) > 1)
            if output in (None, "-"):
                write_stdout(text)
            else:
                parts.append(text)
    if parts:
        with OutputFile(Path(str(output)), overwrite=overwrite) as file:
            for part in parts:
                file.write(part)
            file.commit()
        say(talk.written.format(path=output))
    raise typer.Exit(code)


def _refuse(files: list[Path]) -> None:
    if files.count(STDIN) > 1:
        raise UsageError("標準入力（-）は一度しか指定できません。")
    for path in files:
        if is_folder(path):
            raise UsageError(
                f"{path} はフォルダーです。read にはファイルを指定してください（{path / '*.docx'} など）。"
            )


def _format(read_format: ReadFormat | None, output: str | None) -> ReadFormat:
    if read_format is not None:
        return read_format
    if output is None or output == "-":
        return "text"
    found = _SUFFIXES.get(Path(output).suffix.lower())
    if found is None:
        known = " ".join(_SUFFIXES)
        raise UsageError(f"{output} の拡張子からは出力の形が分かりません。--format で指定してください（{known}）。")
    return found


def _render(readout: Readout, read_format: ReadFormat, language: Language, *, as_line: bool) -> str:
    match read_format:
        case "text":
            from stitext.rendering.readout_text import render_readout_text

            width = shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80
            return render_readout_text(readout, language=language, width=min(max(width, 40), _MAX_TEXT_WIDTH))
        case "html":
            from stitext.rendering.readout_html import render_readout_html

            return render_readout_html(readout, language=language)
        case "json":
            from stitext.rendering.report_json import render_json, render_json_line

            return render_json_line(readout) if as_line else render_json(readout)

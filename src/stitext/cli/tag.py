"""``stitext tag`` and ``stitext tag-rows``: the labels of every sentence, or of every row of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from stitext.cli.inputs import documents_of, reading_options
from stitext.cli.options import (
    AnalysisOption,
    FrameworkOption,
    LanguageOption,
    OcrOption,
    OverwriteOption,
    TemplateOption,
    given,
)
from stitext.cli.output import OutputFile, check_output, write_stdout
from stitext.cli.talk import say, say_item, talk_in, with_progress
from stitext.errors import EXIT_FAILED, EXIT_OK, SourceError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stitext.operations import TagResult
    from stitext.records import TagLine
    from stitext.resources import Resources
    from stitext.settings import Settings

TagFormat = Literal["jsonl", "csv"]


def tag(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="ファイル、またはフォルダー（中のすべて）。")],
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUT", help="出力先のファイル。- は標準出力。")],
    tag_format: Annotated[
        TagFormat | None,
        typer.Option(
            "--format", help="省くと -o の拡張子（.jsonl .csv）から決める。- なら jsonl。", show_default=False
        ),
    ] = None,
    framework: FrameworkOption = None,
    template: TemplateOption = None,
    ocr: OcrOption = False,
    analysis: AnalysisOption = None,
    language: LanguageOption = None,
    overwrite: OverwriteOption = False,
) -> None:
    """文書のすべての文に、目的と観点の項目を付ける。

    \b
    出力の形:
      jsonl  一行に一文。項目のない文も出る。
      csv    一行に一文と一項目。項目のない文は出ない。BOM 付き UTF-8。
             表計算ソフトが式として動かさないように、= + - @ タブ 改行で始まる
             セルの前に ' を付ける。元のままの文言は jsonl にある。

    \b
    zip の中の文書とメールの添付も、一つずつ別の文書（archive.zip/member.docx）になる。

    \b
    終了コード:
      0  すべて処理した
      2  指定の誤り
      3  失敗したファイルがある（ほかのファイルの結果は書き出す）

    \b
    例:
      stitext tag archive/ -o tags.jsonl
      stitext tag report1.pdf report2.docx -o tags.csv
    """
    from stitext.settings import load_settings

    chosen = _format(output, tag_format)
    if output != "-":
        check_output(Path(output), overwrite=overwrite)
    settings = load_settings(options=given(framework=framework, analysis=analysis, language=language))
    files = _files(paths, output)
    from stitext.operations import tag_all
    from stitext.resources import load_resources

    options = reading_options(template, settings, ocr=ocr)
    resources = load_resources(settings)
    n_documents = len(documents_of(files, settings))
    results = with_progress(tag_all(files, resources, options=options), n_documents, talk_in(settings.language))
    if output == "-":
        statuses = _write_tags(results, write_stdout, chosen, settings)
    else:
        with OutputFile(Path(output), overwrite=overwrite) as out:
            statuses = _write_tags(results, out.write, chosen, settings)
            if statuses["ok"] + statuses["partial"]:
                out.commit()
                say(talk_in(settings.language).written.format(path=output))
    say(
        talk_in(settings.language).summary.format(
            n=statuses.total(),
            ok=statuses["ok"] + statuses["partial"],
            partial=statuses["partial"],
            failed=statuses["failed"],
            skipped=statuses["skipped"],
        )
    )
    raise typer.Exit(EXIT_FAILED if statuses["failed"] else EXIT_OK)


def tag_rows(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="表（.csv .xlsx .jsonl）。一行目は列の名前。")],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="OUT.jsonl", help="出力先のファイル。- は標準出力。")
    ],
    text: Annotated[
        str | None,
        typer.Option(
            "--text",
            metavar="COLUMN",
            help="文のある列。省くと text、本文、テキスト、sentence、文 のどれか一つ。",
            show_default=False,
        ),
    ] = None,
    section: Annotated[
        str | None, typer.Option("--section", metavar="COLUMN", help="見出しのある列。", show_default=False)
    ] = None,
    framework: FrameworkOption = None,
    analysis: AnalysisOption = None,
    language: LanguageOption = None,
    overwrite: OverwriteOption = False,
) -> None:
    """表の各行の文に項目を付け、元の列に labels を加えて JSON Lines で書き出す。

    \b
    例:
      stitext tag-rows sentences.csv --text 本文 --section 見出し -o tags.jsonl
    """
    from stitext.settings import load_settings

    if output != "-":
        check_output(Path(output), overwrite=overwrite)
    settings = load_settings(options=given(framework=framework, analysis=analysis, language=language))
    from stitext.resources import load_resources

    resources = load_resources(settings)
    if output == "-":
        _write_rows(file, text, section, resources, write_stdout)
        return
    with OutputFile(Path(output), overwrite=overwrite) as out:
        n_rows = _write_rows(file, text, section, resources, out.write)
        out.commit()
    say(talk_in(settings.language).rows_written.format(n=n_rows, path=output))


def _files(paths: list[Path], output: str) -> list[Path]:
    """Find the files to tag; an earlier output that stands among them is none."""
    from stitext.reading.folders import find_files

    earlier = None if output == "-" else Path(output).resolve()
    files = [path for path in find_files(paths) if path.resolve() != earlier]
    if not files:
        named = "、".join(map(str, paths))
        raise SourceError(
            f"読める形式のファイルがありません: {named}。フォルダーと拡張子を確かめてください。", code="source-missing"
        )
    return files


def _format(output: str, tag_format: TagFormat | None) -> TagFormat:
    if tag_format is not None:
        return tag_format
    if output == "-" or output.lower().endswith((".jsonl", ".ndjson")):
        return "jsonl"
    if output.lower().endswith(".csv"):
        return "csv"
    raise UsageError(f"{output} の拡張子からは形式が分かりません。--format jsonl か --format csv を付けてください。")


def _write_tags(
    results: Iterable[TagResult], write: Callable[[str], None], tag_format: TagFormat, settings: Settings
) -> Counter[str]:
    """Write the tags as they come, and count the files by what became of them."""
    from stitext.operations import tag_lines
    from stitext.rendering.report_json import render_json_line
    from stitext.rendering.tags_csv import CSV_HEAD, render_csv_rows

    render: Callable[[TagLine], str] = render_csv_rows if tag_format == "csv" else render_json_line
    statuses: Counter[str] = Counter()
    if tag_format == "csv":
        write(CSV_HEAD)
    for result in results:
        statuses[result.item.status] += 1
        say_item(result.item, talk_in(settings.language))
        if result.tagged is not None:
            for line in tag_lines(result.tagged):
                write(render(line))
    return statuses


def _write_rows(
    file: Path, text: str | None, section: str | None, resources: Resources, write: Callable[[str], None]
) -> int:
    from stitext.operations import tag_rows as tag_all_rows
    from stitext.reading.rows import read_rows
    from stitext.rendering.report_json import render_row_line

    n_rows = 0
    rows = read_rows(file, text_column=text, section_column=section)
    for row in tag_all_rows(rows, resources):
        write(render_row_line(row))
        n_rows += 1
    return n_rows

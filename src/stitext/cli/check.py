"""``stitext check``: the points that drafts leave unaddressed."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from stitext.cli.inputs import STDIN, documents_of, readable, reading_options
from stitext.cli.options import (
    AnalysisOption,
    FrameworkOption,
    LanguageOption,
    OcrOption,
    OverwriteOption,
    TemplateOption,
    given,
)
from stitext.cli.output import OutputFile, check_output, is_folder, make_folder, write_output, write_stdout
from stitext.cli.talk import Talk, say, say_item, talk_in, uses_color, with_progress
from stitext.errors import EXIT_FAILED, EXIT_FINDINGS, EXIT_OK, UsageError

if TYPE_CHECKING:
    from stitext.records import CoverageReport
    from stitext.settings import Language

Format = Literal["text", "json", "html", "md"]
FailOn = Literal["unaddressed", "mentioned"]

_SUFFIXES: Mapping[str, Format] = {
    ".txt": "text",
    ".json": "json",
    ".jsonl": "json",
    ".html": "html",
    ".htm": "html",
    ".md": "md",
}
_FILE_SUFFIX: Mapping[Format, str] = {"text": ".txt", "json": ".json", "html": ".html", "md": ".md"}
_MAX_TEXT_WIDTH = 100  # longer lines of Japanese are hard to read


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="調べるファイル。- は標準入力のテキスト。")],
    framework: FrameworkOption = None,
    report_format: Annotated[
        Format | None,
        typer.Option(
            "--format",
            help="報告の形。省くと -o の拡張子（.txt .json .jsonl .html .md）から決め、-o もなければ text。",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="OUT", help="報告の出力先。末尾が / か既存のフォルダーなら一件に一つ。"),
    ] = None,
    template: TemplateOption = None,
    ocr: OcrOption = False,
    analysis: AnalysisOption = None,
    fail_on: Annotated[
        FailOn | None,
        typer.Option("--fail-on", help="未記載（mentioned なら言及のみも含む）の観点があれば終了コード 1。"),
    ] = None,
    language: LanguageOption = None,
    overwrite: OverwriteOption = False,
) -> None:
    """下書きがどの観点に答え、どの観点を書いていないかを、根拠の文とともに示す。

    \b
    複数のファイルを調べるとき:
      json は一行に一つの報告（JSON Lines）になる。text と md は続けて出る。
      html は一つにまとめられないので、-o にフォルダーを指定する。
      zip の中の文書とメールの添付は、一つずつ別の文書として調べる。

    \b
    終了コード:
      0  調べ終えた
      1  --fail-on に当たる観点がある
      2  指定の誤り
      3  読めないファイルがある。--fail-on を付けたのに判定できない観点がある

    \b
    例:
      stitext check draft.docx
      stitext check draft.docx -o report.html
      stitext check drafts/*.docx -o reports/ --format html
      stitext check draft.docx --template form.docx
      stitext check draft.md --fail-on unaddressed
    """
    from stitext.settings import load_settings

    settings = load_settings(options=given(framework=framework, analysis=analysis, language=language))
    _refuse_folders(files)
    documents = documents_of(files, settings)
    plan = _plan(documents, report_format, output, overwrite=overwrite)
    options = reading_options(template, settings, ocr=ocr)
    talk = talk_in(settings.language)
    code = EXIT_OK
    with readable(files, "check") as paths, _sink(plan, overwrite=overwrite) as sink:
        from stitext.operations import check_all
        from stitext.resources import load_resources

        results = with_progress(check_all(paths, load_resources(settings), options=options), len(documents), talk)
        for index, result in enumerate(results):
            say_item(result.item, talk)
            if result.report is None:
                code = code if result.item.status == "skipped" else EXIT_FAILED
                continue
            sink.put(result.report, index, settings.language)
            code = max(code, _verdict_code(result.report, fail_on, talk))
        for path in sink.finish():
            say(talk.written.format(path=path))
    raise typer.Exit(code)


@dataclass(frozen=True)
class _Plan:
    """Where each report goes: to ``paths`` one by one, to ``path`` together, or else to standard output."""

    report_format: Format
    n_files: int
    path: Path | None = None
    paths: tuple[Path, ...] = ()


class _Sink:
    """Takes reports in order and brings them where the plan says."""

    def __init__(self, plan: _Plan, output: OutputFile | None, *, overwrite: bool) -> None:
        self.plan = plan
        self.output = output
        self.overwrite = overwrite
        self.written: list[Path] = []
        self.n_reports = 0

    def put(self, report: CoverageReport, index: int, language: Language) -> None:
        to_terminal = self.output is None and not self.plan.paths
        lines = self.plan.report_format == "json" and self.plan.n_files > 1 and not self.plan.paths
        text = _render(report, self.plan.report_format, language, to_terminal=to_terminal, as_line=lines)
        if self.plan.paths:
            write_output(text, self.plan.paths[index], overwrite=self.overwrite)
            self.written.append(self.plan.paths[index])
        else:
            separator = "\n\n" if self.n_reports and not lines else ""
            (self.output.write if self.output else write_stdout)(separator + text)
        self.n_reports += 1

    def finish(self) -> list[Path]:
        """Return the files that now stand."""
        if self.output and self.n_reports:
            self.output.commit()
            self.written.append(self.output.path)
        return self.written


@contextmanager
def _sink(plan: _Plan, *, overwrite: bool) -> Iterator[_Sink]:
    if plan.path is None:
        yield _Sink(plan, None, overwrite=overwrite)
        return
    with OutputFile(plan.path, overwrite=overwrite) as output:
        yield _Sink(plan, output, overwrite=overwrite)


def _refuse_folders(files: Sequence[Path]) -> None:
    if files.count(STDIN) > 1:
        raise UsageError("標準入力（-）は一度しか指定できません。")
    for path in files:
        if is_folder(path):
            raise UsageError(
                f"{path} はフォルダーです。check にはファイルを指定してください"
                f"（{path / '*.docx'} など）。フォルダーごと調べるには stitext tag を使います。"
            )


def _plan(files: Sequence[Path], report_format: Format | None, output: str | None, *, overwrite: bool) -> _Plan:
    """Settle where reports go, and refuse what can't be meant before anything is loaded."""
    if output is None or output == "-":
        return _shared(files, _Plan(report_format or "text", len(files)))
    path = Path(output)
    if is_folder(path) or output.endswith(("/", "\\")):
        if report_format is None:
            raise UsageError(f"{output} はフォルダーです。報告の形を --format で指定してください。")
        make_folder(path)
        names = _report_names(files, _FILE_SUFFIX[report_format])
        for name in names:
            check_output(path / name, overwrite=overwrite)
        return _Plan(report_format, len(files), paths=tuple(path / name for name in names))
    report_format = report_format or _SUFFIXES.get(path.suffix.lower())
    if report_format is None:
        known = " ".join(_SUFFIXES)
        raise UsageError(f"{output} の拡張子からは報告の形が分かりません。--format で指定してください（{known}）。")
    check_output(path, overwrite=overwrite)
    return _shared(files, _Plan(report_format, len(files), path=path))


def _shared(files: Sequence[Path], plan: _Plan) -> _Plan:
    if plan.report_format == "html" and len(files) > 1:
        raise UsageError(
            "複数のファイルの html は一つにまとめられません。-o reports/ のようにフォルダーを指定してください。"
        )
    return plan


def _report_names(files: Sequence[Path], suffix: str) -> list[str]:
    """Name the reports after their files; where two files have one name, the later gets a number."""
    names: list[str] = []
    for path in files:
        stem = "stdin" if path == STDIN else path.name
        name, n = f"{stem}{suffix}", 1
        while name in names:
            n += 1
            name = f"{stem}-{n}{suffix}"
        names.append(name)
    return names


def _render(
    report: CoverageReport, report_format: Format, language: Language, *, to_terminal: bool, as_line: bool
) -> str:
    match report_format:
        case "text":
            from stitext.rendering.report_text import render_report_text

            width = shutil.get_terminal_size((80, 24)).columns if to_terminal and sys.stdout.isatty() else 80
            return render_report_text(
                report,
                language=language,
                width=min(max(width, 40), _MAX_TEXT_WIDTH),
                color=to_terminal and uses_color(),
            )
        case "html":
            from stitext.rendering.report_html import render_report_html

            return render_report_html(report, language=language)
        case "md":
            from stitext.rendering.report_markdown import render_report_markdown

            return render_report_markdown(report, language=language)
        case "json":
            from stitext.rendering.report_json import render_json, render_json_line

            return render_json_line(report) if as_line else render_json(report)


def _verdict_code(report: CoverageReport, fail_on: FailOn | None, talk: Talk) -> int:
    if fail_on is None:
        return EXIT_OK
    if report.summary.not_assessed:
        say(talk.not_assessed.format(name=report.document.name))
        return EXIT_FAILED
    n_found = report.summary.unaddressed + (report.summary.mentioned if fail_on == "mentioned" else 0)
    return EXIT_FINDINGS if n_found else EXIT_OK

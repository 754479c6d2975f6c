"""``stitext projects``: catalogues of past projects, made of lists from elsewhere and of final reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from stitext.cli.framework import OutputFormat
from stitext.cli.output import OutputFile, check_output, is_folder, write_output, write_stdout
from stitext.cli.talk import say, talk_in, with_progress
from stitext.errors import EXIT_FAILED, UsageError

if TYPE_CHECKING:
    from stitext.projects.importing import ImportSummary, Skipped
    from stitext.records import Project

projects_app = typer.Typer(rich_markup_mode=None)

CatalogueOption = Annotated[
    Path, typer.Option("--to", metavar="CATALOGUE.jsonl", help="取り込み先の目録。なければ作り、あれば更新する。")
]
LicenseOption = Annotated[
    str | None,
    typer.Option("--license", metavar="TEXT", help="各記録に書く利用条件。省くと形式ごとの既定。", show_default=False),
]
ReportOption = Annotated[
    Path | None,
    typer.Option("--report", metavar="OUT.json", help="件数と、対象外にした記録の全部を書き出す。", show_default=False),
]


@projects_app.callback(invoke_without_command=True)
def projects_help(context: typer.Context) -> None:
    """過去の課題の目録を作り、一覧する。

    \b
    例:
      stitext projects import kaken.xml --to catalogue.jsonl
    """
    if context.invoked_subcommand is None:
        write_stdout(context.get_help() + "\n")


@projects_app.command("import")
def projects_import(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="取り込むファイル、またはそのフォルダー。形式は一つ。")
    ],
    to: Annotated[
        Path | None,
        typer.Option(
            "--to",
            metavar="CATALOGUE.jsonl",
            help="取り込み先の目録。なければ作り、あれば更新する。",
            show_default=False,
        ),
    ] = None,
    source_format: Annotated[
        Literal["kaken", "cordis", "nih", "table"] | None,
        typer.Option("--format", help="ファイルの形式。省くと中身から決める。", show_default=False),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--map",
            metavar="MAP.toml",
            help="表のどの列が何かを書いたファイル。省くと列の名前から。",
            show_default=False,
        ),
    ] = None,
    suggest_map: Annotated[
        bool, typer.Option("--suggest-map", help="列の対応の案を標準出力に、初めの行の読み方を示す。取り込まない。")
    ] = False,
    license_text: LicenseOption = None,
    report: ReportOption = None,
) -> None:
    """課題の一覧を目録に取り込む。同じものを二度取り込んでも変わらず、変わった記録は置き換わる。

    \b
    形式:
      kaken   KAKEN と JST の XML（opensearch の format=xml の応答）
      cordis  CORDIS の project.csv と、同じ束の organization.csv、euroSciVoc.csv、
              projectDeliverables.csv、報告の JSON
      nih     NIH RePORTER の応答（JSON）、ExPORTER の CSV とその要旨の CSV
      table   課題名の列がある表（.csv .tsv .xlsx）。JST、e-Rad などの一覧

    \b
    例:
      stitext projects import list.xlsx --suggest-map > map.toml
      stitext projects import list.xlsx --map map.toml --to catalogue.jsonl
      stitext projects import cordis/ --to catalogue.jsonl
    """
    from stitext.gathering import import_files, suggest_for
    from stitext.projects.mappings import load_mapping
    from stitext.rendering.catalogue_text import render_sample

    if suggest_map:
        if to is not None or mapping is not None:
            raise UsageError("--suggest-map は案を示すだけです。--to、--map とは一緒に使えません。")
        suggestion = suggest_for(files[0])
        say(render_sample(suggestion.sample))
        write_stdout(suggestion.toml)
        return
    if to is None:
        raise UsageError("取り込み先の目録を --to CATALOGUE.jsonl で指定してください。")
    loaded = None if mapping is None else load_mapping(mapping)
    found = import_files(files, source_format=source_format, mapping=loaded)
    _update(found, to, license_text, report)


@projects_app.command("from-reports")
def projects_from_reports(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="終了報告書などのフォルダー。下のフォルダーも読む。")],
    to: CatalogueOption,
    license_text: LicenseOption = None,
    report: ReportOption = None,
) -> None:
    """終了報告書を読み、題名、相手国、期間と、成果を述べた文を目録に入れる。

    成果の文は規則で選ぶ。手で印を付けた報告書では、選んだ文の 88% が成果で、成果の 75% を選んだ。
    どの記録の疑いの欄にもそう書くので、使う前に原文で確かめること。人の名前は取り込まない。

    \b
    終了コード:
      0  取り込んだ
      3  読めない文書があった（ほかの文書は取り込む）

    \b
    例:
      stitext projects from-reports reports/ --to catalogue.jsonl
    """
    from stitext.gathering import count_reports
    from stitext.gathering import projects_from_reports as gather_reports
    from stitext.settings import load_settings

    settings = load_settings()
    n_documents = count_reports(folder, settings)
    found = with_progress(gather_reports(folder, settings), n_documents, talk_in(settings.language))
    summary = _update(found, to, license_text, report)
    if any(each.code.startswith("source-") for each in summary.skipped):
        raise typer.Exit(EXIT_FAILED)


@projects_app.command("list")
def projects_list(
    catalogue: Annotated[
        Path | None,
        typer.Argument(metavar="[CATALOGUE.jsonl]", help="目録。省くと同梱の目録。", show_default=False),
    ] = None,
    country: Annotated[
        str | None,
        typer.Option("--country", metavar="TH,VN", help="相手国の符号か名前。どれかに当たるもの。", show_default=False),
    ] = None,
    programme: Annotated[
        str | None, typer.Option("--programme", metavar="TEXT", help="制度の名前の一部。", show_default=False)
    ] = None,
    output_format: OutputFormat = "text",
) -> None:
    """目録の課題を一行に一つ示す: id、採択年度、相手国、制度、課題名、成果の数。

    \b
    例:
      stitext projects list --country TH,VN --programme SATREPS
      stitext projects list catalogue.jsonl
    """
    from stitext.projects.catalogue import catalogue_line, load_catalogue
    from stitext.projects.countries import parse_countries
    from stitext.rendering.catalogue_text import render_project_line
    from stitext.settings import data_path

    codes, unknown = parse_countries(country or "")
    if unknown:
        raise UsageError(f"国名が分かりません: {'、'.join(unknown)}。TH、タイ、Thailand のように書いてください。")
    path = data_path() / "corpora" / "projects" / "projects.jsonl" if catalogue is None else catalogue
    render = catalogue_line if output_format == "json" else render_project_line
    for project in load_catalogue(path):
        if codes and not set(codes) & set(project.countries):
            continue
        if programme is None or programme in project.programme:
            write_stdout(render(project))


def _update(
    found: Iterable[Project | Skipped], to: Path, license_text: str | None, report: Path | None
) -> ImportSummary:
    """Bring the catalogue up to date; the file is written whole, and only where something changes."""
    from stitext.projects.catalogue import iter_catalogue
    from stitext.projects.importing import ImportSummary, gather, merge
    from stitext.rendering.catalogue_text import render_import_text
    from stitext.rendering.report_json import render_json

    check_output(to, overwrite=True)
    if report is not None:
        check_output(report, overwrite=True)
    gathered = gather(found if license_text is None else _licensed(found, license_text))
    existing = iter_catalogue(to) if to.exists() and not is_folder(to) else ()
    changes: Counter[str] = Counter()
    with OutputFile(to, overwrite=True) as file:
        for line, change in merge(existing, gathered.lines):
            changes[change] += 1
            file.write(line)
        if changes["new"] or changes["updated"]:
            file.commit()
    summary = ImportSummary(
        n_read=gathered.n_read,
        n_new=changes["new"],
        n_updated=changes["updated"],
        n_unchanged=changes["unchanged"],
        n_total=changes.total(),
        skipped=tuple(gathered.skipped),
    )
    say(render_import_text(summary))
    if report is not None:
        write_output(render_json(summary), report, overwrite=True)
    return summary


def _licensed(found: Iterable[Project | Skipped], license_text: str) -> Iterator[Project | Skipped]:
    from stitext.records import Project

    for each in found:
        yield each.model_copy(update={"license": license_text}) if isinstance(each, Project) else each

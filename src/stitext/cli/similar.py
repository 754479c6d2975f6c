"""``stitext similar`` and ``stitext evaluate-search``: projects whose results could be reused, and how well found."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from stitext.cli.framework import OutputFormat
from stitext.cli.inputs import readable
from stitext.cli.options import FrameworkOption, LanguageOption, OverwriteOption, given
from stitext.cli.output import check_output, write_binary, write_output, write_stdout
from stitext.cli.talk import say, talk_in
from stitext.errors import UsageError

if TYPE_CHECKING:
    from stitext.records import SimilarProjects, SimilarRequest
    from stitext.settings import Language, Settings

Format = Literal["text", "json", "html", "xlsx"]

_SUFFIXES: Mapping[str, Format] = {".txt": "text", ".json": "json", ".html": "html", ".htm": "html", ".xlsx": "xlsx"}
_MAX_TEXT_WIDTH = 100


def similar(
    draft: Annotated[
        Path | None,
        typer.Argument(metavar="[DRAFT]", help="下書きのファイル。- は標準入力。--text か --point なら不要。"),
    ] = None,
    text: Annotated[
        str, typer.Option("--text", metavar="WORDS", help="下書きの代わりに、探す文や語。", show_default=False)
    ] = "",
    point: Annotated[
        str, typer.Option("--point", metavar="C2.3", help="この観点に触れた課題だけ。", show_default=False)
    ] = "",
    purpose: Annotated[
        str,
        typer.Option(
            "--purpose", metavar="P2.2", help="この目的に触れた課題だけ。P2 なら P2.1 から全部。", show_default=False
        ),
    ] = "",
    country: Annotated[
        str, typer.Option("--country", metavar="TH,VN", help="相手国のどれか。コードか国名。", show_default=False)
    ] = "",
    programme: Annotated[
        str, typer.Option("--programme", metavar="NAME", help="制度の名前の一部（SATREPS など）。", show_default=False)
    ] = "",
    field: Annotated[
        str, typer.Option("--field", metavar="NAME", help="分野の名前の一部（防災 など）。", show_default=False)
    ] = "",
    since: Annotated[
        int | None,
        typer.Option(
            "--since", metavar="YEAR", help="この年度から後の採択。年度の分からない課題は除く。", show_default=False
        ),
    ] = None,
    k: Annotated[int, typer.Option("-k", "--number", help="示す課題の数の上限。", min=1, max=100)] = 10,
    report_format: Annotated[
        Format | None,
        typer.Option(
            "--format", help="出力の形。省くと -o の拡張子（.txt .json .html .xlsx）から決める。", show_default=False
        ),
    ] = None,
    output: Annotated[
        str | None, typer.Option("-o", "--output", metavar="OUT", help="出力先のファイル。省くか - なら標準出力。")
    ] = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="課題の索引を作り直してから探す。")] = False,
    framework: FrameworkOption = None,
    language: LanguageOption = None,
    overwrite: OverwriteOption = False,
) -> None:
    """下書きに似た過去の課題を探し、使えそうな成果を示す。

    題名とねらいと計画の文で探す。予算、体制、手続の文では探さない。
    十分に近い課題がなければ、見つからないと答える。
    目録は設定 catalogue のもの。索引は初めに一度だけ作り、目録が変われば直す。

    \b
    終了コード:
      0  探し終えた（見つからないときも）
      2  指定の誤り
      3  読めないファイル、合わない索引

    \b
    例:
      stitext similar draft.docx
      stitext similar draft.docx --country TH,VN --since 2015 -o similar.xlsx
      stitext similar --text "泥炭地の火災を防ぐ" -k 3
      stitext similar --point C2.3
    """
    from stitext.settings import load_settings

    settings = load_settings(options=given(framework=framework, language=language))
    chosen = _format(output, report_format)
    if output not in (None, "-"):
        check_output(Path(str(output)), overwrite=overwrite)
    if draft is None and not text.strip() and not point and not rebuild:
        raise UsageError("下書きのファイルか、--text か、--point を指定してください。", code="nothing-asked")
    if draft is not None and text.strip():
        raise UsageError("下書きのファイルと --text は一緒に使えません。どちらかにしてください。")
    from stitext.records import SimilarRequest

    request = SimilarRequest(
        text=text,
        point=point,
        purpose=purpose,
        countries=_codes(country),
        programme=programme,
        field=field,
        since=since,
        k=k,
    )
    found = _find(draft, request, settings, rebuild=rebuild)
    if found is not None:
        _write(found, chosen, output, settings.language, overwrite=overwrite)


def evaluate_search(output_format: OutputFormat = "text", language: LanguageOption = None) -> None:
    """課題の検索を、語の検索、エンコーダ、両者の併用、並べ直しについて、同梱の問いで測る。

    \b
    例:
      stitext evaluate-search
    """
    from stitext.learning.evaluate_search import evaluate_search as evaluate
    from stitext.rendering.report_json import render_json
    from stitext.rendering.search_text import render_search_text
    from stitext.settings import data_path, load_settings

    settings = load_settings(options=given(language=language))
    table = evaluate(data_path() / "corpora", settings, progress=say)
    as_json = output_format == "json"
    write_stdout(render_json(table) if as_json else render_search_text(table, language=settings.language))


def _find(draft: Path | None, request: SimilarRequest, settings: Settings, *, rebuild: bool) -> SimilarProjects | None:
    from stitext import operations
    from stitext.resources import load_resources
    from stitext.searching import ready_index

    resources = load_resources(settings)
    if rebuild:
        index = ready_index(resources, operations.tag, rebuild=True)
        say(f"{index.path} ({index.info.catalogue.n_projects})")
        if draft is None and not request.text.strip() and not request.point:
            return None
    if draft is None:
        return operations.similar(request, resources)
    with readable([draft], "similar") as paths:
        document = operations.read(paths[0], resources)
    return operations.similar(request, resources, document=document)


def _write(found: SimilarProjects, chosen: Format, output: str | None, language: Language, *, overwrite: bool) -> None:
    path = None if output in (None, "-") else Path(str(output))
    if chosen == "xlsx" and path is not None:
        from stitext.rendering.similar_xlsx import render_similar_xlsx

        write_binary(render_similar_xlsx(found, language=language), path, overwrite=overwrite)
    elif path is None:
        write_stdout(_render(found, chosen, language))
    else:
        write_output(_render(found, chosen, language), path, overwrite=overwrite)
    if path is not None:
        say(talk_in(language).written.format(path=path))


def _render(found: SimilarProjects, chosen: Format, language: Language) -> str:
    if chosen == "json":
        from stitext.rendering.report_json import render_json

        return render_json(found)
    if chosen == "html":
        from stitext.rendering.similar_html import render_similar_html

        return render_similar_html(found, language=language)
    from stitext.rendering.similar_text import render_similar_text

    width = shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80
    return render_similar_text(found, language=language, width=min(max(width, 40), _MAX_TEXT_WIDTH))


def _format(output: str | None, report_format: Format | None) -> Format:
    to_file = output not in (None, "-")
    known = _SUFFIXES.get(Path(str(output)).suffix.lower()) if to_file else "text"
    chosen = report_format or known
    if chosen is None:
        raise UsageError(
            f"{output} の拡張子からは出力の形が分かりません。--format で指定してください（{' '.join(_SUFFIXES)}）。"
        )
    if chosen == "xlsx" and not to_file:
        raise UsageError("xlsx は標準出力に出せません。-o similar.xlsx のようにファイルを指定してください。")
    return chosen


def _codes(names: str) -> tuple[str, ...]:
    from stitext.projects.countries import country_code

    codes = []
    for name in (part.strip() for part in names.replace("、", ",").split(",")):
        code = country_code(name) if name else None
        if name and code is None:
            raise UsageError(f"国が分かりません: {name}。TH のようなコードか、タイ のような国名で書いてください。")
        if code is not None:
            codes.append(code)
    return tuple(dict.fromkeys(codes))

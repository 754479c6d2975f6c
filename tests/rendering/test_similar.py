"""Similar projects as text, page and workbook: the same facts, nothing that can become markup or a formula."""

import io

import pytest
from openpyxl import load_workbook

from stitext.records import (
    CatalogueInfo,
    Note,
    PointProject,
    ReusableResult,
    SimilarPair,
    SimilarProject,
    SimilarProjects,
    SimilarQuery,
    SimilarRequest,
)
from stitext.rendering.report_html import render_report_html
from stitext.rendering.report_markdown import render_report_markdown
from stitext.rendering.report_text import render_report_text
from stitext.rendering.similar_html import render_similar_html
from stitext.rendering.similar_text import render_similar_text
from stitext.rendering.similar_xlsx import render_similar_xlsx
from tests.builders import PROVENANCE, point_of, report_of

NASTY = "=cmd()<script>\x1b[31m"
RESULT = ReusableResult(
    result="泥炭の水位を測る装置",
    kind="装置・キット",
    use="水位を戻す。",
    holders=("北の大学",),
    points=("C4.5",),
    source="https://example.org/t1 p.3",
    caveats=("採択年度は記録にありません。",),
)
PROJECT = SimilarProject(
    id="T1",
    title="泥炭の火災",
    programme="SATREPS",
    countries=("ID",),
    year=None,
    score=0.512,
    similar=(SimilarPair(theirs="泥炭が燃える。", ours="水位を戻す。", score=0.6),),
    reusable=(RESULT,),
    source_url="https://example.org/t1",
)


def found_of(*projects, document="draft.txt"):
    return SimilarProjects(
        query=SimilarQuery(document=document, asked=("水位を戻す。",), request=SimilarRequest(k=3)),
        projects=projects,
        notes=(Note(code="year-unknown", message="4 件を除きました。"),),
        provenance=PROVENANCE.model_copy(
            update={"catalogue": CatalogueInfo(id="projects.jsonl", sha256="ab" * 32, n_projects=289)}
        ),
    )


@pytest.mark.parametrize("render", [render_similar_text, render_similar_html])
def test_card_shows_pair_result_holder_source_and_caveat(render):
    shown = "".join(render(found_of(PROJECT)).split())
    for part in ("T1", "泥炭の火災", "インドネシア", "年度不明", "泥炭が燃える。", "水位を戻す。", "装置・キット"):
        assert part in shown
    for part in ("北の大学", "C4.5", "https://example.org/t1p.3", "採択年度は記録にありません。", "4件を除きました。"):
        assert part in shown


@pytest.mark.parametrize("render", [render_similar_text, render_similar_html])
def test_none_found_is_said_with_what_to_do_next(render):
    assert "似た課題は見つかりませんでした" in render(found_of())
    assert "No similar project was found" in render(found_of(), language="en")


def test_keywords_are_not_called_a_draft():
    shown = render_similar_text(found_of(PROJECT, document=None))
    assert "探した文「" in shown
    assert "下書き" not in shown


def test_text_keeps_to_its_width_and_sends_no_control_characters():
    nasty = PROJECT.model_copy(update={"title": NASTY})
    shown = render_similar_text(found_of(nasty), width=60)
    assert "\x1b" not in shown
    assert NASTY[:5] in shown


def test_page_escapes_all_words_and_loads_nothing():
    nasty = PROJECT.model_copy(update={"title": NASTY, "source_url": "javascript:alert(1)"})
    page = render_similar_html(found_of(nasty))
    assert "<script" not in page
    assert "href=" not in page
    assert "default-src 'none'" in page


def test_workbook_has_a_row_for_each_result_and_no_formula():
    two = PROJECT.model_copy(update={"title": NASTY, "reusable": (RESULT, RESULT)})
    bare = PROJECT.model_copy(update={"id": "T2", "reusable": ()})
    sheet = load_workbook(io.BytesIO(render_similar_xlsx(found_of(two, bare)))).active
    assert [sheet.cell(row, 2).value for row in range(2, sheet.max_row + 1)] == ["T1", "T1", "T2"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert sheet.cell(2, 3).value.startswith("=cmd")
    assert "見つかりません" in load_workbook(io.BytesIO(render_similar_xlsx(found_of()))).active.cell(2, 1).value


@pytest.mark.parametrize("render", [render_report_text, render_report_html, render_report_markdown])
def test_report_lists_projects_under_an_unaddressed_point(render):
    project = PointProject(
        id="T1",
        title="泥炭の火災",
        programme="SATREPS",
        countries=("ID",),
        year=2009,
        text="村の人に教えた。",
        source_url="https://example.org/t1",
    )
    point = point_of("C2.3", "unaddressed")
    without = render(report_of(point))
    shown = render(report_of(point.model_copy(update={"projects": (project,)})))
    assert "この観点に触れた過去の課題" not in without
    for part in ("この観点に触れた過去の課題", "T1", "泥炭の火災", "2009 年度", "村の人に教えた。"):
        assert part in shown

"""Promise: a report gives title, countries, period and results with their pages, and says what is not sure."""

import pytest

from stitext.projects.from_reports import project_from_report
from stitext.projects.front_matter import institutions_in
from stitext.projects.importing import Skipped
from stitext.reading import files
from stitext.settings import Settings

REPORT = """様式10
国際共同研究　終 了 報 告 書

研 究 課 題 名　：　砂漠における太陽電池の封止に関する研究
事業名　二国間連携研究
日本側代表者：因幡工業大学 環境エネルギー学科 教授　岸本 透
相手国・機関：チリ共和国（アントファガスタ科学大学、港湾研究所）
研究期間：令和4年4月～令和8年3月

１．研究の概要
　本研究は、砂漠で太陽電池がどう傷むかを調べた。

２．研究成果
　封止材の劣化を抑える方法を開発し、特許3件を出願した。
　現地の大学に試験場を設置し、技術者6名が自力で運営している。
　今後は海辺でも試す予定である。
"""


def report_of(text, name="2025/desert.txt"):
    return project_from_report(files.read_text(text, "desert.txt", Settings()), name)


def test_front_matter_gives_the_facts_without_people():
    project = report_of(REPORT)
    assert project.title_ja == "砂漠における太陽電池の封止に関する研究"
    assert project.programme == "二国間連携研究"
    assert project.countries == ("CL",)
    assert project.institutions_jp == ("因幡工業大学",)
    assert project.institutions_partner == ("アントファガスタ科学大学", "港湾研究所")
    assert (project.period, project.fiscal_year) == ("令和4年4月〜令和8年3月", 2022)
    assert project.summary == "本研究は、砂漠で太陽電池がどう傷むかを調べた。"
    assert "岸本" not in project.model_dump_json()


def test_results_are_the_sentences_that_tell_one_and_the_record_says_that_they_were_chosen_by_rule():
    project = report_of(REPORT)
    assert [(each.text, each.kind) for each in project.results] == [
        ("封止材の劣化を抑える方法を開発し、特許3件を出願した。", "特許"),
        ("現地の大学に試験場を設置し、技術者6名が自力で運営している。", None),
    ]
    assert "規則" in project.doubts[0]


def test_the_id_is_the_path_so_that_a_corrected_report_takes_the_old_ones_place():
    assert report_of(REPORT).id == report_of(REPORT.replace("3件", "4件")).id == "REPORT-2025/desert.txt"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("課題名　　湖の水質の長期変動に関する研究", "湖の水質の長期変動に関する研究"),
        ("【課題名】湖の水質の長期変動に関する研究", "湖の水質の長期変動に関する研究"),
        ("課題名「湖の水質の長期変動に関する研究」", "湖の水質の長期変動に関する研究"),
        ("１．課題名\n　湖の水質の長期変動に関する研究", "湖の水質の長期変動に関する研究"),
        ("課題名：湖の水質の長期変動に関する研究　相手国：タイ王国", "湖の水質の長期変動に関する研究"),
        ("研 究 課 題 名 : 湖 の 水 質 の 変 動 と 予 測", "湖の水質の変動と予測"),
    ],
)
def test_labels_are_known_in_the_ways_that_forms_have_them(line, title):
    assert report_of(f"終了報告書\n\n{line}\n\n1. 成果\n観測網を整備した。\n").title_ja == title


def test_a_title_that_goes_over_two_lines_is_read_whole(repository):
    path = repository / "corpora" / "drafts" / "e03.txt"
    project = project_from_report(files.read_file(path, Settings()), path.name)
    assert project.title_ja == "都市近郊におけるデング流行の早期検知と防疫班の最適配置に関する国際共同研究"


def test_without_labels_the_heading_is_the_title_and_that_is_a_doubt():
    project = report_of("ラオスのマラリア対策に関する共同研究 終了報告書\n\n1. 成果\n診断キットを開発した。\n")
    assert project.title_ja == "ラオスのマラリア対策に関する共同研究"
    assert project.countries == ("LA",)
    assert [doubt for doubt in project.doubts if "最初の見出し" in doubt]
    assert [doubt for doubt in project.doubts if "相手国は題名" in doubt]


def test_a_document_without_a_title_is_skipped():
    skipped = report_of("様式1\n\n本文だけの短い文書です。\n")
    assert isinstance(skipped, Skipped)
    assert skipped.code == "no-title"


def test_a_proposal_is_taken_with_a_doubt():
    project = report_of(REPORT.replace("終 了 報 告 書", "提案書"))
    assert [doubt for doubt in project.doubts if "計画の文書" in doubt]


def test_results_of_a_pdf_have_their_page(repository):
    path = repository / "corpora" / "examples" / "messy-cable-sensing.pdf"
    project = project_from_report(files.read_file(path, Settings()), path.name)
    assert project.countries == ("PT",)
    assert {result.page for result in project.results} <= {1, 2, 3}
    assert project.results


def test_institutions_are_found_without_posts_and_people():
    assert institutions_in("みず大学 大学院工学研究科 教授 山田 太郎、(国研)やま研究機構") == (
        "みず大学",
        "やま研究機構",
    )


def test_a_long_line_of_digits_takes_no_time():
    assert isinstance(report_of("1" * 5000 + "\n\n" + "12 " * 3000), Skipped)

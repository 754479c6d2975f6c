"""Promise: the commands for catalogues import, show and list; what they write is whole, and the same twice."""

import json

import openpyxl
import pytest

from stitext.cli.main import main

KAKEN = """<?xml version="1.0" encoding="UTF-8"?>
<grantAwards><totalResults>2</totalResults>
<grantAward id="KAKENHI-PROJECT-18K00001"><summary xml:lang="ja"><title>湖沼の底泥</title></summary></grantAward>
<grantAward id="KAKENHI-PROJECT-18K00002"><summary xml:lang="ja"></summary></grantAward>
</grantAwards>
"""


@pytest.fixture
def run(capsys):
    def run(*arguments):
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def kaken(tmp_path):
    path = tmp_path / "kaken.xml"
    path.write_text(KAKEN, encoding="utf-8")
    return path


@pytest.fixture
def workbook(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "採択一覧"
    for row in (
        ["令和5年度 国際共同研究 採択課題"],
        [],
        ["No", "課題番号", "研究課題名", "相手国", "採択年度", "代表機関", "主な成果"],
        [1, "R5-001", "湖の保全", "タイ", 2023, "みず大学", "手引を作成"],
        [2, "R5-002", "森の調査", "ﾗｵｽ", "令和5年度", "もり大学", None],
    ):
        sheet.append(row)
    book.save(tmp_path / "list.xlsx")
    return tmp_path / "list.xlsx"


def records(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_import_makes_a_catalogue_and_tells_what_it_left_out_with_the_line(run, kaken, tmp_path):
    code, out, err = run("projects", "import", kaken, "--to", tmp_path / "c.jsonl")
    assert (code, out) == (0, "")
    assert [record["id"] for record in records(tmp_path / "c.jsonl")] == ["KAKENHI-PROJECT-18K00001"]
    assert "kaken.xml の 4 行目" in err
    assert "追加 1、更新 0、変わらず 0、対象外 1" in err


def test_the_same_import_twice_leaves_the_file_as_it_is(run, kaken, tmp_path):
    catalogue = tmp_path / "c.jsonl"
    run("projects", "import", kaken, "--to", catalogue)
    before = catalogue.read_bytes(), catalogue.stat().st_ino
    _, _, err = run("projects", "import", kaken, "--to", catalogue)
    assert (catalogue.read_bytes(), catalogue.stat().st_ino) == before
    assert "変わらず 1" in err


def test_an_import_that_fails_leaves_the_catalogue_as_it_was(run, kaken, tmp_path):
    catalogue = tmp_path / "c.jsonl"
    run("projects", "import", kaken, "--to", catalogue)
    before = catalogue.read_bytes()
    kaken.write_text(KAKEN.replace("底泥", "底質")[:-20], encoding="utf-8")
    code, _, err = run("projects", "import", kaken, "--to", catalogue)
    assert (code, "source-damaged" in err) == (3, True)
    assert catalogue.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"c.jsonl", "kaken.xml"}


def test_a_damaged_catalogue_is_not_written_over(run, kaken, tmp_path):
    catalogue = tmp_path / "c.jsonl"
    catalogue.write_text("{damaged\n", encoding="utf-8")
    code, _, err = run("projects", "import", kaken, "--to", catalogue)
    assert (code, "catalogue-invalid" in err) == (3, True)
    assert catalogue.read_text(encoding="utf-8") == "{damaged\n"


def test_the_report_holds_every_skipped_record(run, kaken, tmp_path):
    run("projects", "import", kaken, "--to", tmp_path / "c.jsonl", "--report", tmp_path / "r.json")
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert (report["n_read"], report["n_new"], report["n_total"]) == (2, 1, 1)
    assert [each["code"] for each in report["skipped"]] == ["no-title"]


def test_a_license_given_stands_in_every_record(run, kaken, tmp_path):
    run("projects", "import", kaken, "--to", tmp_path / "c.jsonl", "--license", "CC0")
    assert records(tmp_path / "c.jsonl")[0]["license"] == "CC0"


def test_a_map_is_suggested_with_a_sample_and_nothing_is_written(run, workbook, tmp_path):
    code, out, err = run("projects", "import", workbook, "--suggest-map")
    assert code == 0
    assert 'title_ja = "研究課題名"' in out
    assert "課題名: 湖の保全" in err
    assert [path.name for path in tmp_path.iterdir()] == ["list.xlsx"]


def test_a_suggested_map_imports_the_same_as_none(run, workbook, tmp_path):
    _, out, _ = run("projects", "import", workbook, "--suggest-map")
    (tmp_path / "map.toml").write_text(out, encoding="utf-8")
    run("projects", "import", workbook, "--to", tmp_path / "a.jsonl")
    run("projects", "import", workbook, "--map", tmp_path / "map.toml", "--to", tmp_path / "b.jsonl")
    assert records(tmp_path / "a.jsonl") == records(tmp_path / "b.jsonl")
    assert [(each["id"], each["countries"], each["fiscal_year"]) for each in records(tmp_path / "a.jsonl")] == [
        ("R5-001", ["TH"], 2023),
        ("R5-002", ["LA"], 2023),
    ]


@pytest.mark.parametrize(
    ("name", "text", "encoding"),
    [
        ("list.csv", "課題番号,課題名,相手国\n1,湖の保全,タイ\n", "cp932"),
        ("list.tsv", "課題番号\t課題名\t相手国\n1\t湖の保全\tタイ\n", "utf-8-sig"),
        ("list.csv", "課題番号;課題名;相手国\n1;湖の保全;タイ\n", "utf-16"),
    ],
)
def test_tables_of_any_encoding_and_separator_are_read(run, tmp_path, name, text, encoding):
    (tmp_path / name).write_text(text, encoding=encoding)
    run("projects", "import", tmp_path / name, "--to", tmp_path / "c.jsonl")
    assert [(each["id"], each["countries"]) for each in records(tmp_path / "c.jsonl")] == [("1", ["TH"])]


def test_a_table_of_something_else_says_how_to_go_on(run, tmp_path):
    (tmp_path / "stock.csv").write_text("品名,数量\n紙,3\n", encoding="utf-8")
    code, _, err = run("projects", "import", tmp_path / "stock.csv", "--to", tmp_path / "c.jsonl")
    assert (code, "--map" in err, "mapping-needed" in err) == (2, True, True)
    assert not (tmp_path / "c.jsonl").exists()


def test_formats_are_told_by_the_files_and_a_mixture_is_refused(run, kaken, workbook, tmp_path):
    code, _, err = run("projects", "import", kaken, workbook, "--to", tmp_path / "c.jsonl")
    assert (code, "kaken、table" in err) == (2, True)


def test_a_map_for_what_is_no_table_is_refused(run, kaken, tmp_path):
    (tmp_path / "map.toml").write_text('[columns]\ntitle_ja = "題"\n', encoding="utf-8")
    arguments = ("--map", tmp_path / "map.toml", "--format", "kaken", "--to", tmp_path / "c.jsonl")
    assert run("projects", "import", kaken, *arguments)[0] == 2


def test_an_english_table_with_a_column_of_objectives_is_a_table(run, tmp_path):
    (tmp_path / "list.csv").write_text("project id,title,objective,country\n1,Lakes,Clean,Kenya\n", encoding="utf-8")
    run("projects", "import", tmp_path / "list.csv", "--to", tmp_path / "c.jsonl")
    assert [(each["title_en"], each["countries"]) for each in records(tmp_path / "c.jsonl")] == [("Lakes", ["KE"])]


def test_a_folder_of_cordis_files_is_one_import(run, tmp_path):
    folder = tmp_path / "cordis"
    folder.mkdir()
    (folder / "project.csv").write_text(
        '"id";"title";"startDate";"objective";"rcn"\n"7";"A";"2020-01-01";"B";"5"\n', encoding="utf-8"
    )
    (folder / "organization.csv").write_text(
        '"projectID";"organisationID";"name";"country";"role"\n"7";"1";"LAC";"FR";"coordinator"\n', encoding="utf-8"
    )
    run("projects", "import", folder, "--to", tmp_path / "c.jsonl")
    assert [(each["id"], each["countries"]) for each in records(tmp_path / "c.jsonl")] == [("CORDIS-7", ["FR"])]


def test_import_without_a_place_or_with_a_missing_file_is_refused(run, tmp_path):
    assert run("projects", "import", tmp_path / "x.xml")[0] == 2
    code, _, err = run("projects", "import", tmp_path / "x.xml", "--to", tmp_path / "c.jsonl")
    assert (code, "source-missing" in err) == (3, True)
    assert run("projects", "import", tmp_path / "x.csv", "--to", tmp_path / "c.jsonl")[0] == 3


def test_reports_of_a_folder_are_imported_and_one_that_cannot_be_read_stops_no_other(run, tmp_path):
    reports = tmp_path / "reports" / "2025"
    reports.mkdir(parents=True)
    text = "終了報告書\n\n課題名：湖の水質の研究\n相手国：タイ\n\n1. 成果\n水質のデータベースを公開した。\n"
    (reports / "lake.txt").write_text(text, encoding="utf-8")
    (reports / "damaged.pdf").write_bytes(b"%PDF-1.7 nothing")
    code, _, err = run("projects", "from-reports", tmp_path / "reports", "--to", tmp_path / "c.jsonl")
    assert (code, "2025/damaged.pdf" in err) == (3, True)
    (record,) = records(tmp_path / "c.jsonl")
    assert (record["id"], record["countries"]) == ("REPORT-2025/lake.txt", ["TH"])
    assert [(each["text"], each["kind"]) for each in record["results"]] == [
        ("水質のデータベースを公開した。", "データベース")
    ]
    assert (
        run("projects", "from-reports", tmp_path / "reports", "--to", tmp_path / "c.jsonl")[2].count("変わらず 1") == 1
    )


def test_list_shows_the_shipped_catalogue_by_country_and_programme(run):
    _, out, _ = run("projects", "list", "--country", "ザンビア,BW", "--programme", "SATREPS")
    lines = [line.split("\t") for line in out.splitlines()]
    assert lines
    assert all({"ZM", "BW"} & set(line[2].split(",")) and line[3] == "SATREPS" for line in lines)
    _, all_lines, _ = run("projects", "list", "--format", "json")
    assert len(all_lines.splitlines()) == 289


def test_list_refuses_an_unknown_country(run):
    code, _, err = run("projects", "list", "--country", "火星")
    assert (code, "火星" in err) == (2, True)

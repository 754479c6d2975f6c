"""Promise: answers of NIH's API and its CSV files give one record a project, that of the latest year.

The files are made by us in their form.
"""

import csv
import json

import pytest

from stitext.errors import SourceError
from stitext.projects.nih import read_nih

COLUMNS = [
    "APPLICATION_ID",
    "ACTIVITY",
    "ADMINISTERING_IC",
    "CORE_PROJECT_NUM",
    "FULL_PROJECT_NUM",
    "FY",
    "IC_NAME",
    "ORG_NAME",
    "ORG_COUNTRY",
    "PHR",
    "PROJECT_START",
    "PROJECT_END",
    "PROJECT_TITLE",
    "STUDY_SECTION_NAME",
    "SUBPROJECT_ID",
    "PI_NAMEs",
]
MALARIA = {
    "APPLICATION_ID": "9000001",
    "ACTIVITY": "R01",
    "CORE_PROJECT_NUM": "R01AI000001",
    "FULL_PROJECT_NUM": "5R01AI000001-02",
    "FY": "2020",
    "IC_NAME": "NATIONAL INSTITUTE OF ALLERGY",
    "ORG_NAME": "LAKE UNIVERSITY",
    "ORG_COUNTRY": "UNITED STATES",
    "PHR": "Fewer children fall ill.",
    "PROJECT_START": "04/01/2019",
    "PROJECT_END": "3/31/2024",
    "PROJECT_TITLE": 'Malaria in "high" villages, and why',
    "PI_NAMEs": "DOE, JANE (contact)",
}
ANSWER = {
    "appl_id": 9000007,
    "subproject_id": None,
    "fiscal_year": 2021,
    "project_num": "1R21AI000007-01",
    "core_project_num": "R21AI000007",
    "organization": {"org_name": "MAHIDOL", "org_country": "THAILAND"},
    "activity_code": "R21",
    "agency_ic_admin": {"name": "NIAID"},
    "project_start_date": "2021-07-01T00:00:00",
    "project_end_date": None,
    "project_title": "Dengue",
    "abstract_text": "Dengue kills.\n\nWe look.",
    "phr_text": None,
    "full_study_section": None,
    "principal_investigators": [{"full_name": "Jane Doe"}],
}


def table(path, columns, *rows, encoding="utf-8"):
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path


def answer(path, *results):
    path.write_text(json.dumps({"meta": {"total": len(results)}, "results": results}), encoding="utf-8")
    return path


def test_a_row_and_its_abstract_give_a_project_without_people(tmp_path):
    abstracts = table(
        tmp_path / "PRJABS_C_FY2020.csv",
        ["APPLICATION_ID", "ABSTRACT_TEXT"],
        {"APPLICATION_ID": "9000001", "ABSTRACT_TEXT": "Malaria is\nback."},
    )
    (project,) = read_nih([abstracts, table(tmp_path / "PRJ_C_FY2020.csv", COLUMNS, MALARIA)])
    assert project.id == "NIH-R01AI000001"
    assert project.title_en == 'Malaria in "high" villages, and why'
    assert project.summary == "Malaria is\nback.\nFewer children fall ill."
    assert (project.countries, project.institutions_partner) == (("US",), ("LAKE UNIVERSITY",))
    assert (project.fiscal_year, project.period) == (2019, "2019-04-01〜2024-03-31")
    assert project.source_url == "https://reporter.nih.gov/project-details/9000001"
    assert "DOE" not in project.model_dump_json()


def test_an_answer_with_nulls_and_nested_values_gives_a_project_without_people(tmp_path):
    (project,) = read_nih([answer(tmp_path / "a.json", ANSWER)])
    assert (project.id, project.countries, project.fiscal_year) == ("NIH-R21AI000007", ("TH",), 2021)
    assert (project.period, project.summary) == ("2021-07-01〜", "Dengue kills.\nWe look.")
    assert "Jane" not in project.model_dump_json()


@pytest.mark.parametrize("first", ["2020", "2021"])
def test_of_several_years_the_latest_is_kept_whatever_the_order(tmp_path, first):
    years = [first, "2021" if first == "2020" else "2020"]
    rows = [{**MALARIA, "FY": year, "PROJECT_TITLE": f"Title of {year}"} for year in years]
    skipped, project = read_nih([table(tmp_path / "p.csv", COLUMNS, *rows)])
    assert (skipped.code, project.title_en) == ("older-year", "Title of 2021")
    assert skipped.where == f"p.csv の {2 + years.index('2020')} 行目"


def test_subprojects_of_one_number_stay_apart(tmp_path):
    rows = [MALARIA, {**MALARIA, "SUBPROJECT_ID": "8001", "PROJECT_TITLE": "Core A"}]
    assert [each.id for each in read_nih([table(tmp_path / "p.csv", COLUMNS, *rows)])] == [
        "NIH-R01AI000001",
        "NIH-R01AI000001/8001",
    ]


def test_an_old_file_in_windows_1252_is_read(tmp_path):
    row = {**MALARIA, "PROJECT_TITLE": "Côte d’Ivoire", "ORG_COUNTRY": "COTE D'IVOIRE"}
    (project,) = read_nih([table(tmp_path / "p.csv", COLUMNS, row, encoding="cp1252")])
    assert (project.title_en, project.countries) == ("Côte d’Ivoire", ("CI",))


def test_a_country_that_is_not_known_is_a_doubt(tmp_path):
    (project,) = read_nih([table(tmp_path / "p.csv", COLUMNS, {**MALARIA, "ORG_COUNTRY": "ATLANTIS"})])
    assert (project.countries, "ATLANTIS" in project.doubts[0]) == ((), True)


@pytest.mark.parametrize(("name", "text"), [("a.json", '{"hits": []}'), ("a.csv", "id,name\n1,x\n"), ("b.json", "{")])
def test_another_file_is_refused(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=name):
        list(read_nih([tmp_path / name]))

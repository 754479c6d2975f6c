"""Promise: CORDIS files are cut at their own separator, joined by project, and no row is lost without a word.

The files are made by us in the form of the releases.
"""

import json

import pytest

from stitext.errors import SourceError
from stitext.projects.cordis import read_cordis
from stitext.projects.importing import Skipped

COLUMNS = [
    "id",
    "acronym",
    "status",
    "title",
    "startDate",
    "endDate",
    "totalCost",
    "ecMaxContribution",
    "legalBasis",
    "topics",
    "ecSignatureDate",
    "frameworkProgramme",
    "masterCall",
    "subCall",
    "fundingScheme",
    "nature",
    "objective",
    "contentUpdateDate",
    "rcn",
    "grantDoi",
    "keywords",
]
ORGANIZATION = [
    "projectID",
    "projectAcronym",
    "organisationID",
    "vatNumber",
    "name",
    "shortName",
    "country",
    "role",
    "endOfParticipation",
]
LAKES = {
    "id": "101000001",
    "acronym": "LAKES",
    "title": "Cleaner lakes & rivers",
    "startDate": "2021-01-01",
    "endDate": "2024-12-31",
    "ecSignatureDate": "2020-11-30",
    "frameworkProgramme": "H2020",
    "fundingScheme": "RIA",
    "objective": "To keep lakes clean.",
    "contentUpdateDate": "2024-03-01 10:00:00",
    "rcn": "230001",
}


def table(path, columns, *rows, end="\n"):
    lines = [";".join(f'"{name}"' for name in columns)]
    lines += [";".join('"' + row.get(name, "") + '"' for name in columns) for row in rows]
    path.write_bytes((end.join(lines) + end).encode("utf-8"))
    return path


def read_one(*paths):
    (project,) = read_cordis(list(paths))
    return project


def test_a_project_is_read_with_its_year_of_signature(tmp_path):
    project = read_one(table(tmp_path / "project.csv", COLUMNS, LAKES, end="\r\n"))
    assert project.id == "CORDIS-101000001"
    assert (project.programme, project.fiscal_year) == ("H2020 RIA", 2020)
    assert project.period == "2021-01-01〜2024-12-31"
    assert project.title_en == "Cleaner lakes & rivers"
    assert project.source_url == "https://cordis.europa.eu/project/id/101000001"
    assert "CC BY 4.0" in project.license
    assert "2024-03-01" in project.seen
    assert project.doubts == ()


@pytest.mark.parametrize(
    "objective",
    [
        'The so-called "blue lakes" and 5" pipes',  # a quotation mark that is not doubled
        'It begins ""doubled"" and ends so',
        "semicolons; many; of them",
        'ends with a mark"',
        "two\nparagraphs of text",
        'a paragraph that ends in a mark"\nand another one',
    ],
)
def test_a_field_that_breaks_a_standard_reader_is_read_whole_and_the_next_row_too(tmp_path, objective):
    second = {**LAKES, "id": "101000002", "objective": "Next."}
    path = table(tmp_path / "project.csv", COLUMNS, {**LAKES, "objective": objective}, second)
    first, after = read_cordis([path])
    assert first.summary == objective.replace('""', '"')
    assert (first.fiscal_year, after.id, after.summary) == (2020, "CORDIS-101000002", "Next.")


def test_a_row_that_cannot_be_cut_is_skipped_with_its_line_and_the_next_is_read(tmp_path):
    bad = {**LAKES, "objective": 'the separator itself ";" in a text'}
    path = table(tmp_path / "project.csv", COLUMNS, bad, {**LAKES, "id": "101000002"})
    skipped, project = read_cordis([path])
    assert isinstance(skipped, Skipped)
    assert (skipped.code, skipped.where) == ("row-damaged", "project.csv の 2 行目")
    assert project.id == "CORDIS-101000002"


def test_a_row_with_too_few_fields_does_not_swallow_the_next(tmp_path):
    path = table(tmp_path / "project.csv", COLUMNS, LAKES)
    short = '"101000009";"SHORT"\n'
    text = path.read_text(encoding="utf-8").split("\n", 1)
    path.write_text(text[0] + "\n" + short + text[1], encoding="utf-8")
    skipped, project = read_cordis([path])
    assert (skipped.where, project.id) == ("project.csv の 2 行目", "CORDIS-101000001")


def test_a_release_that_quotes_only_some_fields_is_read(tmp_path):
    path = tmp_path / "project.csv"
    path.write_text('id;title;startDate;objective;rcn\n7;"A; b";2020-02-01;"Say ""yes""";99\n', encoding="utf-8")
    project = read_one(path)
    assert (project.title_en, project.summary, project.fiscal_year) == ("A; b", 'Say "yes"', 2020)
    assert "採択年" in project.doubts[0]


def test_organizations_give_both_sides_and_the_countries_without_japan(tmp_path):
    rows = [
        {"projectID": "101000001", "name": "KYOTO NO DAIGAKU", "country": "JP", "role": "partner"},
        {"projectID": "101000001", "name": "ETHNIKO IDRYMA", "country": "EL", "role": "participant"},
        {"projectID": "101000001", "name": "LAKE INSTITUTE", "country": "UK", "role": "coordinator"},
        {"projectID": "101000001", "name": "LAKE INSTITUTE", "country": "UK", "role": "participant"},
        {"projectID": "999", "name": "OTHER", "country": "FR", "role": "coordinator"},
    ]
    project = read_one(
        table(tmp_path / "organization.csv", ORGANIZATION, *rows), table(tmp_path / "project.csv", COLUMNS, LAKES)
    )
    assert project.institutions_jp == ("KYOTO NO DAIGAKU",)
    assert project.institutions_partner == ("LAKE INSTITUTE", "ETHNIKO IDRYMA")
    assert project.countries == ("GB", "GR")


def test_fields_and_deliverables_are_joined_and_files_without_use_are_told(tmp_path):
    fields = ["projectID", "euroSciVocCode", "euroSciVocPath", "euroSciVocTitle", "euroSciVocDescription"]
    deliverables = [
        "deliverableType",
        "description",
        "url",
        "projectID",
        "projectAcronym",
        "contentUpdateDate",
        "rcn",
        "collection",
    ]
    summaries = ["id", "title", "projectID", "projectAcronym", "attachment", "contentUpdateDate", "rcn"]
    skipped, project = read_cordis(
        [
            table(tmp_path / "project.csv", COLUMNS, LAKES),
            table(tmp_path / "euroSciVoc.csv", fields, {"projectID": "101000001", "euroSciVocTitle": "hydrology"}),
            table(
                tmp_path / "projectDeliverables.csv",
                deliverables,
                {"projectID": "101000001", "description": "Open database of lake temperatures"},
            ),
            table(tmp_path / "reportSummaries.csv", summaries, {"projectID": "101000001", "title": "Report 1"}),
        ]
    )
    assert (skipped.code, skipped.where) == ("unused-file", "reportSummaries.csv")
    assert project.field == "hydrology"
    assert [(each.text, each.kind) for each in project.results] == [
        ("Open database of lake temperatures", "データベース")
    ]


def report(**associations):
    return {
        "id": "r1",
        "teaser": "Lakes",
        "summary": "Why lakes matter.",
        "workPerformed": "Partners met twice. We developed a sensor for oxygen, e.g. for deep lakes. It will be sold.",
        "finalResults": "<p>The oxygen sensor is available online.</p><p>A network of 12 lakes was set up.</p>",
        "relations": {"associations": associations or []},
    }


@pytest.mark.parametrize(
    "associations",
    [
        {"project": {"@type": "relatedProject", "id": "101000001", "rcn": "230001"}},
        {"project": [{"rcn": "230001"}]},
        {"result": {"id": "5"}, "project": {"id": 101000001}},
    ],
)
@pytest.mark.parametrize("wrap", [lambda each: each, lambda each: [each], lambda each: {"reports": [each]}])
def test_narratives_of_reports_give_results_wherever_they_lie(tmp_path, associations, wrap):
    (tmp_path / "reports.json").write_text(json.dumps(wrap(report(**associations))), encoding="utf-8")
    project = read_one(table(tmp_path / "project.csv", COLUMNS, LAKES), tmp_path / "reports.json")
    assert [(each.text, each.kind) for each in project.results] == [
        ("The oxygen sensor is available online.", "装置・キット"),
        ("A network of 12 lakes was set up.", "ネットワーク"),
        ("We developed a sensor for oxygen, e.g. for deep lakes.", "装置・キット"),
    ]


def test_a_report_that_names_no_project_is_told(tmp_path):
    (tmp_path / "reports.json").write_text(json.dumps([report()]), encoding="utf-8")
    skipped, project = read_cordis([table(tmp_path / "project.csv", COLUMNS, LAKES), tmp_path / "reports.json"])
    assert (skipped.code, project.results) == ("report-without-project", ())


def test_the_older_layout_of_fp7_is_read(tmp_path):
    columns = [
        "rcn",
        "reference",
        "acronym",
        "status",
        "programme",
        "topics",
        "frameworkProgramme",
        "title",
        "startDate",
        "endDate",
        "projectUrl",
        "objective",
        "totalCost",
        "ecMaxContribution",
        "call",
        "fundingScheme",
        "coordinator",
        "coordinatorCountry",
        "participants",
        "participantCountries",
        "subjects",
    ]
    row = {
        "rcn": "85000",
        "reference": "212345",
        "title": "Old lakes",
        "frameworkProgramme": "FP7",
        "startDate": "2008-09-01",
        "objective": "To know old lakes.",
        "coordinator": "LAKE INSTITUTE",
        "coordinatorCountry": "UK",
        "participants": "UNIVERSITE DU LAC;SEE GMBH",
        "participantCountries": "FR;DE",
    }
    project = read_one(table(tmp_path / "fp7.csv", columns, row))
    assert (project.id, project.fiscal_year) == ("CORDIS-212345", 2008)
    assert project.countries == ("GB", "FR", "DE")
    assert project.institutions_partner == ("LAKE INSTITUTE", "UNIVERSITE DU LAC", "SEE GMBH")


def test_files_without_projects_are_refused(tmp_path):
    with pytest.raises(SourceError, match=r"project\.csv") as caught:
        list(read_cordis([table(tmp_path / "organization.csv", ORGANIZATION)]))
    assert caught.value.code == "cordis-no-projects"

"""Promise: rows of any table become projects as the mapping says; what can't be read is a doubt or is told."""

from typing import NamedTuple

import pytest

from stitext.errors import UsageError
from stitext.projects.importing import Skipped
from stitext.projects.mappings import Mapping
from stitext.projects.tables import read_table

HEADER = ("番号", "題", "国", "年度", "期間", "機関", "成果")
MAPPING = Mapping(
    columns={
        "id": ("番号",),
        "title_ja": ("題",),
        "countries": ("国",),
        "fiscal_year": ("年度",),
        "period": ("期間",),
        "institutions_jp": ("機関",),
        "results": ("成果",),
    },
    constants={"programme": "県の事業"},
    id_prefix="K-",
)


class Row(NamedTuple):
    sheet: str
    number: int
    cells: tuple[str, ...]


def read(*rows, mapping=MAPPING):
    lines = [HEADER, *rows]
    return list(read_table([Row("", number, cells) for number, cells in enumerate(lines, 1)], mapping, "list.csv"))


def read_one(*cells):
    (project,) = read((*cells, *[""] * (len(HEADER) - len(cells))))
    return project


def test_a_row_becomes_a_project():
    project = read_one(
        "7",
        "湖の保全",
        "タイ、ベトナム",
        "R3",
        "令和3年4月～令和6年3月",
        "みず大学、やま大学",
        "手引を作成。人材を育成。",
    )
    assert (project.id, project.programme) == ("K-7", "県の事業")
    assert project.countries == ("TH", "VN")
    assert project.institutions_jp == ("みず大学", "やま大学")
    assert (project.fiscal_year, project.period) == (2021, "令和3年4月～令和6年3月")
    assert [(each.text, each.kind) for each in project.results] == [
        ("手引を作成。", "標準・指針"),
        ("人材を育成。", "人材"),
    ]
    assert project.doubts == ()
    assert project.license
    assert "list.csv" in project.seen


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("2019", 2019),
        ("2019年度", 2019),
        ("令和元年度", 2019),
        ("平成28", 2016),
        ("H28年度", 2016),
        ("FY24", 2024),
        ("２０２０", 2020),
    ],
)
def test_years_are_read_as_offices_write_them(written, year):
    assert read_one("1", "題", "", written).fiscal_year == year


def test_a_year_that_cannot_be_read_is_a_doubt_and_the_period_stands_in():
    project = read_one("1", "題", "", "未定", "2015/04/01-2018/03/31")
    assert project.fiscal_year == 2015
    assert "未定" in project.doubts[0]


def test_a_country_that_is_not_known_is_a_doubt():
    project = read_one("1", "題", "タイ、アジア各国")
    assert (project.countries, "アジア各国" in project.doubts[0]) == (("TH",), True)


def test_a_row_without_number_gets_one_from_its_title_and_a_doubt():
    first, again = (read_one("", "湖の保全") for _ in range(2))
    assert first.id == again.id != read_one("", "川の保全").id
    assert "題名から" in first.doubts[-1]


def test_a_row_without_title_and_one_that_is_too_long_are_skipped_with_their_lines():
    skipped = read(("1", ""), ("2", "題", "", "", "", "", "", "余り"), ("3", "題"))
    assert [(each.code, each.where) for each in skipped[:2]] == [
        ("no-title", "list.csv の 2 行目"),
        ("row-damaged", "list.csv の 3 行目"),
    ]
    assert isinstance(skipped[0], Skipped)
    assert skipped[2].id == "K-3"


def test_an_english_title_in_the_column_of_titles_is_an_english_title():
    project = read_one("1", "Cleaner lakes")
    assert (project.title_ja, project.title_en) == ("", "Cleaner lakes")


def test_rows_of_other_sheets_are_left_alone():
    rows = [Row("表紙", 1, ("一覧",)), Row("課題", 1, HEADER), Row("課題", 2, ("1", "題")), Row("別表", 1, ("9", "別"))]
    assert [each.id for each in read_table(rows, MAPPING, "list.xlsx")] == ["K-1"]


def test_two_dates_are_joined_to_a_period():
    mapping = Mapping(columns={"title_ja": ("題",), "period": ("年度", "期間")})
    (project,) = read(("1", "題", "", "2019-04-01", "2022-03-31"), mapping=mapping)
    assert (project.period, project.fiscal_year) == ("2019-04-01〜2022-03-31", 2019)


def test_columns_that_the_table_lacks_are_refused_with_those_that_it_has():
    with pytest.raises(UsageError, match="番号、題") as caught:
        read(("1", "題"), mapping=Mapping(columns={"title_ja": ("課題名",)}))
    assert caught.value.code == "column-missing"

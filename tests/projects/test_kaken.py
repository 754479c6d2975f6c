"""Promise: KAKEN's XML is read as it is in the world, with its traps; a damaged or unsafe file is refused.

The files are made by us in the form of NII's definition and of live answers.
"""

import pytest

from stitext.errors import SourceError
from stitext.projects.importing import Skipped
from stitext.projects.kaken import read_kaken

CLOSED = """
  <grantAward id="KAKENHI-PROJECT-18K00001" recordSet="kakenhi" projectType="project" awardNumber="18K00001">
    <created>2018-04-23</created><modified>2023-01-30T00:00:00Z</modified>
    <summary xml:lang="ja">
      <title>湖沼の富栄養化を抑える底泥<i>処理</i>の研究</title>
      <category path="000359" niiCode="359">基盤研究(Ｃ)</category>
      <review_section sequecne="2" niiCode="101">中区分64:環境保全対策</review_section>
      <review_section sequecne="1" niiCode="100">小区分64020:環境負荷低減技術</review_section>
      <institution niiCode="0000001" sequence="1">みずうみ大学</institution>
      <member sequence="1" eradCode="10000001" role="principal_investigator">
        <personalName><fullName>湖山 澄子</fullName></personalName><institution>みずうみ大学</institution>
      </member>
      <projectStatus fiscalYear="2020" statusCode="project_closed"/>
      <keywordList><keyword>湖沼</keyword></keywordList>
      <paragraphList type="outline_of_research_initial">
        <paragraph>底泥からの窒素の溶出を抑える。</paragraph><paragraph>簡易な手法を探る。</paragraph>
      </paragraphList>
      <paragraphList type="outline_of_research_achievement">
        <paragraph>溶出を3割減らす方法を開発した。水質のデータベースを公開した。</paragraph>
      </paragraphList>
      <paragraphList type="significance_of_research_achievement">
        <paragraph>湖の管理に役立つ。</paragraph>
      </paragraphList>
      <periodOfAward searchStartFiscalYear="2018" searchEndFiscalYear="2020">
        <startDate>2018-04-01</startDate><endDate>2021-03-31</endDate>
        <startFiscalYear>2018</startFiscalYear><endFiscalYear>2020</endFiscalYear>
      </periodOfAward>
      <overallAwardAmount planned="false" userDefiendId="1"><totalCost>4420000</totalCost></overallAwardAmount>
    </summary>
    <summary xml:lang="en"><title>Treatment of lake sediment</title></summary>
    <productList>
      <product type="journal_article" reviewed="true"><title>Nitrogen release from sediment</title></product>
      <product type="journal_article"><title>Nitrogen release from sediment</title></product>
      <product type="journal_article"><title>Oxygen at the bottom</title></product>
      <product type="patent"><title>底泥処理剤</title></product>
      <product type="presentation"><title>学会発表</title></product>
    </productList>
  </grantAward>
"""
RUNNING = """
  <grantAward id="KAKENHI-PROJECT-24K00002" recordSet="kakenhi" awardNumber="24K00002">
    <summary xml:lang="en"><title>Soil moisture from satellites</title></summary>
    <summary xml:lang="ja"><title>衛星による土壌水分の観測</title>
      <projectStatus fiscalYear="2023" statusCode="adopted"/><projectStatus fiscalYear="2024" statusCode="granted"/>
      <paragraphList type="outline_of_research_performance"><paragraph>受信装置を設置した。</paragraph></paragraphList>
      <periodOfAward searchStartFiscalYear="2024" searchEndFiscalYear="2027"/>
    </summary>
  </grantAward>
"""
DECLINED = """
  <grantAward id="KAKENHI-PROJECT-24K00003" awardNumber="24K00003">
    <summary xml:lang="ja"><title>不採択</title><projectStatus statusCode="declined"/></summary>
  </grantAward>
"""
JST = """
  <grantAward id="JST-PROJECT-16667251" recordSet="jst" projectType="project" awardNumber="JPMJSA1607">
    <summary xml:lang="ja"><title>雲霧林の炭素の動き</title><category>SATREPS</category>
      <institution>もりの大学</institution><institution>もりの大学</institution><institution>やま研究所</institution>
      <periodOfAward><startDate>2017-02-01</startDate></periodOfAward>
    </summary>
  </grantAward>
"""


def made(tmp_path, *awards, root="grantAwards", head='<?xml version="1.0" encoding="UTF-8"?>', space=""):
    path = tmp_path / "kaken.xml"
    total = f"<totalResults>{len(awards)}</totalResults><startIndex>1</startIndex><itemsPerPage>500</itemsPerPage>"
    path.write_text(f"{head}\n<{root}{space}>{total}{''.join(awards)}</{root}>\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("root", ["grantAwards", "grantAwardList"])
@pytest.mark.parametrize("space", ["", ' xmlns="https://example.org/kaken"'])
def test_a_closed_project_is_read_from_either_root_with_and_without_a_namespace(tmp_path, root, space):
    (project,) = read_kaken(made(tmp_path, CLOSED, root=root, space=space))
    assert project.id == "KAKENHI-PROJECT-18K00001"
    assert project.programme == "科研費 基盤研究(C)"
    assert project.title_ja == "湖沼の富栄養化を抑える底泥処理の研究"
    assert project.title_en == "Treatment of lake sediment"
    assert project.institutions_jp == ("みずうみ大学",)
    assert (project.fiscal_year, project.period) == (2018, "2018-04-01〜2021-03-31")
    assert project.summary == "底泥からの窒素の溶出を抑える。\n簡易な手法を探る。\n湖の管理に役立つ。"
    assert project.source_url == "https://kaken.nii.ac.jp/grant/KAKENHI-PROJECT-18K00001/"
    assert "2023-01-30" in project.seen
    assert project.license


def test_misspelt_sequences_give_the_order(tmp_path):
    (project,) = read_kaken(made(tmp_path, CLOSED))
    assert project.field == "小区分64020:環境負荷低減技術"


def test_achievements_are_results_sentence_by_sentence_and_products_are_told_once_by_kind(tmp_path):
    (project,) = read_kaken(made(tmp_path, CLOSED))
    assert [(result.text, result.kind) for result in project.results] == [
        ("溶出を3割減らす方法を開発した。", None),
        ("水質のデータベースを公開した。", "データベース"),
        ("論文 2 編（Nitrogen release from sediment ほか）", "論文群"),
        ("底泥処理剤", "特許"),
    ]


def test_no_person_is_taken_over(tmp_path):
    (project,) = read_kaken(made(tmp_path, CLOSED))
    assert "湖山" not in project.model_dump_json()


def test_a_running_project_has_its_period_from_the_attributes_and_a_doubt(tmp_path):
    (project,) = read_kaken(made(tmp_path, RUNNING))
    assert (project.fiscal_year, project.period) == (2024, "2024〜2027年度")
    assert project.title_ja == "衛星による土壌水分の観測"
    assert [result.kind for result in project.results] == ["装置・キット"]
    assert len(project.doubts) == 2


def test_a_declined_project_is_skipped_with_its_line_and_the_next_is_read(tmp_path):
    skipped, project = read_kaken(made(tmp_path, DECLINED, JST))
    assert isinstance(skipped, Skipped)
    assert (skipped.code, skipped.where) == ("declined", "kaken.xml の 3 行目")
    assert project.id == "JST-PROJECT-16667251"


def test_elements_that_come_many_times_are_taken_once_and_a_date_before_april_is_of_the_year_before(tmp_path):
    (project,) = read_kaken(made(tmp_path, JST))
    assert project.institutions_jp == ("もりの大学", "やま研究所")
    assert (project.programme, project.fiscal_year) == ("SATREPS", 2016)
    assert project.source_url == "https://projectdb.jst.go.jp/grant/JST-PROJECT-16667251/"


def test_an_answer_without_projects_is_no_error(tmp_path):
    assert list(read_kaken(made(tmp_path))) == []


def test_another_xml_is_refused_by_its_root(tmp_path):
    with pytest.raises(SourceError, match="根の要素は rss") as caught:
        list(read_kaken(made(tmp_path, root="rss")))
    assert caught.value.code == "kaken-unknown"


def test_a_file_that_was_cut_off_is_refused_with_the_line(tmp_path):
    path = made(tmp_path, CLOSED)
    path.write_text(path.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    with pytest.raises(SourceError, match="行目") as caught:
        list(read_kaken(path))
    assert caught.value.code == "source-damaged"


def test_entities_are_refused_and_nothing_of_this_machine_is_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("内緒", encoding="utf-8")
    head = f'<?xml version="1.0"?><!DOCTYPE grantAwards [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    award = '<grantAward id="X-1"><summary xml:lang="ja"><title>題 &x;</title></summary></grantAward>'
    with pytest.raises(SourceError) as caught:
        list(read_kaken(made(tmp_path, award, head=head)))
    assert caught.value.code == "source-unsafe"


def test_many_projects_are_read_one_by_one_and_let_go(tmp_path):
    awards = [JST.replace("16667251", str(number)) for number in range(3000)]
    found = read_kaken(made(tmp_path, *awards))
    assert sum(1 for _ in found) == 3000

"""Promise: the kind of a result is told by its wording, and left open where the wording does not tell."""

import pytest

from stitext.projects.kinds import result_kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("査読論文を38編発表した", "論文群"),
        ("博士論文の指導を行った", "人材"),
        ("湖の水質データベースを構築した", "データベース"),
        ("洪水を予測する計算モデルの開発", "ソフトウェア"),
        ("処分場の手引きを英語で作成", "標準・指針"),
        ("封止の特許3件を出願した", "特許"),
        ("簡易診断キットの開発", "装置・キット"),
        ("検査室を整備した", "装置・キット"),
        ("養殖場に実証プラント", "実証サイト"),
        ("技術者12名の研修", "人材"),
        ("三機関と覚書を締結", "ネットワーク"),
        ("検査法がタイ政府の標準検査法に採用", "政策採用"),
        ("The consortium released the software as open source.", "ソフトウェア"),
        ("A patent was filed in 2021.", "特許"),
        ("Twelve PhD students were trained.", "人材"),
        ("Guidelines for hospitals", "標準・指針"),
    ],
)
def test_wording_tells_the_kind(text, kind):
    assert result_kind(text) == kind


@pytest.mark.parametrize(
    "text", ["公開シンポジウム(2024年)", "新種のウイルスを発見", "合同の現地調査", "委員会を設置", ""]
)
def test_meetings_and_findings_have_no_kind(text):
    assert result_kind(text) is None

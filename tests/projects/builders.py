"""Projects made by hand, and what an index of them is made with."""

from __future__ import annotations

from stitext.projects.index import Making, Source
from stitext.records import FrameworkInfo, Project, ProjectResult

SOURCE = Source(id="projects.jsonl", sha256="ab" * 32, state="1")
FRAMEWORK = FrameworkInfo(id="sti-international", version="1")

PEAT = Project(
    id="T1",
    programme="SATREPS",
    title_ja="泥炭地の火災と炭素の管理",
    countries=("ID",),
    institutions_jp=("北の大学",),
    institutions_partner=("島の研究所",),
    field="環境・エネルギー",
    fiscal_year=2009,
    summary="乾いた泥炭が燃えて煙が広がるのを抑える。水位を戻す方法を村で試す。",
    results=(
        ProjectResult(text="泥炭の水位を測る装置を30か所に設置", kind="装置・キット"),
        ProjectResult(text="合同のセミナーを開催"),
    ),
    source_url="https://example.org/t1",
    doubts=("期間は二次資料による。",),
)
RABIES = Project(
    id="T2",
    programme="e-ASIA JRP",
    title_ja="狂犬病をなくすための地域の予防接種",
    countries=("PH", "TH"),
    field="感染症",
    fiscal_year=2019,
    summary="犬の予防接種を村ごとに進め、発症をなくす。",
    results=(ProjectResult(text="簡易診断キットを開発", kind="装置・キット", page=12),),
    source_url="https://example.org/t2",
)
ENGLISH = Project(
    id="T3",
    programme="Horizon",
    title_en="Early warning of landslides in mountain villages",
    countries=("NP",),
    field="hazards",
    summary="Sensors on slopes tell villagers when to leave. The network was tested in two valleys.",
    source_url="https://example.org/t3",
)
RICE = Project(
    id="T4", programme="SATREPS", title_ja="少ない肥料で米の収量を上げる品種", countries=("MG",), field="生物資源"
)
PROJECTS = (PEAT, RABIES, ENGLISH, RICE)


def making_of(wording, labels=None):
    """Label each text whose beginning is a key of ``labels`` by its value."""
    given = labels or {}

    def label(units):
        return [next((ids for start, ids in given.items() if unit.text.startswith(start)), ()) for unit in units]

    return Making(wording, label, None, FRAMEWORK)

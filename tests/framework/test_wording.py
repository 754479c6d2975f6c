"""The shipped framework is the policy document: its wording, its ids, its order."""

from pathlib import Path

from stitext.framework import Clause, load_framework

SOURCE = Path(__file__).parents[1] / "data" / "framework" / "source.md"

LABEL_IDS = (
    *(f"P1.{n}" for n in range(1, 7)),
    *(f"P2.{n}" for n in range(1, 6)),
    *(f"P3.{n}" for n in range(1, 6)),
    *(f"C1.{n}" for n in range(1, 4)),
    *(f"C2.{n}" for n in range(1, 5)),
    *(f"C3.{n}" for n in range(1, 5)),
    *(f"C4.{n}" for n in range(1, 8)),
    *(f"D1.{n}" for n in range(1, 6)),
    *(f"D2.{n}" for n in range(1, 8)),
)

# The whole list of places where the wording is not letter for letter what the extraction printed.
CORRECTED = {
    "P1": ("未来社会像の実現の 基礎となる研究力の強化", "未来社会像の実現の基礎となる研究力の強化"),
    "P1.6": ("人材育成・確保 等", "人材育成・確保"),
    "P2": (
        "STIを通して実現すべき 新たな価値の創造や 社会課題の解決",
        "STIを通して実現すべき新たな価値の創造や社会課題の解決",
    ),
    "P2.5": ("将来出合い得る危機に対する取組 等", "将来出合い得る危機に対する取組"),
    "P3": (
        "未来社会像を共有して 各国との友好的関係を 強化する科学技術外交",
        "未来社会像を共有して各国との友好的関係を強化する科学技術外交",
    ),
    "P3.5": ("国際ルール策定等での協働 等", "国際ルール策定等での協働"),
    "C1.3": (
        "交流・協りに携わる日本人研究者の資質向上等につながる内容か。",
        "交流・協力に携わる日本人研究者の資質向上等につながる内容か。",
    ),
    "D1": ("<国際頭脳循環>", "国際頭脳循環"),
    "D2": ("<国際共同研究>", "国際共同研究"),
    "D2.7": (
        "ポストク等に対する共同研究相手先との交流機会を創出",
        "ポスドク等に対する共同研究相手先との交流機会を創出",
    ),
}


def _clauses() -> list[Clause]:
    framework = load_framework("sti-international")
    above = [*framework.situation, *framework.lead, *(group.clause for group in framework.groups)]
    return [*above, *(label.clause for label in framework.labels)]


def _source_lines() -> list[str]:
    lines = SOURCE.read_text(encoding="utf-8").replace("**", "").splitlines()
    return [line.strip().removeprefix("-").strip().removeprefix("・").strip() for line in lines]


def test_every_clause_is_a_line_of_the_source():
    lines = _source_lines()

    missing = [clause.id for clause in _clauses() if (clause.extracted or clause.text) not in lines]

    assert missing == []


def test_every_line_of_the_source_is_a_clause_or_a_known_heading():
    headings = {"現状認識", "国際交流・協力の目的と考慮すべき観点"}
    printed = {clause.extracted or clause.text for clause in _clauses()}
    title = load_framework("sti-international").title

    left_over = [line for line in _source_lines() if line and line not in printed | headings | {title}]

    assert left_over == []


def test_wording_departs_from_the_extraction_only_where_a_correction_is_recorded():
    corrected = {clause.id: (clause.extracted, clause.text) for clause in _clauses() if clause.extracted is not None}

    assert corrected == CORRECTED
    assert all(clause.correction for clause in _clauses() if clause.extracted is not None)


def test_label_ids_are_the_46_of_the_codebook_in_the_order_of_the_document():
    framework = load_framework("sti-international")

    assert tuple(label.id for label in framework.labels) == LABEL_IDS
    assert (len(framework.aims), len(framework.points), len(framework.directions)) == (16, 18, 12)


def test_labels_follow_the_source_from_top_to_bottom():
    lines = _source_lines()
    labels = load_framework("sti-international").labels

    places = [lines.index(label.clause.extracted or label.clause.text) for label in labels]

    assert places == sorted(places)


def test_points_belong_to_the_purpose_of_their_group_and_the_last_group_to_all():
    framework = load_framework("sti-international")

    assert [purpose.id for purpose in framework.purposes] == ["P1", "P2", "P3"]
    assert framework.label("C1.2").purposes == ("P1",)
    assert framework.label("C2.4").purposes == ("P2",)
    assert framework.label("C3.1").purposes == ("P3",)
    assert {label.purposes for label in framework.points if label.group == "C4"} == {("P1", "P2", "P3")}
    assert framework.label("P2.1").purposes == ("P2",)
    assert {label.purposes for label in framework.directions} == {()}


def test_publisher_is_left_empty_and_the_note_says_why():
    framework = load_framework("sti-international")

    assert framework.publisher == ""
    assert "発行者" in framework.note


def test_every_clause_has_an_english_gloss_without_japanese():
    japanese = [clause.id for clause in _clauses() if any(ord(letter) > 0x2FFF for letter in clause.text_en)]

    assert japanese == []

"""The verdict on each point follows the codebook: from a tagged document made by hand, without a model."""

import pytest

from stitext.coverage import check_coverage
from stitext.framework import load_framework
from stitext.records import Candidate, Note, Tag
from tests.builders import PROVENANCE, label_of, tagged_of

POINT = "C1.2"
MEASURE = "輸出管理の該非判定を研究推進課が渡航の前に行う。"
WISH = "技術流出の防止は重要である。"
LACK = "研究インテグリティの手続きは不十分であった。"
CANCELLED = "該非判定は人手が足りないため取りやめた。"


@pytest.fixture(scope="module")
def framework():
    return load_framework("sti-international")


def tag(stance, *, score=0.8, label_id=POINT):
    return (Tag(id=label_id, stance=stance, score=score),)


def report_on(framework, *lines, held=0.9, concrete=0.9, language="ja", **options):
    whole = (label_of(POINT, held=held, concrete=concrete),)
    tagged = tagged_of(*lines, document_labels=whole, **options)
    return tagged, check_coverage(tagged, framework, PROVENANCE, language=language)


def point_in(report, point_id=POINT):
    return next(point for point in report.points if point.id == point_id)


def verdict(framework, *lines, held=0.9, concrete=0.9):
    return point_in(report_on(framework, *lines, held=held, concrete=concrete)[1]).verdict


def test_a_concrete_sentence_and_the_document_s_probability_make_a_point_addressed(framework):
    assert verdict(framework, (MEASURE, tag("concrete"))) == "addressed"


def test_a_concrete_sentence_without_the_document_s_probability_makes_it_mentioned_at_most(framework):
    assert verdict(framework, (MEASURE, tag("concrete")), concrete=0.49) == "mentioned"
    assert verdict(framework, (MEASURE, tag("concrete")), held=0.49) == "unaddressed"


def test_a_probability_equal_to_its_threshold_counts(framework):
    assert verdict(framework, (MEASURE, tag("concrete")), held=0.5, concrete=0.5) == "addressed"


def test_the_document_s_probability_without_a_concrete_sentence_makes_nothing_addressed(framework):
    assert verdict(framework, (WISH, tag("mention"))) == "mentioned"
    assert verdict(framework, (WISH, ())) == "unaddressed"


def test_negative_sentences_alone_leave_a_point_unaddressed(framework):
    assert verdict(framework, (LACK, tag("negative")), (CANCELLED, tag("negative"))) == "unaddressed"


def test_a_promise_that_a_later_sentence_withdraws_is_no_evidence_and_is_shown_as_considered(framework):
    withdrawn = (Tag(id=POINT, stance="concrete", score=0.8, withdrawn_by="s0002"),)
    _, report = report_on(framework, (MEASURE, withdrawn), (CANCELLED, tag("negative")))
    point = point_in(report)
    assert point.verdict == "unaddressed"
    assert point.evidence == ()
    assert [(found.quote, found.withdrawn_by) for found in point.considered] == [(MEASURE, "s0002"), (CANCELLED, None)]


def test_another_sentence_may_still_hold_what_one_lost(framework):
    withdrawn = (Tag(id=POINT, stance="concrete", score=0.8, withdrawn_by="s0002"),)
    lines = ((MEASURE, withdrawn), (CANCELLED, tag("negative")), (WISH, tag("mention")))
    assert verdict(framework, *lines) == "mentioned"


def test_a_weakness_stated_later_takes_nothing_back(framework):
    assert verdict(framework, (MEASURE, tag("concrete")), (LACK, tag("negative"))) == "addressed"


def test_a_document_that_cannot_be_judged_has_no_unaddressed_point(framework):
    note = Note(code="text-too-short", message="本文が短い。")
    _, report = report_on(framework, (MEASURE, tag("concrete")), assessable=False, warnings=(note,))
    assert {point.verdict for point in report.points} == {"not_assessed"}
    assert report.summary.not_assessed == 18
    assert not any(purpose.pursued for purpose in report.purposes)
    assert note in report.document.warnings


def test_a_label_that_the_tagger_does_not_know_is_not_assessed(framework):
    _, report = report_on(framework, (MEASURE, tag("concrete")))
    assert {point.verdict for point in report.points if point.id != POINT} == {"not_assessed"}
    assert point_in(report).verdict == "addressed"


def test_evidence_is_ordered_concrete_first_then_by_score(framework):
    lines = (
        (WISH, tag("mention", score=0.99)),
        ("契約書で知財の扱いを定めた。", tag("concrete", score=0.6)),
        (MEASURE, tag("concrete", score=0.9)),
        ("審査を法務室が担う。", tag("concrete", score=0.6)),
    )
    point = point_in(report_on(framework, *lines)[1])
    assert [found.sentence_id for found in point.evidence] == ["s0003", "s0002", "s0004", "s0001"]
    assert [found.stance for found in point.evidence] == ["concrete", "concrete", "concrete", "mention"]


def test_negative_sentences_are_shown_as_considered_and_never_as_evidence(framework):
    point = point_in(report_on(framework, (MEASURE, tag("concrete")), (LACK, tag("negative")))[1])
    assert [found.quote for found in point.evidence] == [MEASURE]
    assert [found.quote for found in point.considered] == [LACK]


def test_a_point_that_is_not_held_shows_the_sentences_that_did_not_suffice(framework):
    point = point_in(report_on(framework, (MEASURE, tag("concrete")), (WISH, tag("mention")), held=0.3)[1])
    assert point.verdict == "unaddressed"
    assert point.evidence == ()
    assert [found.quote for found in point.considered] == [MEASURE, WISH]


def test_near_candidates_follow_the_rejected_ones_and_at_most_three_are_shown(framework):
    near = tuple(
        Candidate(id=label_id, sentence_id=sentence_id, score=0.2)
        for label_id, sentence_id in ((POINT, "s0003"), ("C1.1", "s0003"), (POINT, "s0001"), (POINT, "s0002"))
    )
    lines = (("背景を述べる。", ()), ("契約を結ぶ。", ()), ("大学の規程がある。", ()), (LACK, tag("negative")))
    point = point_in(report_on(framework, *lines, candidates=near)[1])
    assert [(found.quote, found.stance) for found in point.considered] == [
        (LACK, "negative"), ("大学の規程がある。", None), ("背景を述べる。", None),
    ]  # fmt: skip


def test_advice_is_empty_where_a_point_is_addressed_and_there_otherwise(framework):
    _, report = report_on(framework, (MEASURE, tag("concrete")))
    assert point_in(report).advice == ""
    assert all(point.advice for point in report.points if point.id != POINT)
    assert point_in(report_on(framework, (WISH, tag("mention")))[1]).advice


def test_names_and_advice_are_in_the_language_asked_for_and_quotes_in_the_document_s(framework):
    label = framework.label(POINT)
    point = point_in(report_on(framework, (WISH, tag("mention")), language="en")[1])
    assert (point.name, point.short_name) == (label.clause.text_en, label.interpretation.short_name_en)
    assert point.advice == label.interpretation.advice_en
    assert point.evidence[0].quote == WISH


def test_a_purpose_is_pursued_if_and_only_if_one_of_its_aims_is(framework):
    lines = (
        ("若手研究者を三年間派遣する。", tag("concrete", label_id="P1.6")),
        (WISH, tag("negative", label_id="P2.1")),
    )
    whole = (label_of("P1.6", held=0.7), label_of("P1.1", held=0.2), label_of("P2.1", held=0.9))
    report = check_coverage(tagged_of(*lines, document_labels=whole), framework, PROVENANCE, language="ja")
    purposes = {purpose.id: purpose for purpose in report.purposes}
    assert {purpose_id for purpose_id, purpose in purposes.items() if purpose.pursued} == {"P1", "P1.6"}
    assert purposes["P1"].score == 0.7
    assert [found.quote for found in purposes["P1.6"].evidence] == ["若手研究者を三年間派遣する。"]
    assert purposes["P2.1"].evidence == ()


def test_an_aim_below_its_threshold_is_not_pursued(framework):
    lines = (("若手研究者を三年間派遣する。", tag("mention", label_id="P1.6")),)
    tagged = tagged_of(*lines, document_labels=(label_of("P1.6", held=0.49),))
    report = check_coverage(tagged, framework, PROVENANCE, language="ja")
    assert not any(purpose.pursued for purpose in report.purposes)


def test_purposes_and_points_keep_the_framework_s_order(framework):
    _, report = report_on(framework, (MEASURE, tag("concrete")))
    assert [point.id for point in report.points] == [label.id for label in framework.points]
    assert [purpose.id for purpose in report.purposes][:2] == ["P1", "P1.1"]


def test_the_summary_counts_each_point_once(framework):
    lines = (
        (MEASURE, tag("concrete")),
        (WISH, tag("mention", label_id="C1.3")),
        ("背景。", ()),
    )
    whole = tuple(label_of(label_id) for label_id in ("C1.2", "C1.3", "C2.1", "C2.2"))
    report = check_coverage(tagged_of(*lines, document_labels=whole), framework, PROVENANCE, language="ja")
    assert report.summary.model_dump() == {"addressed": 1, "mentioned": 1, "unaddressed": 2, "not_assessed": 14}


def test_every_quote_is_verbatim_at_its_place(framework):
    near = (Candidate(id=POINT, sentence_id="s0003", score=0.2),)
    lines = ((MEASURE, tag("concrete")), (LACK, tag("negative")), ("𠮷野で採る。", ()), (WISH, tag("mention")))
    tagged, report = report_on(framework, *lines, candidates=near)
    found = [quote for point in report.points for quote in (*point.evidence, *point.considered)]
    assert len(found) == 4
    assert all(tagged.document.text[quote.start : quote.end] == quote.quote for quote in found)


def near(stance, *, sentence_id="s0001", score=0.2):
    return Candidate(id=POINT, sentence_id=sentence_id, score=score, stance=stance)


def test_the_strongest_candidate_carries_a_point_that_no_label_does_and_is_its_evidence(framework):
    lines = ((MEASURE, ()), (WISH, ()))
    candidates = (near("concrete"), near("mention", sentence_id="s0002", score=0.1))
    _, report = report_on(framework, *lines, candidates=candidates)
    point = point_in(report)
    assert point.verdict == "addressed"
    assert [(found.quote, found.stance, found.score) for found in point.evidence] == [(MEASURE, "concrete", 0.2)]
    assert [found.quote for found in point.considered] == [WISH]


def test_a_candidate_carries_nothing_where_the_document_does_not_speak_for_the_point(framework):
    _, report = report_on(framework, (MEASURE, ()), candidates=(near("concrete"),), held=0.4)
    point = point_in(report)
    assert (point.verdict, point.evidence) == ("unaddressed", ())
    assert [(found.quote, found.stance) for found in point.considered] == [(MEASURE, None)]


def test_a_candidate_that_denies_or_whose_stance_was_not_asked_carries_nothing(framework):
    for stance in ("negative", None):
        _, report = report_on(framework, (LACK, ()), candidates=(near(stance),))
        assert point_in(report).verdict == "unaddressed"


def test_beside_a_label_that_counts_no_candidate_is_evidence(framework):
    candidates = (near("concrete", sentence_id="s0002", score=0.3),)
    _, report = report_on(framework, (WISH, tag("mention")), (MEASURE, ()), candidates=candidates)
    point = point_in(report)
    assert point.verdict == "mentioned"
    assert [found.quote for found in point.evidence] == [WISH]


def test_a_purpose_rests_on_labels_alone(framework):
    aim = Candidate(id="P1.6", sentence_id="s0001", score=0.3, stance="concrete")
    tagged = tagged_of((MEASURE, ()), document_labels=(label_of("P1.6", held=0.9, concrete=0.9),), candidates=(aim,))
    report = check_coverage(tagged, framework, PROVENANCE, language="ja")
    assert not next(purpose for purpose in report.purposes if purpose.id == "P1.6").pursued

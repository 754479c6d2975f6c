"""What a draft asks by: its title, aims and plan, not its budget, team and paperwork."""

from stitext.projects.asking import N_ASKED, asked_sentences
from stitext.records import Tag
from tests.builders import tagged_of


def draft(*lines):
    """A draft from (heading, sentence, label ids)."""
    tagged = tagged_of(
        *((text, tuple(Tag(id=label, stance="concrete", score=0.9) for label in labels)) for _, text, labels in lines)
    )
    sentences = tuple(
        sentence.model_copy(update={"section": heading, "section_path": (heading,)})
        for sentence, (heading, _, _) in zip(tagged.document.sentences, lines, strict=True)
    )
    return tagged.model_copy(update={"document": tagged.document.model_copy(update={"sentences": sentences})})


PLAN = ("2. 研究計画", "泥炭地の水位を三年かけて測り、火災を減らす。", ())
BUDGET = ("5. 予算", "観測装置の購入に1,200万円を計上する。", ())


def test_aims_and_plan_ask_and_the_budget_does_not():
    aim = ("9. その他の欄", "世界で初めて泥炭の火を予測する。", ("P1.3",))
    asked = asked_sentences(draft(PLAN, BUDGET, aim))
    assert [each.quote for each in asked] == [PLAN[1], aim[1]]


def test_title_asks_without_the_name_of_its_field():
    for text in ("研究課題名: 泥炭地の火災を防ぐ共同研究", "【課題名】泥炭地の火災を防ぐ共同研究"):
        first, *_ = asked_sentences(draft(("様式1", text, ()), PLAN))
        assert (first.quote, first.text, first.is_title) == (text, "泥炭地の火災を防ぐ共同研究", True)


def test_title_that_a_form_repeats_asks_once():
    title = ("様式1", "研究課題名: 泥炭地の火災を防ぐ共同研究", ())
    assert sum(each.is_title for each in asked_sentences(draft(title, title, PLAN))) == 1


def test_draft_without_headings_of_aim_or_plan_asks_by_all_but_paperwork():
    plain = ("その一", "泥炭地の水位を三年かけて測る予定である。", ())
    assert [each.quote for each in asked_sentences(draft(plain, BUDGET))] == [plain[1]]


def test_long_drafts_ask_by_a_limited_number_of_sentences_in_their_order():
    lines = [("2. 研究計画", f"第{number}の区画で泥炭の水位を測る。", ()) for number in range(40)]
    asked = [each.quote for each in asked_sentences(draft(*lines))]
    assert asked == [text for _, text, _ in lines[:N_ASKED]]


def test_denied_aim_does_not_ask():
    tagged = draft(("9. その他の欄", "国際標準をめざすものではない。", ()), PLAN)
    denied = Tag(id="P1.1", stance="negative", score=0.9)
    first = tagged.sentences[0].model_copy(update={"labels": (denied,)})
    assert [
        each.quote for each in asked_sentences(tagged.model_copy(update={"sentences": (first, tagged.sentences[1])}))
    ] == [PLAN[1]]

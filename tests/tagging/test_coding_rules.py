"""Coding rules mean what KH Coder's manual says, and what they can't mean is refused with its line."""

import numpy as np
import pytest

from stitext.errors import CorpusError
from stitext.tagging.coding_rules import apply_coding_rules, load_coding_rules, parse_coding_rules


def holds(condition, words):
    """Whether a condition holds for a sentence of words with blanks between them."""
    return bool(apply_coding_rules([words.split()], parse_coding_rules(f"*X\n{condition}", "rules.txt"))[0, 0])


@pytest.mark.parametrize(
    ("condition", "words", "expected"),
    [
        ("水田", "水田 に 水", True),
        ("水田", "畑 に 水", False),
        ("水田 | 畑", "畑 に 水", True),
        ("水田 or 畑", "畑 に 水", True),
        ("水田 & 水", "水田 に 水", True),
        ("水田 and 水", "水田 に 油", False),
        ("! 水田", "畑 に 水", True),
        ("水 & ! 水田", "水田 に 水", False),
        ("not 水田", "水田", False),
        ("! ! 水田", "水田", True),
        ("水田+に", "水田 に 水", True),
        ("水田+水", "水田 に 水", False),
        ("に+水+を", "水田 に 水 を 引く", True),
    ],
)
def test_words_phrases_and_operators(condition, words, expected):
    assert holds(condition, words) is expected


def test_and_binds_tighter_than_or_and_brackets_bind_tightest():
    assert holds("油 & 火 | 水", "水") is True
    assert holds("油 & ( 火 | 水 )", "水") is False
    assert holds("水 | 油 & 火", "水") is True


@pytest.mark.parametrize(
    ("condition", "words", "expected"),
    [
        ("near(水-引く)", "引く a b c 水", True),
        ("seq(水-引く)", "引く a b c 水", False),
        ("seq(水-引く)", "水 a b c 引く", True),
        ("near(水-引く)[3]", "水 a b c 引く", False),
        ("near(水-引く)[4]", "水 a b c 引く", True),
        ("near(水-引く)", "水 " + "a " * 9 + "引く", True),
        ("near(水-引く)", "水 " + "a " * 10 + "引く", False),
        ("near(水-引く-田)[2]", "水 a 引く a 田", True),
        ("near(水-引く-田)[2]", "水 a 引く a a 田", False),
        ("near(水-引く)[2]", "水 a a a 水 a 引く", True),
        ("seq(水-水)[2]", "水 a 水", True),
        ("near(水-水)", "水 a", False),
    ],
)
def test_near_counts_words_from_one_to_the_next(condition, words, expected):
    assert holds(condition, words) is expected


def test_a_condition_may_run_over_several_lines_and_comments_are_skipped():
    rules = parse_coding_rules("# 見出し\n\n*A 水のこと\n水田\n# 途中\n| 畑\n*B\n油", "rules.txt")
    assert list(rules.codes) == ["A", "B"]
    found = apply_coding_rules([["畑"], ["油"], ["火"]], rules)
    assert np.array_equal(found, [[True, False], [False, True], [False, False]])


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("水田", 1, "コードの行がありません"),
        ("*A\n水田\n*\n畑", 3, "名前がありません"),
        ("*A\n水田\n*A\n畑", 3, "1 行目にもあります"),
        ("*A\n*B\n畑", 1, "条件がありません"),
        ("*A\n水田 畑", 2, "「畑」の前に"),
        ("*A\n水田 |\n\n# x\n", 2, "途中で終わって"),
        ("*A\n水田 |\n| 畑", 3, "「|」は読めません"),
        ("*A\n( 水田 | 畑", 2, "対応する )"),
        ("*A\n水田 )", 2, "「)」の前に"),
        ("*A\n\n<*B>", 3, "「<*B>」は読めません"),
        ("*A\n'水田'", 2, "読めません"),
        ("*A\nnear(水田)", 2, "2つ以上"),
        ("*A\nnear(水-田)[b]", 2, "読めません"),
        ("*A\nnear(水-(田))", 2, "読めません"),
        ("*A\n水++田", 2, "読めません"),
        ("# 何もない", 1, "1つもありません"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_line(text, line, words):
    with pytest.raises(CorpusError, match=rf"rules\.txt {line} 行目") as caught:
        parse_coding_rules(text, "rules.txt")
    assert words in caught.value.message
    assert caught.value.code == "coding-rules-invalid"


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(CorpusError, match=r"none.txt") as caught:
        load_coding_rules(tmp_path / "none.txt")
    assert caught.value.code == "coding-rules-invalid"


def test_no_sentence_gives_no_row():
    assert apply_coding_rules([], parse_coding_rules("*A\n水田", "rules.txt")).shape == (0, 1)

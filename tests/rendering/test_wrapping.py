import pytest
from rich.cells import cell_len

from stitext.rendering.wrapping import wrap_text

TEXT = "本研究は、大型放射光施設 SPring-8 のビームタイムを「前期」と「後期」に各 3 日間利用し、（試料の）構造を調べる。"


@pytest.mark.parametrize("width", [8, 9, 10, 21, 40, 79, 200])
def test_wrap_text_keeps_within_the_width_and_loses_nothing(width):
    lines = wrap_text(TEXT, width)
    assert max(cell_len(line) for line in lines) < width + 1
    assert "".join(lines).replace(" ", "") == TEXT.replace(" ", "")


@pytest.mark.parametrize("width", range(10, 60))
def test_wrap_text_leaves_closing_marks_off_line_starts_and_opening_marks_off_line_ends(width):
    lines = wrap_text(TEXT, width)
    assert not any(line[0] in "、。」）ー" for line in lines)
    assert not any(line[-1] in "「（" for line in lines)


def test_wrap_text_does_not_cut_a_latin_word_that_fits():
    assert wrap_text("研究 interdisciplinary 研究", 18) == ["研究", "interdisciplinary", "研究"]


def test_wrap_text_cuts_a_word_that_is_wider_than_the_line():
    assert wrap_text("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]


def test_wrap_text_gives_one_empty_line_for_an_empty_text():
    assert wrap_text("", 10) == [""]

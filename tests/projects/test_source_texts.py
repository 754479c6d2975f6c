"""Promise: fields are freed of markup and cut into sentences in both languages, with nothing lost between."""

import pytest

from stitext.projects.source_texts import plain_text, sentences_of, years_in


def test_markup_goes_and_line_breaks_stay():
    assert plain_text("<p>A &amp; <i>B</i></p><p>C<br/>D</p>\r\n\r\n  E\t F ") == "A & B\nC\nD\nE F"


def test_a_comparison_is_no_markup():
    assert plain_text("p < 0.05 and n > 3") == "p < 0.05 and n > 3"


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("水質を調べた。湖（深い所。）を測った。", ("水質を調べた。", "湖（深い所。）を測った。")),
        ("・手引を作った\n①装置を作った。", ("手引を作った", "装置を作った。")),
        ("値は3．5倍となった．次も測った．", ("値は3．5倍となった．", "次も測った．")),
        (
            "We saw it, e.g. in Fig. 3. Prof. A. Smith agreed. It ended.",
            ("We saw it, e.g. in Fig. 3.", "Prof. A. Smith agreed.", "It ended."),
        ),
        ("Done! Was it? Yes (it was.) Good.", ("Done!", "Was it?", "Yes (it was.)", "Good.")),
        ("1. 2.\n---", ()),
        ("", ()),
    ],
)
def test_sentences_are_cut_at_stops_and_lines(text, sentences):
    assert sentences_of(text) == sentences


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("令和3年4月～令和7年3月", (2021, 2025)),
        ("平成元年", (1989,)),
        ("2015/04/01-2020/03/31", (2015, 2020)),
        ("H28.4", (2016,)),
        ("課題番号 120190", ()),
        ("", ()),
    ],
)
def test_years_are_found_in_both_calendars(text, years):
    assert years_in(text) == years

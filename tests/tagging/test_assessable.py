"""A text that can't be judged is said to be so, with the reason."""

import pytest

from stitext.tagging.assessable import MIN_CHARACTERS, find_obstacles
from tests.builders import document_of

JAPANESE = "国際共同研究の体制を次のように定め、毎年の点検を行う。"
ENGLISH = "The partners share samples and data under an agreement that both institutes have signed. "


def codes(*lines):
    return [note.code for note in find_obstacles(document_of(*lines))]


def test_a_japanese_draft_has_no_obstacle():
    assert codes(*[JAPANESE] * 10) == []


def test_a_japanese_draft_with_english_names_and_titles_has_no_obstacle():
    assert codes(*[JAPANESE] * 10, ENGLISH * 2) == []


def test_a_title_alone_is_too_short_and_the_message_says_how_short():
    notes = find_obstacles(document_of("湖沼観測の提案"))
    assert [note.code for note in notes] == ["text-too-short"]
    assert "7 字" in notes[0].message
    assert str(MIN_CHARACTERS) in notes[0].message


def test_an_english_text_is_of_unknown_language_however_long_or_short():
    assert codes(ENGLISH * 10) == ["language-unknown"]
    assert codes("Hello world.") == ["language-unknown"]


def test_marks_and_blanks_do_not_make_a_text_long():
    assert codes("。、・" * 200) == ["text-too-short"]


@pytest.mark.parametrize(("n", "expected"), [(MIN_CHARACTERS - 1, ["text-too-short"]), (MIN_CHARACTERS, [])])
def test_the_limit_is_counted_in_letters(n, expected):
    assert codes("湖" * n + "。" * 50) == expected


def test_a_document_without_sentences_is_too_short():
    document = document_of("湖").model_copy(update={"sentences": ()})
    assert [note.code for note in find_obstacles(document)] == ["text-too-short"]

"""Words are counted as the dictionary cuts them."""

import pytest

from stitext.analysis.lexicon import content_words, count_words, synonym_groups

pytestmark = pytest.mark.model


def test_words_are_counted_with_their_normalized_forms():
    words = count_words(["測定を行なう。", "測定を行う。"])
    assert words["測定", "測定"] == 2
    assert words["行なう", "行う"] == words["行う", "行う"] == 1


def test_content_words_leave_particles_and_marks_out():
    assert list(content_words(["湖の水質を測定する。", ""])) == [("湖", "水質", "測定", "為る"), ()]


def test_a_long_text_is_counted_whole():
    assert count_words(["湖。" * 20_000])["。", "。"] == 20_000


def test_words_of_one_meaning_are_grouped_by_the_dictionary():
    groups = synonym_groups(["人工知能", "自動車", "AI", "湖の水質", "クルマ"])
    assert ("人工知能", "AI") in groups
    assert ("自動車", "クルマ") in groups
    assert not any("湖の水質" in group for group in groups)

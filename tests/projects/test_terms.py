"""Terms: found in both languages, the longest name first, at least 400 of them, each usable."""

from importlib import resources

import pytest

from stitext.projects.terms import LISTS, expand, find_terms, load_terms


@pytest.fixture(scope="module")
def terms():
    return load_terms()


def usual(text, terms):
    return [terms.terms[number].japanese[0] for number in find_terms(text, terms)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("狂犬病の予防接種", ["狂犬病", "ワクチン"]),
        ("インドネシアの泥炭火災", ["インドネシア", "泥炭火災"]),
        ("Early warning of landslides in Nepal", ["早期警戒", "地すべり", "ネパール"]),
        ("eDNA", ["環境DNA"]),
        ("腹下しの子ども", ["下痢症"]),
        ("it is so", []),
        ("", []),
    ],
)
def test_terms_are_found_by_their_longest_names_in_both_languages(text, expected, terms):
    assert usual(text, terms) == expected


def test_english_query_gains_the_japanese_names(terms):
    assert expand("rabies in the Philippines", terms) == "rabies in the Philippines 狂犬病 フィリピン"


def test_text_with_all_usual_names_stays_as_it_is(terms):
    assert expand("フィリピンの狂犬病", terms) == "フィリピンの狂犬病"


def test_lists_hold_at_least_400_pairs_each_in_both_languages_and_once(terms):
    rows = []
    for name in LISTS:
        lines = resources.files("stitext.projects").joinpath("terms", f"{name}.tsv").read_text("utf-8").splitlines()
        rows += [tuple(line.split("\t")) for line in lines if not line.startswith("#") and line != "ja\ten"]
    assert len(rows) >= 400
    assert all(len(row) == 2 and all(cell.strip() == cell and cell for cell in row) for row in rows)
    first = [row[0].split("|")[0] for row in rows]
    assert len(first) == len(set(first))
    assert len(terms.terms) > len(rows)

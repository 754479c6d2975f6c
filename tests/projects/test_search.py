"""Search: finds by words and by meaning, in both languages, within the filters, or says that there is nothing."""

import pytest

from stitext.projects.search import Filters, ask, n_without_year, nearest_texts, search

pytestmark = pytest.mark.model


def found(text, index, wording, *, threshold=0.0, **filters):
    hits = search(ask([text], wording), index, wording, filters=Filters(**filters), n_hits=10, threshold=threshold)
    return [hit.project.id for hit in hits]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("泥炭の火事", "T1"),
        ("犬の病気を地域からなくす", "T2"),
        ("山の村で土砂崩れを前もって知らせる", "T3"),  # the record is in English
        ("rabies vaccination", "T2"),  # the record is in Japanese
        ("肥料を節約した稲作", "T4"),
    ],
)
def test_nearest_project_comes_first(text, first, index, wording):
    assert found(text, index, wording)[0] == first


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"countries": ("TH", "ID")}, {"T1", "T2"}),
        ({"programme": "satreps"}, {"T1", "T4"}),
        ({"field": "環境"}, {"T1"}),
        ({"since": 2015}, {"T2"}),
        ({"labels": (("C2.3",),)}, {"T2"}),
        ({"labels": (("C2.3",), ("C4.7",))}, set()),
        ({"programme": "x' OR '1'='1"}, set()),
    ],
)
def test_filters_let_only_their_projects_through(filters, expected, index, wording):
    assert set(found("研究", index, wording, **filters)) == expected


def test_nothing_is_found_where_nothing_is_near(index, wording):
    assert found("歌舞伎の所作を記録する", index, wording, threshold=0.25) == []


def test_projects_without_a_year_are_counted(index):
    assert n_without_year(index, Filters(since=2015)) == 2
    assert n_without_year(index, Filters(since=2015, programme="satreps")) == 1


def test_texts_with_a_label_are_found_with_their_project(index, wording):
    vector = wording.queries(["犬"])[0]
    ((project, text),) = nearest_texts(vector, "C2.3", index, n_projects=3)
    assert (project.id, text) == ("T2", "犬の予防接種を村ごとに進め、発症をなくす。")
    assert nearest_texts(vector, "C1.1", index, n_projects=3) == ()


def test_signs_alone_ask_for_nothing_and_break_nothing(index, wording):
    question = ask(["（）「」"], wording)
    hits = search(question, index, wording, filters=Filters(), n_hits=3)
    assert hits == ()

"""Units: all of a project together, then its single texts verbatim."""

from stitext.projects.units import project_units, split_sentences, units_document
from tests.projects.builders import ENGLISH, PEAT


def test_units_are_all_together_then_title_sentences_and_results():
    units = project_units(PEAT)
    assert [(unit.place, unit.kind) for unit in units] == [
        (0, "project"),
        (1, "title"),
        (2, "summary"),
        (3, "summary"),
        (4, "result"),
        (5, "result"),
    ]
    assert all(unit.text in units[0].text for unit in units[1:])
    assert "インドネシア" in units[0].text


def test_english_sentences_end_at_full_stops_before_capitals():
    texts = [unit.text for unit in project_units(ENGLISH)]
    assert texts[2:] == ["Sensors on slopes tell villagers when to leave.", "The network was tested in two valleys."]
    assert split_sentences("約 3.5 km を測る。次に移る。") == ("約 3.5 km を測る。", "次に移る。")


def test_units_are_laid_out_as_one_sentence_each():
    units = project_units(PEAT)[1:]
    document = units_document(units)
    assert [document.quote(sentence) for sentence in document.sentences] == [unit.text for unit in units]

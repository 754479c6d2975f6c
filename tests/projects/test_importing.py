"""Promise: an import changes what has changed and nothing else, and tells of all that it leaves out."""

import json

from stitext.projects.catalogue import catalogue_line
from stitext.projects.importing import Skipped, gather, make_project, merge
from stitext.records import Project

OLD = Project(id="A", title_ja="古い題")
NEW = Project(id="A", title_ja="新しい題")
OTHER = Project(id="B", title_ja="別の課題")


def run(existing, found):
    return list(merge(existing, gather(found).lines))


def test_the_same_input_twice_changes_nothing():
    once = [Project.model_validate_json(line) for line, _ in run([], [OLD, OTHER])]
    assert [change for _, change in run(once, [OLD, OTHER])] == ["unchanged", "unchanged"]


def test_a_changed_record_takes_the_old_ones_place_and_others_stay_as_they_are():
    assert run([OLD, OTHER], [NEW]) == [(catalogue_line(NEW), "updated"), (catalogue_line(OTHER), "kept")]


def test_new_records_come_after_the_old_ones():
    assert [change for _, change in run([OTHER], [NEW])] == ["kept", "new"]


def test_of_two_records_with_one_id_the_later_is_kept_and_the_report_says_so():
    gathered = gather([OLD, NEW])
    assert json.loads(gathered.lines["A"])["title_ja"] == "新しい題"
    assert (gathered.n_read, [each.code for each in gathered.skipped]) == (2, ["duplicate"])


def test_a_record_without_id_or_title_is_skipped_with_its_place():
    for fields, code in (({"title_ja": "題"}, "no-id"), ({"id": "A"}, "no-title")):
        skipped = make_project(fields, "list.csv の 3 行目")
        assert isinstance(skipped, Skipped)
        assert (skipped.code, skipped.where) == (code, "list.csv の 3 行目")


def test_a_value_that_breaks_the_record_is_skipped_not_raised():
    skipped = make_project({"id": "A", "title_ja": "題", "fiscal_year": "不明"}, "x.json の 1 件目")
    assert isinstance(skipped, Skipped)
    assert (skipped.code, "fiscal_year" in skipped.message) == ("invalid", True)


def test_a_record_that_cannot_be_written_is_skipped_and_the_others_are_kept():
    gathered = gather([Project(id="A", title_ja="題", summary="\ud800"), OTHER])
    assert (list(gathered.lines), [each.code for each in gathered.skipped]) == (["B"], ["invalid"])

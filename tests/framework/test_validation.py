"""Each way to break a framework's files gives its own message, with file and id, and none hides another."""

import shutil
from pathlib import Path

import pytest

from stitext.errors import FrameworkError
from stitext.framework import load_framework, validate_framework

SMALL = Path(__file__).parents[1] / "data" / "framework-small"
POLICY, INTERPRETATION = "policy.toml", "interpretation.toml"

# name: file, wording to replace (once), its replacement, code, parts of the message
BROKEN = {
    "doubled id": (POLICY, 'id = "P1.2"', 'id = "P1.1"', "id-doubled", ("policy.toml: P1.1", "2 回")),
    "doubled reading": (INTERPRETATION, 'id = "C2.2"', 'id = "C2.1"', "id-doubled", ("interpretation.toml: C2.1",)),
    "no interpretation": (
        INTERPRETATION, 'id = "C2.2"', 'id = "C2.3"', "interpretation-missing", ("interpretation.toml: C2.2", "解釈が"),
    ),
    "interpretation of nothing": (
        INTERPRETATION, 'id = "C2.2"', 'id = "C2.3"', "label-unknown", ("interpretation.toml: C2.3", "policy.toml"),
    ),
    "unknown group": (POLICY, 'id = "C2.2"', 'id = "C9.1"', "group-unknown", ("policy.toml: C9.1", "C9 が groups")),
    "group without labels": (POLICY, 'id = "C2"', 'id = "C3"', "group-empty", ("policy.toml: C3", "C3.1")),
    "unknown purpose": (POLICY, '["P1", "P2"]', '["P1", "P7"]', "purpose-unknown", ("policy.toml: C2", "P7", "P1, P2")),
    "points without purpose": (POLICY, 'purposes = ["P1"]\n', "", "purpose-missing", ("policy.toml: C1", "P1, P2")),
    "empty text": (
        POLICY, 'text = "行政手続の待ち時間の短縮"', 'text = " "', "text-empty", ("policy.toml: P1.1: text", "空です"),
    ),
    "empty title": (POLICY, 'title = "みなと台市オープンデータ方針"', 'title = ""', "text-empty", ("title",)),
    "no title": (POLICY, 'title = "みなと台市オープンデータ方針"', "", "key-missing", ("policy.toml", "title")),
    "text missing": (
        POLICY, 'text = "行政手続の待ち時間の短縮"', "", "key-missing", ("policy.toml: P1.1: text", "ありません"),
    ),
    "unknown key": (POLICY, 'note = ""', 'note = ""\nauthor = "x"', "key-unknown", ("policy.toml", "author")),
    "unknown key of a label": (
        INTERPRETATION, 'advice_en = "In the section on formats', 'advise = ""\nadvice_en = "In the section on formats',
        "key-unknown", ("interpretation.toml: C2.1: advise",),
    ),
    "number for a text": (
        POLICY, 'text = "行政手続の待ち時間の短縮"', "text = 3", "value-invalid", ("policy.toml: P1.1: text", "文字列"),
    ),
    "unknown kind": (POLICY, 'id = "C2"\nkind = "point"', 'id = "C2"\nkind = "pont"', "value-invalid", ("C2: kind",)),
    "bad TOML": (POLICY, 'version = "1"', "version = 1x", "toml-invalid", ("policy.toml: 4 行目", "TOML")),
    "label id without dot": (POLICY, 'id = "P1.2"', 'id = "P12"', "id-invalid", ("policy.toml: P12",)),
    "label id in full width": (POLICY, 'id = "P1.2"', 'id = "Ｐ1.2"', "id-invalid", ("policy.toml: Ｐ1.2",)),
    "group id with dot": (POLICY, 'id = "C2"\n', 'id = "C2.0"\n', "id-invalid", ("policy.toml: C2.0",)),
    "framework id with blank": (POLICY, '"minatodai-open-data"', '"minatodai open"', "id-invalid", ("minatodai open",)),
    "version of words": (POLICY, 'version = "1"', 'version = "first"', "id-invalid", ("version", "first")),
    "cue that is no expression": (
        INTERPRETATION, "'意見交換会'", "'(意見'", "cue-invalid", ("interpretation.toml: C2.2", "(意見", "正規表現"),
    ),
    "cue that fits all": (INTERPRETATION, "'意見交換会'", "'(意見)?'", "cue-invalid", ("C2.2", "どの文にも")),
    "cue in full width": (INTERPRETATION, "'意見交換会'", "'ＡＰＩ'", "cue-invalid", ("C2.2", "API")),
    "no cue": (
        INTERPRETATION, "cues = ['(授業|探究|生徒|児童)[^。]{0,20}(データ|統計)']", "cues = []",
        "cue-missing", ("interpretation.toml: P2.2",),
    ),
    "long short name": (
        INTERPRETATION, '"機械で読める形式"', '"機械で読める形式で出しているかどうか"',
        "short-name-long", ("interpretation.toml: C2.1", "16 文字"),
    ),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(SMALL, tmp_path / "framework")


def _replace(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_sound_files_have_no_problem(folder):
    assert validate_framework(folder) == ()
    assert validate_framework(folder / POLICY) == ()


@pytest.mark.parametrize("case", BROKEN, ids=str)
def test_broken_file_is_told_with_file_and_id(folder, case):
    name, old, new, code, parts = BROKEN[case]
    _replace(folder / name, old, new)

    messages = [note.message for note in validate_framework(folder) if note.code == code]

    assert any(all(part in message for part in parts) for message in messages), messages
    with pytest.raises(FrameworkError) as caught:
        load_framework(str(folder))
    assert caught.value.code == "framework-invalid"
    assert all(message in caught.value.message for message in messages)


def test_point_without_advice_is_a_problem_and_aim_without_advice_is_none(folder):
    text = (folder / INTERPRETATION).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith('advice = "推進体制')]
    (folder / INTERPRETATION).write_text("\n".join(lines), encoding="utf-8")

    problems = validate_framework(folder)

    assert [problem.code for problem in problems] == ["advice-missing"]
    assert "C2.2: advice" in problems[0].message


def test_all_problems_are_told_at_once(folder):
    _replace(folder / POLICY, 'text = "行政手続の待ち時間の短縮"', 'text = ""')
    _replace(folder / POLICY, 'id = "C1.2"', 'id = "C1.1"')
    _replace(folder / INTERPRETATION, "'意見交換会'", "'(意見'")
    _replace(folder / INTERPRETATION, "'機械(で|が)読'", "'機械['")

    codes = [problem.code for problem in validate_framework(folder)]

    assert set(codes) == {"text-empty", "id-doubled", "label-unknown", "cue-invalid"}
    assert codes.count("cue-invalid") == 2


def test_broken_entry_hides_no_other_and_is_not_called_missing(folder):
    _replace(folder / INTERPRETATION, 'short_name = "利用者の声"', "short_name = 1")

    problems = validate_framework(folder)

    assert [problem.code for problem in problems] == ["value-invalid"]


def test_broken_purpose_is_told_once_and_not_again_by_its_points(folder):
    _replace(folder / POLICY, 'id = "P1"\nkind = "aim"', 'id = "P1"\nkind = "ame"')

    problems = validate_framework(folder)

    assert [problem.code for problem in problems] == ["value-invalid"]
    assert "P1: kind" in problems[0].message


@pytest.mark.parametrize("name", [POLICY, INTERPRETATION])
def test_missing_file_is_named(folder, name):
    (folder / name).unlink()

    problems = validate_framework(folder)

    assert [problem.code for problem in problems] == ["file-missing"]
    assert problems[0].message.startswith(f"{name}:")


def test_empty_files_are_told_key_by_key(folder):
    for name in (POLICY, INTERPRETATION):
        (folder / name).write_text("", encoding="utf-8")

    codes = {problem.code for problem in validate_framework(folder)}

    assert codes == {"key-missing", "group-missing"}


def test_file_in_another_encoding_is_told_with_its_line(folder):
    text = (folder / POLICY).read_text(encoding="utf-8")
    (folder / POLICY).write_bytes(text.encode("cp932"))

    problems = validate_framework(folder)

    assert problems[0].code == "toml-invalid"
    assert "policy.toml: 5 行目: UTF-8 ではありません" in problems[0].message


def test_path_that_is_no_framework_is_told():
    for path in (SMALL / "nowhere", Path(__file__)):
        problems = validate_framework(path)
        assert [problem.code for problem in problems] == ["file-missing"]
        assert str(path) in problems[0].message


@pytest.mark.parametrize("text", ["labels = 3\n", "labels = [1, 2]\n", "labels = [[]]\n", '[labels]\nid = "P1.1"\n'])
def test_labels_that_are_no_tables_are_told(folder, text):
    (folder / INTERPRETATION).write_text(text, encoding="utf-8")

    codes = {problem.code for problem in validate_framework(folder)}

    assert "interpretation-missing" in codes
    assert codes & {"value-invalid", "key-missing"}


def test_framework_with_one_purpose_and_no_lead_is_allowed(folder):
    (folder / POLICY).write_text(
        'id = "one"\nversion = "1.2"\ntitle = "方針"\ntitle_en = "Policy"\npublisher = ""\nsource = ""\nnote = ""\n'
        '[[groups]]\nid = "P1"\nkind = "aim"\ntext = "目的"\ntext_en = "Purpose"\n'
        '[[groups]]\nid = "C1"\nkind = "point"\npurposes = ["P1"]\ntext = "観点"\ntext_en = "Points"\n'
        '[[labels]]\nid = "P1.1"\ntext = "ねらい"\ntext_en = "Aim"\n'
        '[[labels]]\nid = "C1.1"\ntext = "確かめたか。"\ntext_en = "Checked?"\n',
        encoding="utf-8",
    )
    text = (folder / INTERPRETATION).read_text(encoding="utf-8")
    kept = [part for part in text.split("[[labels]]") if 'id = "P1.1"' in part or 'id = "C1.1"' in part]
    (folder / INTERPRETATION).write_text("[[labels]]" + "[[labels]]".join(kept), encoding="utf-8")

    framework = load_framework(str(folder))

    assert [purpose.id for purpose in framework.purposes] == ["P1"]
    assert (framework.situation, framework.lead, framework.directions) == ((), (), ())

"""Every command has help and an example, and commands that need no model keep their word."""

import json
import re
import subprocess
import sys
import time

import pytest
import typer.main

from stitext import __version__
from stitext.cli.main import app, main
from stitext.framework import load_framework


def _commands(command=None, path=()):
    command = command or typer.main.get_command(app)
    yield path, command
    for name, sub in getattr(command, "commands", {}).items():
        yield from _commands(sub, (*path, name))


COMMANDS = [path for path, _ in _commands()]


def test_commands_are_those_that_the_documentation_names():
    assert {path[0] for path in COMMANDS if path} == {
        "read", "check", "tag", "tag-rows", "explain", "framework", "models", "settings", "train", "evaluate",
        "train-encoder", "evaluate-encoder", "projects", "similar", "evaluate-search", "serve",
    }  # fmt: skip


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_of_each_command_is_japanese_and_ends_with_an_example(path, capsys):
    assert main([*path, "--help"]) == 0
    shown = capsys.readouterr().out
    description = shown.split("\n\n")[1]
    assert re.search(r"[\u3040-\u30ff]", description)
    examples = re.findall(rf"^ +stitext {' '.join(path)}.*$", shown.partition("例:")[2], re.MULTILINE)
    assert examples


def test_each_option_and_argument_has_help():
    without = [
        (*path, parameter.name)
        for path, command in _commands()
        for parameter in command.params
        if parameter.name != "help" and not parameter.help
    ]
    assert without == []


def test_help_answers_in_half_a_second():
    command = [sys.executable, "-c", "from stitext.cli.main import run; run()", "--help"]
    times = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.5


def test_importing_the_commands_loads_nothing_heavy():
    heavy = "('spacy', 'ginza', 'torch', 'sklearn', 'numpy', 'jinja2', 'rich', 'fastapi', 'stitext.records')"
    code = f"import sys, stitext.cli.main; print([m for m in {heavy} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert found.stdout.strip() == "[]"


def test_version_is_data(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"stitext {__version__}\n"


def test_no_command_shows_the_help(capsys):
    assert main([]) == 0
    assert "check" in capsys.readouterr().out


def test_explain_shows_the_wording_and_marks_the_reading_as_ours(capsys):
    label = load_framework("sti-international").label("C2.4")
    assert main(["explain", "C2.4"]) == 0
    shown = capsys.readouterr().out.replace("\n  ", "")
    wording, _, ours = shown.partition("stitext の解釈")
    assert label.clause.text in wording
    assert label.interpretation.takes in ours
    assert label.interpretation.advice in ours


def test_explain_in_english_keeps_the_wording_in_japanese(capsys):
    label = load_framework("sti-international").label("C2.4")
    assert main(["explain", "C2.4", "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert label.interpretation.short_name_en in shown
    assert label.clause.text in shown.replace("\n  ", "")


def test_explain_as_json_is_the_label(capsys):
    assert main(["explain", "P1.3", "--format", "json"]) == 0
    label = load_framework("sti-international").label("P1.3")
    assert json.loads(capsys.readouterr().out) == json.loads(label.model_dump_json())


def test_explain_of_an_unknown_label_is_a_request_at_fault(capsys):
    assert main(["explain", "Z9.9"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Z9.9" in captured.err
    assert "[label-unknown]" in captured.err


def test_framework_list_names_the_shipped_framework(capsys):
    assert main(["framework", "list"]) == 0
    assert [line.split("\t")[:2] for line in capsys.readouterr().out.splitlines()] == [["sti-international", "1"]]


def test_framework_show_holds_every_clause(capsys):
    assert main(["framework", "show"]) == 0
    shown = re.sub(r"\n {7}", "", capsys.readouterr().out)
    framework = load_framework("sti-international")
    for label in framework.labels:
        assert f"{label.id} {label.clause.text}" in shown


def test_framework_show_of_an_unknown_framework_is_a_request_at_fault(capsys):
    assert main(["framework", "show", "no-such"]) == 2
    assert "[framework-unknown]" in capsys.readouterr().err


def test_framework_validate_lists_problems_as_data(tmp_path, capsys):
    (tmp_path / "policy.toml").write_text("id = ", encoding="utf-8")
    assert main(["framework", "validate", str(tmp_path)]) == 3
    captured = capsys.readouterr()
    assert "toml-invalid\t" in captured.out
    assert "件" in captured.err


def test_settings_keeps_a_value_and_says_where_it_comes_from(capsys):
    assert main(["settings", "language=en"]) == 0
    capsys.readouterr()
    assert main(["settings"]) == 0
    rows = dict(line.split("\t", 1) for line in capsys.readouterr().out.splitlines())
    assert rows["language"].startswith("en\t")
    assert rows["language"].endswith("settings.toml")
    assert rows["analysis"] == "auto\tdefault"


def test_settings_keeps_none_of_several_values_when_one_is_wrong(capsys):
    assert main(["settings", "language=en", "analysis=some"]) == 2
    capsys.readouterr()
    assert main(["settings"]) == 0
    assert "language\tja\tdefault" in capsys.readouterr().out


@pytest.mark.parametrize("value", ["language", "=en", "language=", "colour=red"])
def test_settings_refuses_what_is_no_setting(value, capsys):
    assert main(["settings", value]) == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.5", "example.org"])  # noqa: S104
def test_serve_refuses_an_address_that_others_can_reach(host, capsys):
    assert main(["serve", "--host", host]) == 2
    assert host in capsys.readouterr().err

"""Promise: the README names every command, and its console sessions run as they stand."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from stitext.cli.main import app, main

REPOSITORY = Path(__file__).parents[2]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
SESSIONS = re.findall(r"^```console\n(.*?)^```$", README, flags=re.DOTALL | re.MULTILINE)
# Lines that hold a name in angle brackets or "..." are patterns; make and curl lines have tests of their own.
COMMANDS = [
    line.removeprefix("$ ")
    for session in SESSIONS
    for line in session.splitlines()
    if line.startswith("$ stitext ") and "..." not in line and "serve" not in line
]


def commands_of(group, prefix="stitext"):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands_of(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


ALL_COMMANDS = dict(commands_of(typer.main.get_command(app)))


@pytest.mark.parametrize("name", ALL_COMMANDS)
def test_command_is_named_in_the_readme(name):
    assert name in README


@pytest.mark.parametrize("name", ALL_COMMANDS)
def test_command_has_help_that_ends_with_an_example(name):
    command = ALL_COMMANDS[name]
    assert command.help
    last = command.help.rstrip().splitlines()[-1].strip()
    assert last.startswith(name), last
    for parameter in command.params:
        assert getattr(parameter, "help", ""), f"{name}: {parameter.name}"


def test_readme_holds_console_sessions():
    assert len(COMMANDS) >= 5


@pytest.mark.model
def test_console_sessions_run_as_they_stand(tmp_path, monkeypatch, capsys):
    shutil.copytree(REPOSITORY / "corpora" / "examples", tmp_path / "corpora" / "examples")
    monkeypatch.chdir(tmp_path)
    for line in COMMANDS:
        arguments = shlex.split(line)[1:]
        code = main(arguments)
        said = capsys.readouterr().err
        assert code in ((0, 1) if "--fail-on" in arguments else (0,)), f"{line}\n{said}"


def test_readme_names_every_make_target():
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):.*## ", makefile, flags=re.MULTILINE)
    assert not [target for target in targets if target != "help" and f"make {target}" not in README]


@pytest.mark.model
def test_python_example_runs_as_it_stands():
    (block,) = re.findall(r"^```python\n(.*?)^```$", README, flags=re.DOTALL | re.MULTILINE)
    result = subprocess.run([sys.executable, "-c", block], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_curl_examples_name_paths_of_the_service_and_files_that_are_there():
    lines = [line for line in README.splitlines() if line.startswith("curl ")]
    assert lines
    for line in lines:
        assert re.search(r"http://127\.0\.0\.1:8000/v1/(check|tag|similar)$", line)
        for name in re.findall(r"file=@(\S+)", line):
            assert (REPOSITORY / name).is_file()

"""Promise: importing stitext, or asking for help, loads nothing heavy; the layers hold."""

import json
import subprocess
import sys

import pytest

HEAVY = ("spacy", "ginza", "sudachipy", "torch", "transformers", "sentence_transformers", "sklearn", "fastapi", "docx")
LIGHT = (
    "stitext",
    "stitext.errors",
    "stitext.records",
    "stitext.settings",
    "stitext.framework",
    "stitext.operations",
    "stitext.cli.main",
)


def run_python(code, *arguments):
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)


@pytest.mark.parametrize("module", LIGHT)
def test_import_loads_nothing_heavy(module):
    code = "import importlib, json, sys; importlib.import_module(sys.argv[1]); print(json.dumps(sorted(sys.modules)))"
    loaded = set(json.loads(run_python(code, module).stdout))
    assert module in loaded
    assert not loaded & set(HEAVY)


@pytest.mark.parametrize("command", [(), ("check",), ("tag",), ("serve",), ("train",), ("evaluate",)], ids=" ".join)
def test_help_loads_nothing_heavy(command):
    code = (
        "import json, sys\nfrom stitext.cli.main import main\n"
        "code = main([*sys.argv[1:], '--help'])\n"
        "print('\\n' + json.dumps([code, sorted(sys.modules)]))"
    )
    code, loaded = json.loads(run_python(code, *command).stdout.splitlines()[-1])
    assert code == 0
    assert not set(loaded) & set(HEAVY)


def test_import_changes_no_warning_filter_and_no_environment_variable():
    code = (
        "import os, warnings\nbefore = list(warnings.filters), dict(os.environ)\n"
        "import stitext, stitext.cli.main, stitext.operations\n"
        "print((list(warnings.filters), dict(os.environ)) == before)"
    )
    assert run_python(code).stdout.strip() == "True"


def test_layers_hold(repository):
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    result = subprocess.run([sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout

"""Promise: importing stitext, or asking for help, loads nothing heavy; the layers hold."""

import json
import re
import subprocess
import sys
import tomllib

import pytest

SLOWEST = ("spacy", "ginza", "torch", "transformers", "sentence_transformers", "model2vec", "fastapi")
HEAVY = (*SLOWEST, "sudachipy", "sklearn", "scipy", "docx", "openpyxl", "pptx", "selectolax", "lxml")
LIGHT = (
    "stitext",
    "stitext.errors",
    "stitext.records",
    "stitext.settings",
    "stitext.framework",
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


def test_operations_load_neither_the_parser_nor_an_encoders_library():
    code = "import json, sys, stitext.operations; print(json.dumps(sorted(sys.modules)))"
    assert not set(json.loads(run_python(code).stdout)) & set(SLOWEST)


@pytest.mark.parametrize(
    "command", [(), ("read",), ("check",), ("tag",), ("serve",), ("train",), ("evaluate",)], ids=" ".join
)
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
        "import stitext, stitext.cli.main\n"
        "print((list(warnings.filters), dict(os.environ)) == before)"
    )
    assert run_python(code).stdout.strip() == "True"


def test_layers_hold(repository):
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    result = subprocess.run([sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_every_module_has_its_layer(repository):
    contracts = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = " ".join(contracts["contracts"][0]["layers"])
    parts = {path.stem for path in (repository / "src" / "stitext").iterdir() if path.suffix == ".py"}
    parts |= {path.parent.name for path in (repository / "src" / "stitext").glob("*/__init__.py")}
    assert not [part for part in sorted(parts - {"__init__"}) if not re.search(rf"\bstitext\.{part}\b", layers)]

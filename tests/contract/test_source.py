"""Promises about the source text: small modules, plain names, no print, no assert, no place of one machine."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
SOURCES = sorted([*(REPOSITORY / "src").rglob("*.py"), *(REPOSITORY / "api").rglob("*.py")])
MAX_LINES = 400
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "core", "common", "base", "manager", "misc"}


def name_of(path):
    return str(path.relative_to(REPOSITORY))


def project_files():
    """All files of the project, tracked or to be tracked; those of the folder itself where there is no git."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        paths = [REPOSITORY / name for name in listed.stdout.split("\0") if name]
    else:
        paths = [path for folder in ("src", "api", "tests", "docs") for path in (REPOSITORY / folder).rglob("*")]
    return [path for path in paths if path.is_file() and not path.is_symlink()]


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_module_is_small_and_plainly_named(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES
    assert not {path.stem, *path.relative_to(REPOSITORY).parts} & FORBIDDEN_NAMES


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_module_has_a_docstring_and_neither_prints_nor_asserts(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    calls = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert "print" not in calls
    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert)]
    assert not [n.lineno for n in ast.walk(tree) if isinstance(n, ast.ExceptHandler) and n.type is None]


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_functions_take_at_most_five_keyword_options_and_no_catch_all(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert len(node.args.kwonlyargs) <= 5, node.name
            assert node.args.kwarg is None, node.name


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_pickle_is_not_used(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not imported & {"pickle", "cloudpickle", "joblib", "shelve", "marshal"}


def test_no_file_names_a_folder_of_one_machine_or_a_package_registry():
    folders = [re.escape("/") + name for name in ("work/", "tmp/w", "root/", "home/[a-z]", "Users/[A-Z]")]
    hosts = [name + re.escape(".org") for name in ("pypi", "download[.]pytorch", "files[.]pythonhosted", "anaconda")]
    needle = re.compile(r"(?<![\w.:/-])(" + "|".join(folders) + ")|(" + "|".join(hosts) + ")")
    found = []
    for path in project_files():
        if path.suffix in {".safetensors", ".pdf", ".docx", ".xlsx", ".png", ".jsonl"} or path.name == "tokenizer.json":
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{name_of(path)}: {match[0]}" for match in needle.finditer(text)]
    assert not found

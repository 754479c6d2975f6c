"""Promises of the set-up: targets with help, exact versions for all that is needed, a wheel that holds everything."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions

import pytest

TARGETS = ["help", "setup", "demo", "check", "fix", "test", "test-all", "bench", "eval", "encoder", "serve"]


def normalized(name):
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.fixture(scope="module")
def pyproject(repository):
    return tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))


def test_make_alone_lists_the_targets(repository):
    result = subprocess.run(
        ["make", "--no-print-directory"], cwd=repository, capture_output=True, text=True, check=True
    )
    listed = [line.split() for line in result.stdout.splitlines()]
    assert [words[1] for words in listed] == TARGETS
    assert all(len(words) > 3 for words in listed)


def test_ci_runs_exactly_make_check_test(repository):
    script = (repository / ".ci" / "run").read_text(encoding="utf-8")
    assert script.splitlines()[-1] == "make check test"
    assert "set -euo pipefail" in script


def test_constraints_pin_every_requirement_exactly(repository, pyproject):
    lines = (repository / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert not [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.!]+", pin)]
    pinned = {normalized(pin.partition("==")[0]) for pin in pins}
    project = pyproject["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {normalized(re.match(r"[\w.-]+", requirement)[0]) for requirement in needed}
    assert names <= pinned
    assert "stitext" not in pinned


def test_all_names_every_other_extra(pyproject):
    extras = pyproject["project"]["optional-dependencies"]
    assert extras["all"] == [f"stitext[{','.join(sorted(set(extras) - {'all'}))}]"]


def test_license_is_the_apache_license(repository):
    text = (repository / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text


@pytest.mark.slow
def test_wheel_holds_both_packages_and_the_data(repository, tmp_path):
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(repository)]
    subprocess.run(command, capture_output=True, text=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    kept = {
        "src/stitext": "stitext",
        "api/stitext_api": "stitext_api",
        "models": "stitext/_data/models",
        "corpora/examples": "stitext/_data/corpora/examples",
        "corpora/projects": "stitext/_data/corpora/projects",
    }
    for folder, place in kept.items():
        paths = [
            path for path in (repository / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts
        ]
        assert paths
        missing = [path for path in paths if f"{place}/{path.relative_to(repository / folder).as_posix()}" not in names]
        assert not missing
    packed = {name for name in names if ".dist-info/" not in name}
    assert not [name for name in packed if not name.startswith(("stitext/", "stitext_api/"))]
    assert [name for name in names if name.endswith(".dist-info/licenses/LICENSE")]


def test_every_package_that_is_imported_is_a_declared_requirement(repository, pyproject):
    declared = {normalized(re.match(r"[\w.-]+", line)[0]) for line in pyproject["project"]["dependencies"]}
    providers = packages_distributions()
    undeclared = {}
    for path in [*(repository / "src").rglob("*.py"), *(repository / "api").rglob("*.py")]:
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
        for name in {name.partition(".")[0] for name in names} - sys.stdlib_module_names - {"stitext", "stitext_api"}:
            if not {normalized(provider) for provider in providers[name]} & declared:
                undeclared.setdefault(name, str(path.relative_to(repository)))
    assert not undeclared

import os
import subprocess
import sys

import pytest


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
    for name in os.environ:
        if name.startswith("STITEXT_"):
            monkeypatch.delenv(name)


@pytest.fixture
def run_stitext(tmp_path):
    """Run the command in a process of its own, as users do."""

    def run(*arguments, shell_before="", **options):
        command = [sys.executable, "-c", "from stitext.cli.main import run; run()", *arguments]
        if shell_before:
            command = ["/bin/sh", "-c", f'{shell_before}; exec "$@"', "sh", *command]
        return subprocess.run(command, capture_output=True, cwd=tmp_path, timeout=60, check=False, **options)

    return run

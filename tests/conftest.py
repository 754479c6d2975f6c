"""What all tests share: no settings of the machine, and where the repository is."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
    for name in os.environ:
        if name.startswith("STITEXT_") and name != "STITEXT_UPDATE_EXPECTED":
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def repository():
    """The top of the checkout."""
    return REPOSITORY


@pytest.fixture
def expected():
    """Compare a text with a file that is kept under version control, or write the file where that is asked for."""

    def compare(text, path):
        if os.environ.get("STITEXT_UPDATE_EXPECTED") == "1":
            path.write_text(text, encoding="utf-8")
        assert path.read_text(encoding="utf-8") == text, (
            f"{path.relative_to(REPOSITORY)} differs; where that is meant, run STITEXT_UPDATE_EXPECTED=1 pytest"
        )

    return compare


@pytest.fixture(scope="session")
def analyzer():
    """The tokenizer and, from the first parsed sentence on, the parser: loading it takes seconds."""
    from stitext.analysis.analyze import load_analyzer

    return load_analyzer()


@pytest.fixture(scope="session")
def resources(analyzer):
    """All that ships with stitext, as it is without any setting."""
    from dataclasses import replace

    from stitext.resources import load_resources
    from stitext.settings import Settings

    return replace(load_resources(Settings()), analyzer=analyzer)

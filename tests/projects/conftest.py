"""The shipped encoder, tokenizer and terms, and an index of four projects."""

import pytest

from stitext.projects.index import build_index
from stitext.searching import load_wording
from stitext.settings import Settings
from tests.projects.builders import PROJECTS, SOURCE, making_of

LABELS = {"犬の予防接種": ("C2.3",), "泥炭の水位": ("C4.7",)}


@pytest.fixture(scope="session")
def wording():
    return load_wording(Settings())


@pytest.fixture(scope="session")
def index(wording, tmp_path_factory):
    path = tmp_path_factory.mktemp("index") / "projects"
    return build_index(path, PROJECTS, making_of(wording, LABELS), source=SOURCE)

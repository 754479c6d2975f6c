import pytest

from stitext.tagging.training import train_tagger
from tests.tagging.builders import ENCODER, FRAMEWORK, LABEL_IDS, examples_of


@pytest.fixture(scope="session")
def small_tagger():
    """A tagger of three labels, trained on two dozen documents made by hand."""
    return train_tagger(examples_of(), LABEL_IDS, framework=FRAMEWORK, encoder=ENCODER, progress=lambda line: None)

from __future__ import annotations

from stitext.encoder_training.card import model_card
from stitext.evaluation import EncoderFigures


def test_the_card_states_every_source_with_its_licence_and_every_figure():
    figures = {name: 0.101 + n / 1000 for n, name in enumerate(EncoderFigures.model_fields)}
    meta = {
        "id": "own-1",
        "license": "CC-BY-SA-4.0",
        "n_pieces": 7,
        "n_dimensions": 5,
        "figures": figures,
        "sources": [{"name": "A set", "author": "B", "license": "CC BY-SA 3.0"}],
        "word_vectors": {"name": "v", "license": "MIT", "sources": [{"name": "c", "author": "d", "license": "e"}]},
    }
    card = model_card(meta)
    assert "| A set | B | CC BY-SA 3.0 |" in card
    assert "| c | d | e |" in card
    assert "license: cc-by-sa-4.0" in card
    for value in figures.values():
        assert f"| {value:.3f} |" in card

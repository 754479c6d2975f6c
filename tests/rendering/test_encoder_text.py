from __future__ import annotations

from stitext.embedding import ModelSummary
from stitext.evaluation import EncoderFigures, EncoderRow, EncoderTable
from stitext.rendering.encoder_text import render_encoders_text, render_models_text


def test_the_table_marks_published_figures_and_shows_what_was_not_measured_as_a_dash():
    table = EncoderTable(
        rows=(
            EncoderRow(name="own-1", figures=EncoderFigures(jsts_valid=0.7884, tagging_dev=0.5), n_bytes=35_200_000),
            EncoderRow(name="big", figures=EncoderFigures(jsts_valid=0.9), published=True),
        )
    )
    header, own, big, *_ = render_encoders_text(table, language="ja").splitlines()
    assert own.split() == ["own-1", "78.8", "-", "-", "-", "-", "50.0", "-", "-", "-", "-", "-", "35.2"]
    assert big.split()[:2] == ["big*", "90.0"]
    assert len(header.split()) == 12


def test_the_list_of_models_marks_those_in_use():
    models = [
        ModelSummary(id=name, kind="encoder", path=name, shipped=True, n_bytes=1_500_000) for name in ("one", "other")
    ]
    first, second = render_models_text(models, used=frozenset(("other",))).splitlines()
    assert first.startswith("  one")
    assert second.startswith("* other")
    assert "1.5 MB" in second

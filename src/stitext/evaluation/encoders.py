"""The figures of encoders."""

from __future__ import annotations

from stitext.records import Record


class EncoderFigures(Record):
    """What an encoder reaches; every figure grows with quality, the primary one is ``projects_test``.

    None stands for what was not measured.

    Attributes
    ----------
    jsts_valid, jsts_test, jsick_test
        Spearman's correlation with people's scores.
    jsquad_valid, jaquad_dev
        nDCG@10 of finding each question's paragraph.
    tagging_dev, tagging_test
        Micro F1 of a linear tagger on vectors alone: on the first fold and on the test documents.
    paraphrases_dev, paraphrases_test
        nDCG@10 of finding a sentence's paraphrase (and, at a lower gain, its neighbor in topic) among the second
        sentences of all pairs, lookalikes that share its words included.
    grades_dev, grades_test
        Spearman's correlation with the grades of the same pairs. It is negative for every encoder that goes by words:
        of the three second sentences the one with another meaning shares most words.
    projects_dev, projects_test
        nDCG@10 of project queries over the catalogue.
    """

    jsts_valid: float | None = None
    jsts_test: float | None = None
    jsick_test: float | None = None
    jsquad_valid: float | None = None
    jaquad_dev: float | None = None
    tagging_dev: float | None = None
    tagging_test: float | None = None
    paraphrases_dev: float | None = None
    paraphrases_test: float | None = None
    grades_dev: float | None = None
    grades_test: float | None = None
    projects_dev: float | None = None
    projects_test: float | None = None


class EncoderRow(Record):
    """One line of the table of encoders: its figures, and its size on disk in bytes where it is a model.

    ``published`` tells that the figures are from the model's own report and were not measured here.
    """

    name: str
    figures: EncoderFigures
    n_dimensions: int | None = None
    n_bytes: int | None = None
    published: bool = False


class EncoderTable(Record):
    """The encoder in use beside its baselines, all measured in one run."""

    rows: tuple[EncoderRow, ...]

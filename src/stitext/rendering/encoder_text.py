"""``EncoderTable`` and ``ModelSummary`` → tables for the terminal. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

from stitext.embedding import ModelSummary
from stitext.evaluation import EncoderRow, EncoderTable
from stitext.settings import Language

_COLUMNS = (
    ("jsts_valid", "JSTS-v"),
    ("jsts_test", "JSTS-t"),
    ("jsick_test", "JSICK"),
    ("jsquad_valid", "JSQuAD"),
    ("jaquad_dev", "JaQuAD"),
    ("tagging_dev", "tag-d"),
    ("tagging_test", "tag-t"),
    ("paraphrases_dev", "para-d"),
    ("paraphrases_test", "para-t"),
    ("projects_dev", "proj-d"),
    ("projects_test", "proj-t"),
)
_NOTES = {
    "ja": (
        "JSTS、JSICK: 人の評定との順位相関（Spearman）。v は valid、t は test",
        "JSQuAD（問いから段落）、JaQuAD（同）、para（言い換え）、proj（課題の検索）: nDCG@10。d は開発用、t はテスト用",
        "tag: ベクトルだけによる線形分類の micro-F1。* は公表値（ここでは測っていない）",
    ),
    "en": (
        "JSTS, JSICK: rank correlation with people's scores (Spearman); v valid, t test",
        "JSQuAD, JaQuAD (question to paragraph), para(phrases), proj(ects): nDCG@10; d development, t test",
        "tag: micro-F1 of a linear tagger on vectors alone. * published, not measured here",
    ),
}


def render_encoders_text(table: EncoderTable, *, language: Language) -> str:
    """Render the table of encoders as plain text, all figures × 100.

    Parameters
    ----------
    table
        The figures.
    language
        Language of the notes.

    Returns
    -------
    str
        Lines, ending in a line break.
    """
    names = [row.name + ("*" if row.published else "") for row in table.rows]
    width = max(map(len, names))
    lines = [" " * width + "".join(f"  {caption:>6}" for _, caption in _COLUMNS) + "     MB"]
    lines += [f"{name:<{width}}{_cells(row)}" for name, row in zip(names, table.rows, strict=True)]
    return "\n".join((*lines, "", *_NOTES[language])) + "\n"


def render_models_text(models: Sequence[ModelSummary], *, used: frozenset[str]) -> str:
    """Render models as a list, one a line, those in use marked by an asterisk.

    Parameters
    ----------
    models
        The models on this machine.
    used
        Ids of the encoder and the tagger in the settings.

    Returns
    -------
    str
        Lines, each ending in a line break.
    """
    width = max((len(model.id) for model in models), default=0)
    return "".join(
        f"{'*' if model.id in used else ' '} {model.id:<{width}}  {model.kind:<8}{model.n_bytes / 1e6:>8.1f} MB  "
        f"{model.license or '-'}\n"
        for model in models
    )


def render_model_text(model: ModelSummary) -> str:
    """Render one model, a field a line.

    Parameters
    ----------
    model
        A model on this machine.

    Returns
    -------
    str
        Lines, each ending in a line break.
    """
    return "".join(f"{key}\t{value}\n" for key, value in model.model_dump().items() if value is not None)


def _cells(row: EncoderRow) -> str:
    figures = [getattr(row.figures, key) for key, _ in _COLUMNS]
    cells = "".join(f"  {'-' if figure is None else f'{100 * figure:.1f}':>6}" for figure in figures)
    return cells + ("" if row.n_bytes is None else f"{row.n_bytes / 1e6:7.1f}")

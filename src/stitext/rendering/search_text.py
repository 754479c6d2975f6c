"""``SearchTable`` → a table for the terminal. Decides nothing."""

from __future__ import annotations

from stitext.evaluation import SearchFigures, SearchTable
from stitext.settings import Language

_COLUMNS = ("everyday/dev", "everyday/test", "requests/dev", "requests/test", "all/dev", "all/test")
_NOTES = {
    "ja": (
        "各欄: nDCG@10 / recall@10（等級 1 以上）/ recall@10（等級 2）。いずれも × 100",
        "everyday: 日常語の問い 79 件。requests: 段落や成果の求めなど難しい問い 36 件。dev は開発用、test はテスト用",
        "該当なしの問いのうち「見つかりません」とした数: dev {dev_right}、test {test_right}。"
        "該当のある問いで誤ってそうした数: dev {dev_wrong}、test {test_wrong}",
    ),
    "en": (
        "Each cell: nDCG@10 / recall@10 (grade 1 and up) / recall@10 (grade 2), all × 100",
        "everyday: 79 queries in everyday words. requests: 36 harder ones, paragraphs and requests for a result",
        "Queries without a match that were told so: dev {dev_right}, test {test_right}; "
        "queries with a match that were told so wrongly: dev {dev_wrong}, test {test_wrong}",
    ),
}


def render_search_text(table: SearchTable, *, language: Language) -> str:
    """Render the table of searches as plain text.

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
    width = max(len(row.name) for row in table.rows)
    lines = [" " * width + "".join(f"  {name:>16}" for name in _COLUMNS)]
    lines += [
        f"{row.name:<{width}}" + "".join(f"  {_cell(row.figures.get(name)):>16}" for name in _COLUMNS)
        for row in table.rows
    ]
    counts = {}
    for split, found in table.refusals.items():
        counts[f"{split}_right"] = f"{found.refused_without}/{found.n_without}"
        counts[f"{split}_wrong"] = f"{found.refused_with}/{found.n_with}"
    notes = [note.format(**counts) for note in _NOTES[language]]
    facts = f"{table.catalogue.id} ({table.catalogue.n_projects}), {table.encoder.id} ({table.encoder.sha256[:12]})"
    return "\n".join((*lines, "", *notes, facts)) + "\n"


def _cell(figures: SearchFigures | None) -> str:
    if figures is None:
        return "-"
    return " / ".join(f"{100 * figure:.1f}" for figure in (figures.ndcg, figures.recall, figures.recall_good))

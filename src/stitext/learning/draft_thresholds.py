"""Development drafts with gold verdicts → the two thresholds of a document's verdict.

In the corpus of sentences every document touches much in little room. Whole drafts are what verdicts are for, so the
thresholds come from drafts where there are some: users act on "unaddressed", so it must be right most of all.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import NamedTuple

from stitext.corpus import GoldDraft, load_split_drafts
from stitext.coverage import counts, decide_verdict, find_tags
from stitext.errors import CorpusError
from stitext.operations import read, tag
from stitext.records import DocumentLabel, Stance, Verdict
from stitext.resources import Resources

# Source: the goal set for the verdict, a precision of "unaddressed" as high as can be at a recall of at least this.
LEAST_RECALL = 0.8
_GRID = tuple(round(0.05 * step, 2) for step in range(6, 19))


class VerdictCase(NamedTuple):
    """One point of one draft: what the tagger says of it, and a person's verdict.

    ``stances`` are those of the sentences that a verdict may rest on.
    """

    whole: DocumentLabel
    stances: frozenset[Stance]
    gold: Verdict


def choose_draft_thresholds(drafts_path: Path, resources: Resources) -> tuple[float, float]:
    """Choose the thresholds of the tagger's verdicts on the development drafts of a corpus.

    Parameters
    ----------
    drafts_path
        A corpus of drafts; the test drafts that its ``splits.json`` names are not read.
    resources
        With the tagger whose verdicts are meant.

    Returns
    -------
    tuple of float
        As ``choose_thresholds`` gives them.

    Raises
    ------
    CorpusError
        If there is no development draft.
    """
    drafts = load_split_drafts(drafts_path, test=False)
    if not drafts:
        raise CorpusError(f"{drafts_path}: 開発用の原稿がありません。test にない原稿を置いてください。")
    return choose_thresholds([case for draft in drafts for case in _cases(draft, resources)])


def choose_thresholds(cases: list[VerdictCase]) -> tuple[float, float]:
    """Choose the thresholds at which "unaddressed" is right most often, while most unaddressed points are found.

    Parameters
    ----------
    cases
        Points of whole drafts; at least one.

    Returns
    -------
    tuple of float
        The threshold of ``held`` and that of ``concrete``, in [0.3, 0.9]. Where no pair finds 80 % of the unaddressed
        points, those that find most.
    """
    return max(product(_GRID, _GRID), key=lambda limits: _merit(cases, *limits))


def _merit(cases: list[VerdictCase], held: float, concrete: float) -> tuple[float, float, float]:
    """Return recall of "unaddressed" as far as it matters, its precision, and the accuracy of all verdicts."""
    limits = {"held_threshold": held, "concrete_threshold": concrete}
    pairs = [(case.gold, decide_verdict(case.whole.model_copy(update=limits), case.stances)) for case in cases]
    called = [gold == "unaddressed" for gold, verdict in pairs if verdict == "unaddressed"]
    missing = [verdict == "unaddressed" for gold, verdict in pairs if gold == "unaddressed"]
    return (
        min(sum(missing) / max(len(missing), 1), LEAST_RECALL),
        sum(called) / max(len(called), 1),
        sum(gold == verdict for gold, verdict in pairs) / max(len(pairs), 1),
    )


def _cases(draft: GoldDraft, resources: Resources) -> list[VerdictCase]:
    tagged = tag(read(draft.path, resources), resources)
    found = find_tags(tagged)
    return [
        VerdictCase(
            whole,
            frozenset(item.tag.stance for item in found.get(whole.id, ()) if counts(item.tag)),
            draft.points[whole.id].verdict,
        )
        for whole in tagged.document_labels
        if whole.id in draft.points
    ]

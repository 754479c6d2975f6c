"""Development drafts with gold verdicts → the two thresholds of a document's verdict.

In the corpus of sentences every document touches much in little room. Whole drafts are what verdicts are for, so the
thresholds come from drafts where there are some: users act on "unaddressed", so it must be right most of all.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from stitext.corpus import GoldDraft, load_drafts
from stitext.coverage import counts, decide_verdict, find_tags
from stitext.errors import CorpusError
from stitext.operations import read, tag
from stitext.records import DocumentLabel, Stance, Verdict
from stitext.resources import Resources
from stitext.tagging.tagger import Tagger

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


def set_draft_thresholds(tagger: Tagger, drafts_path: Path, resources: Resources) -> Tagger:
    """Choose the thresholds of a tagger's verdicts on the development drafts of a corpus.

    Parameters
    ----------
    tagger
        A trained tagger.
    drafts_path
        A corpus of drafts; only those that its ``splits.json`` names for development are read.
    resources
        What reads, analyzes and tags the drafts, with this tagger.

    Returns
    -------
    Tagger
        The same with other thresholds.

    Raises
    ------
    CorpusError
        If there is no development draft.
    """
    cases = [case for draft in load_development_drafts(drafts_path) for case in _cases(draft, resources)]
    held, concrete = choose_thresholds(cases)
    return replace(tagger, held_threshold=held, concrete_threshold=concrete)


def load_development_drafts(drafts_path: Path) -> tuple[GoldDraft, ...]:
    """Read the drafts of a corpus that may be tuned on.

    Parameters
    ----------
    drafts_path
        A corpus of drafts with ``splits.json``.

    Returns
    -------
    tuple of GoldDraft
        In the order of their ids.

    Raises
    ------
    CorpusError
        If the split can't be read, or names none.
    """
    file = drafts_path / "splits.json"
    try:
        development = set(json.loads(file.read_text(encoding="utf-8"))["development"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorpusError(f"{file}: 分割を読めません（{error}）。development と test を書いてください。") from error
    drafts = tuple(draft for draft in load_drafts(drafts_path) if draft.draft_id in development)
    if not drafts:
        raise CorpusError(f"{file}: 開発用の原稿がありません。development に ID を書いてください。")
    return drafts


def choose_thresholds(cases: list[VerdictCase]) -> tuple[float, float]:
    """Choose the thresholds at which "unaddressed" is right most often, while most unaddressed points are found.

    Parameters
    ----------
    cases
        Points of whole drafts.

    Returns
    -------
    tuple of float
        The threshold of ``held`` and that of ``concrete``, in [0.3, 0.9]. Where no pair finds 80 % of the unaddressed
        points, those that find most.
    """
    best: tuple[tuple[float, float, float], float, float] | None = None
    for held in _GRID:
        for concrete in _GRID:
            limits = {"held_threshold": held, "concrete_threshold": concrete}
            pairs = [(case.gold, decide_verdict(case.whole.model_copy(update=limits), case.stances)) for case in cases]
            called = [gold == "unaddressed" for gold, verdict in pairs if verdict == "unaddressed"]
            missing = [verdict == "unaddressed" for gold, verdict in pairs if gold == "unaddressed"]
            recall = min(sum(missing) / max(len(missing), 1), LEAST_RECALL)
            precision = sum(called) / max(len(called), 1)
            accuracy = sum(gold == verdict for gold, verdict in pairs) / max(len(pairs), 1)
            merit = (recall, precision, accuracy)
            if best is None or merit > best[0]:
                best = (merit, held, concrete)
    if best is None:
        raise CorpusError("判定のしきい値を選ぶ原稿がありません。")
    return best[1], best[2]


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

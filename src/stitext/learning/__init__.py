"""Corpora → a tagger, and figures of one: what ``stitext train`` and ``stitext evaluate`` do.

Documents are split as the corpus says. The test documents take no part in training; they are looked at only when asked
for by name.
"""

from __future__ import annotations

from stitext.learning.evaluate import Extras, evaluate
from stitext.learning.gold_rows import evaluate_rows
from stitext.learning.train import TrainingSummary, train

__all__ = ["Extras", "TrainingSummary", "evaluate", "evaluate_rows", "train"]

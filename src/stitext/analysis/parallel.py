"""Syntax for many documents, by two processes that have a parser each.

The functions of a process stand in this module because it imports no matrix library: how many threads such a library
uses is settled when it is imported, and two processes with a thread for each core get in each other's way (measured on
two cores that others used too: four minutes in place of forty seconds for 8,000 sentences).
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache

from stitext.analysis.analyze import Analyzer, add_syntax, load_analyzer
from stitext.records import AnalyzedDocument

N_PROCESSES = 2
# Starting two processes with a parser each takes some six seconds, in which one parses so many sentences.
MIN_SENTENCES = 2_000
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")

_Task = tuple[AnalyzedDocument, list[str]]


def add_syntax_to_all(
    documents: Sequence[AnalyzedDocument], sentence_ids: Sequence[list[str]]
) -> list[AnalyzedDocument]:
    """Parse the named sentences of many documents; few sentences are parsed in this process.

    Parameters
    ----------
    documents
        Documents with tokens.
    sentence_ids
        For each document the sentences to parse; those that have syntax already keep it.

    Returns
    -------
    list of AnalyzedDocument
        In the same order.
    """
    tasks = list(zip(documents, sentence_ids, strict=True))
    if (os.cpu_count() or 1) < N_PROCESSES or sum(map(len, sentence_ids)) < MIN_SENTENCES:
        analyzer = load_analyzer()
        return [add_syntax(document, wanted, analyzer) for document, wanted in tasks]
    # Spawned, not forked: a fork of a process whose matrix library has threads may hang.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(N_PROCESSES, mp_context=context, initializer=_use_one_thread) as executor:
        return list(executor.map(_parse, tasks, chunksize=4))


def _use_one_thread() -> None:
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))


@cache
def _analyzer() -> Analyzer:
    return load_analyzer()


def _parse(task: _Task) -> AnalyzedDocument:
    document, wanted = task
    return add_syntax(document, wanted, _analyzer())

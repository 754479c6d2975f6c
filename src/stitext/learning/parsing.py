"""Labelled documents → training examples: tokens and vectors for all sentences, syntax for those that need it."""

from __future__ import annotations

from collections.abc import Sequence

from stitext.analysis.analyze import analyze, load_analyzer
from stitext.analysis.parallel import add_syntax_to_all
from stitext.corpus import GoldDocument
from stitext.embedding import Encoder
from stitext.resources import sentence_vectors
from stitext.tagging.training import Example


def gather_examples(corpus: Sequence[GoldDocument], encoder: Encoder) -> list[Example]:
    """Tokenize and encode labelled documents.

    Parameters
    ----------
    corpus
        The documents.
    encoder
        Makes the vectors.

    Returns
    -------
    list of Example
        Without syntax, in the order of the documents.
    """
    analyzer = load_analyzer()
    return [
        Example(
            analyzed=analyze(gold.document, analyzer),
            vectors=sentence_vectors(gold.document, encoder),
            stances=tuple({label.id: label.stance for label in labels} for labels in gold.labels),
        )
        for gold in corpus
    ]


def parse_labelled(examples: Sequence[Example]) -> list[Example]:
    """Add syntax to the sentences that have a label.

    Parameters
    ----------
    examples
        From ``gather_examples``.

    Returns
    -------
    list of Example
        In the same order.
    """
    return parse(examples, [[bool(labels) for labels in example.stances] for example in examples])


def parse(examples: Sequence[Example], wanted: Sequence[Sequence[bool]]) -> list[Example]:
    """Add syntax to some sentences.

    Parameters
    ----------
    examples
        Analyzed documents.
    wanted
        For each document, for each sentence, whether to parse it; what has syntax already keeps it.

    Returns
    -------
    list of Example
        In the same order.
    """
    # Counted without those that have syntax: whether processes are worth their start depends on what is left to do.
    sentence_ids = [
        [
            sentence.sentence_id
            for sentence, is_wanted in zip(example.analyzed.sentences, flags, strict=True)
            if is_wanted and sentence.syntax is None
        ]
        for example, flags in zip(examples, wanted, strict=True)
    ]
    parsed = add_syntax_to_all([example.analyzed for example in examples], sentence_ids)
    return [example._replace(analyzed=analyzed) for example, analyzed in zip(examples, parsed, strict=True)]

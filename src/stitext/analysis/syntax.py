"""Normalized text → dependency syntax and bunsetu, by GiNZA.

The pipeline runs without named entities and with thinc's NumPy operations in place of BLIS: on two cores that took the
parser from about 1,200 to about 9,000 characters per second. The values are the same up to rounding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import ginza
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps

from stitext.records import Syntax

# The predicate that decides stance stands last in a Japanese sentence, so the end of an overlong one is parsed. GiNZA's
# bunsetu take time with the cube of the length: 0.2 s for 500 code points, 7 s for 2,000.
MAX_CHARACTERS = 500


def load_parser() -> Language:
    """Load the ``ja_ginza`` pipeline without named entities.

    Returns
    -------
    Language
        A pipeline with parser, morphologizer and bunsetu recognizer.
    """
    nlp = spacy.load("ja_ginza", exclude=["ner"])
    ops = NumpyOps(use_blis=False)
    for _, component in nlp.pipeline:
        model = getattr(component, "model", None)
        if model is not None:
            for node in model.walk():
                node.ops = ops
    return nlp


def parse_all(texts: Sequence[str], nlp: Language) -> Iterator[Syntax]:
    """Parse normalized texts, one sentence each.

    Parameters
    ----------
    texts
        Normalized sentences; of one over 500 code points the last 500 are parsed.
    nlp
        From ``load_parser``.

    Yields
    ------
    Syntax
        One for each text, in order; offsets are into the whole text.
    """
    offsets = [max(0, len(text) - MAX_CHARACTERS) for text in texts]
    tails = [text[offset:] for text, offset in zip(texts, offsets, strict=True)]
    for doc, offset in zip(nlp.pipe(tails, batch_size=64), offsets, strict=True):
        yield _syntax(doc, offset)


def _syntax(doc: Doc, offset: int) -> Syntax:
    return Syntax(
        surfaces=tuple(token.text for token in doc),
        lemmas=tuple(token.lemma_ for token in doc),
        pos=tuple(token.pos_ for token in doc),
        tags=tuple(token.tag_ for token in doc),
        deps=tuple(token.dep_ for token in doc),
        heads=tuple(token.head.i for token in doc),
        starts=tuple(offset + token.idx for token in doc),
        bunsetu=tuple((span.start, span.end) for span in ginza.bunsetu_spans(doc)),
    )

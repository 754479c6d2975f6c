"""An analyzed document → the features of its sentences: weighted n-grams, and vectors.

Four sparse blocks (character n-grams, content words, all words, heading words), each TF-IDF with rows of unit length,
and three dense ones (the vectors of the sentence, of its heading, of the sentence before). A block's weight is on its
kernel: the features carry its square root.

Source: block choice and weights, ``models/sti-tagger-1/EXPERIMENTS.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from stitext.records import AnalyzedDocument, Tokens

SPARSE_WEIGHTS = {"char": 1.0, "content": 1.0, "word": 1.0, "heading": 0.25}
SENTENCE_VECTOR_WEIGHT = 0.6
HEADING_VECTOR_WEIGHT = 0.15
PREVIOUS_VECTOR_WEIGHT = 0.15
MIN_DOCUMENT_FREQUENCY = 3

_CONTENT = frozenset(
    ("名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "接尾辞", "代名詞", "連体詞"),
)
_NUMERAL = "名詞-数詞"
_EMPTY = Tokens(surfaces=(), lemmas=(), pos=(), starts=())


class Located(NamedTuple):
    """A feature with its place, as code points in the sentence's normalized text; ``None`` for one of the heading."""

    feature: str
    span: tuple[int, int] | None


class Unit(NamedTuple):
    """What features are made from: one sentence with its heading."""

    text: str
    tokens: Tokens
    heading: Tokens


class SentenceVectors(NamedTuple):
    """Vectors of sentences, of each one's heading, and of the sentence before it in the same document.

    Each is float32 of shape (n_sentences, n_dimensions); rows have unit length, or zero where there is no text.
    """

    sentences: NDArray[np.float32]
    headings: NDArray[np.float32]
    previous: NDArray[np.float32]


@dataclass(frozen=True)
class FeatureSpace:
    """The fitted vectorizers, by block, and the size of the vectors."""

    vectorizers: dict[str, TfidfVectorizer]
    n_dimensions: int

    @property
    def n_sparse(self) -> int:
        """Number of sparse features."""
        return sum(len(vectorizer.vocabulary_) for vectorizer in self.vectorizers.values())


class Features(NamedTuple):
    """Weighted features of n sentences: sparse (n, n_sparse) and dense (n, 3 * n_dimensions), float32."""

    sparse: sp.csr_matrix
    dense: NDArray[np.float32]


def units(analyzed: AnalyzedDocument) -> list[Unit]:
    """Return what features are made from, one unit a sentence.

    Parameters
    ----------
    analyzed
        A document with tokens.

    Returns
    -------
    list of Unit
        In the order of the sentences.
    """
    document = analyzed.document
    return [
        Unit(
            text=_lower(document.normalized_quote(sentence)),
            tokens=found.tokens,
            heading=analyzed.sections[sentence.section] if sentence.section else _EMPTY,
        )
        for sentence, found in zip(document.sentences, analyzed.sentences, strict=True)
    ]


def fit_features(all_units: Sequence[Unit], *, n_dimensions: int) -> FeatureSpace:
    """Learn vocabularies and inverse document frequencies.

    Parameters
    ----------
    all_units
        The units of all training sentences.
    n_dimensions
        Size of the vectors that will come with the units.

    Returns
    -------
    FeatureSpace
        For ``transform``.
    """
    vectorizers = {}
    for block in SPARSE_WEIGHTS:
        vectorizer = new_vectorizer(block, min_df=MIN_DOCUMENT_FREQUENCY)
        vectorizer.fit(all_units)
        vectorizers[block] = vectorizer
    return FeatureSpace(vectorizers=vectorizers, n_dimensions=n_dimensions)


def transform(all_units: Sequence[Unit], vectors: SentenceVectors, space: FeatureSpace) -> Features:
    """Compute the weighted features of sentences.

    Parameters
    ----------
    all_units
        One unit a sentence.
    vectors
        Their vectors, in the same order.
    space
        From ``fit_features``.

    Returns
    -------
    Features
        Ready for a linear model.
    """
    blocks = [
        vectorizer.transform(all_units) * np.float32(SPARSE_WEIGHTS[block] ** 0.5)
        for block, vectorizer in space.vectorizers.items()
    ]
    dense = np.hstack(
        [
            vectors.sentences * np.float32(SENTENCE_VECTOR_WEIGHT**0.5),
            vectors.headings * np.float32(HEADING_VECTOR_WEIGHT**0.5),
            vectors.previous * np.float32(PREVIOUS_VECTOR_WEIGHT**0.5),
        ]
    )
    return Features(sparse=sp.hstack(blocks, format="csr", dtype=np.float32), dense=dense)


def sentence_vectors(features: Features) -> NDArray[np.float32]:
    """Return the vectors of the sentences, whatever their weight.

    Parameters
    ----------
    features
        From ``transform``.

    Returns
    -------
    NDArray
        Shape (n, n_dimensions), float32; all by the same factor from unit length.
    """
    vectors: NDArray[np.float32] = features.dense[:, : features.dense.shape[1] // 3]
    return vectors


def select_rows(features: Features, rows: NDArray[np.int64]) -> Features:
    """Return the features of some sentences.

    Parameters
    ----------
    features
        Features of n sentences.
    rows
        Indices of sentences, in [0, n).

    Returns
    -------
    Features
        In the order of the rows.
    """
    return Features(sparse=features.sparse[rows], dense=features.dense[rows])


def new_vectorizer(block: str, *, min_df: int = 1, vocabulary: dict[str, int] | None = None) -> TfidfVectorizer:
    """Make the vectorizer of one block, not yet fitted.

    Parameters
    ----------
    block
        A key of ``SPARSE_WEIGHTS``.
    min_df
        Features in fewer training sentences are dropped.
    vocabulary
        Index by feature, where it is known already.

    Returns
    -------
    TfidfVectorizer
        It takes units.
    """
    locate = LOCATORS[block]

    def analyzer(unit: Unit) -> list[str]:
        return [located.feature for located in locate(unit)]

    return TfidfVectorizer(analyzer=analyzer, min_df=min_df, sublinear_tf=True, dtype=np.float32, vocabulary=vocabulary)


def locate_char(unit: Unit) -> Iterator[Located]:
    """Yield the n-grams of 2 to 4 characters.

    Parameters
    ----------
    unit
        A sentence.

    Yields
    ------
    Located
        N-grams with their place.
    """
    text = unit.text
    for size in (2, 3, 4):
        for start in range(len(text) - size + 1):
            yield Located(text[start : start + size], (start, start + size))


def locate_content(unit: Unit) -> Iterator[Located]:
    """Yield content words and pairs of neighboring ones.

    Parameters
    ----------
    unit
        A sentence.

    Yields
    ------
    Located
        N-grams of normalized forms with their place.
    """
    yield from _ngrams(_content(unit.tokens), 2)


def locate_word(unit: Unit) -> Iterator[Located]:
    """Yield all words and their n-grams up to 3, particles included: they carry who does what.

    Parameters
    ----------
    unit
        A sentence.

    Yields
    ------
    Located
        N-grams of normalized forms with their place.
    """
    yield from _ngrams(_words(unit.tokens), 3)


def locate_heading(unit: Unit) -> Iterator[Located]:
    """Yield content words and pairs of neighboring ones of the heading; they have no place in the sentence.

    Parameters
    ----------
    unit
        A sentence.

    Yields
    ------
    Located
        N-grams of normalized forms, without a span.
    """
    for located in _ngrams(_content(unit.heading), 2):
        yield Located(located.feature, None)


LOCATORS: dict[str, Callable[[Unit], Iterator[Located]]] = {
    "char": locate_char,
    "content": locate_content,
    "word": locate_word,
    "heading": locate_heading,
}


def _lower(text: str) -> str:
    lowered = text.lower()
    # A few letters (İ) lower to two code points, which would shift the places of all that follows.
    return lowered if len(lowered) == len(text) else text


def _words(tokens: Tokens) -> list[tuple[str, tuple[int, int]]]:
    return [
        (lemma, (start, start + len(surface)))
        for lemma, surface, start in zip(tokens.lemmas, tokens.surfaces, tokens.starts, strict=True)
    ]


def _content(tokens: Tokens) -> list[tuple[str, tuple[int, int]]]:
    return [
        word
        for word, pos in zip(_words(tokens), tokens.pos, strict=True)
        if pos != _NUMERAL and pos.split("-", 1)[0] in _CONTENT
    ]


def _ngrams(words: list[tuple[str, tuple[int, int]]], largest: int) -> Iterator[Located]:
    for size in range(1, largest + 1):
        for start in range(len(words) - size + 1):
            some = words[start : start + size]
            feature = some[0][0] if size == 1 else "\t".join(word for word, _ in some)
            yield Located(feature, (some[0][1][0], some[-1][1][1]))

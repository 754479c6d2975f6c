"""How like a draft a project is: signals of words and vectors, weighed by what was measured. Pure: arrays only.

Weights and threshold were chosen on the development queries of ``corpora/queries`` alone; what they reach on the
others is printed by ``stitext evaluate-search``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from stitext.projects.wording import TERM_MARK, Rarity

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Source: random search over 1,500 combinations on the development queries, rounded; see docs/decisions on the search.
WEIGHTS: Mapping[str, float] = {
    "whole": 1.0,
    "unit": 0.5,
    "rare_whole": 1.0,
    "rare_unit": 1.0,
    "words": 1.0,
    "near_words": 1.0,
}
# Source: as above, for the candidates; the word signal counts half of a cosine.
FUSION_WEIGHT_OF_WORDS = 0.5
# A project below it is no match. Source: development queries with and without a match.
THRESHOLD = 0.36
_K1 = 1.2  # of LanceDB's BM25
_UNKNOWN_WORD = 0.7  # a word of the query that no project holds weighs less: half of such words name nothing


class AskedText(NamedTuple):
    """What is asked, as searches compare it.

    Attributes
    ----------
    vector
        Of all of it, shape (d,), float32, unit length.
    bag
        Content words and marks of terms.
    words
        Content words with those of the usual names of terms.
    """

    vector: NDArray[np.float32]
    bag: tuple[str, ...]
    words: tuple[str, ...]


class Candidates(NamedTuple):
    """Texts of the projects to rank.

    Attributes
    ----------
    projects
        The project of each text, as its number, shape (n,), ascending.
    is_whole
        Which texts are all of a project together, shape (n,), bool; one for each project.
    vectors
        Shape (n, d), float32.
    words
        Content words of each text.
    word_scores
        BM25 of each project, shape (n_projects,), as word search gave it; 0 where it did not find the project.
    """

    projects: NDArray[np.int64]
    is_whole: NDArray[np.bool_]
    vectors: NDArray[np.float32]
    words: tuple[tuple[str, ...], ...]
    word_scores: NDArray[np.float64]


def word_share(scores: NDArray[np.float64], bag: Sequence[str], rarity: Rarity) -> NDArray[np.float64]:
    """Turn BM25 into the share of what a text with all the words could reach.

    Parameters
    ----------
    scores
        BM25, 0 or more.
    bag
        What was asked.
    rarity
        Of the catalogue.

    Returns
    -------
    NDArray
        In [0, 1].
    """
    most = sum(rarity.of(word) for word in set(bag)) * (_K1 + 1)
    return np.clip(scores / most, 0, 1) if most > 0 else np.zeros_like(scores)


def rank(
    asked: AskedText,
    candidates: Candidates,
    rarity: Rarity,
    word_vectors: Callable[[Sequence[str]], NDArray[np.float32]] | None,
) -> NDArray[np.float64]:
    """Score each candidate.

    Parameters
    ----------
    asked
        What is asked.
    candidates
        Their texts.
    rarity
        Of the catalogue's words.
    word_vectors
        Words to unit rows; None for an encoder whose single words mean little.

    Returns
    -------
    NDArray
        Shape (n_projects,), in [0, 1].
    """
    found = signals(asked, candidates, rarity, word_vectors)
    total = sum(WEIGHTS[name] for name in found)
    score = sum((WEIGHTS[name] * values for name, values in found.items()), np.zeros(len(candidates.word_scores)))
    return np.clip(score / total, 0, 1)


def signals(
    asked: AskedText,
    candidates: Candidates,
    rarity: Rarity,
    word_vectors: Callable[[Sequence[str]], NDArray[np.float32]] | None,
) -> dict[str, NDArray[np.float64]]:
    """Return the signals that a rank is made of.

    Parameters
    ----------
    asked
        What is asked.
    candidates
        Their texts.
    rarity
        Of the catalogue's words.
    word_vectors
        Words to unit rows; None leaves out the signals that need them.

    Returns
    -------
    dict of NDArray
        By name, each of shape (n_projects,): likeness to all of the project and to its nearest text; the same with
        each word weighed by its rarity in the catalogue; the share of the words; how near each word of the query
        comes to a word of one text.
    """
    cosines = (candidates.vectors @ asked.vector).astype(np.float64)
    found = {
        "whole": _whole(cosines, candidates),
        "unit": _nearest(cosines, candidates),
        "words": word_share(candidates.word_scores, asked.bag, rarity),
    }
    if word_vectors is None or not asked.words:
        return found
    vocabulary = sorted({*asked.words, *(word for words in candidates.words for word in words)})
    row_of = {word: row for row, word in enumerate(vocabulary)}
    table = word_vectors(vocabulary)
    weights = np.array([rarity.of(word) for word in vocabulary], dtype=np.float32)
    texts = [np.array([row_of[word] for word in words], dtype=np.int64) for words in candidates.words]
    own = np.array([row_of[word] for word in asked.words], dtype=np.int64)
    rare = _weighted(texts, table, weights) @ _weighted([own], table, weights)[0]
    found["rare_whole"] = _whole(rare.astype(np.float64), candidates)
    found["rare_unit"] = _nearest(rare.astype(np.float64), candidates)
    found["near_words"] = _nearest(_near_words(asked.words, texts, row_of, table, rarity), candidates)
    return found


def _weighted(
    texts: Sequence[NDArray[np.int64]], table: NDArray[np.float32], weights: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Sum the vectors of each text's words, each weighed by its rarity, to unit rows."""
    from scipy.sparse import csr_array

    ends = np.cumsum([0, *map(len, texts)])
    columns = np.concatenate(texts) if len(texts) else np.zeros(0, dtype=np.int64)
    sums: NDArray[np.float32] = csr_array((weights[columns], columns, ends), shape=(len(texts), len(table))) @ table
    norms = np.linalg.norm(sums, axis=1, keepdims=True)
    return sums / np.where(norms > 0, norms, np.float32(1))


def _near_words(
    asked: Sequence[str],
    texts: Sequence[NDArray[np.int64]],
    row_of: Mapping[str, int],
    table: NDArray[np.float32],
    rarity: Rarity,
) -> NDArray[np.float64]:
    """Tell how near the words of the query come to words of each text, each weighed by its rarity.

    Source: the late interaction of Khattab and Zaharia 2020, over words in place of a transformer's tokens.
    """
    words = list(dict.fromkeys(asked))
    weights = np.array([rarity.of(word) * (1 if word in rarity.holders else _UNKNOWN_WORD) for word in words])
    nearness = table[[row_of[word] for word in words]] @ table.T
    total = weights.sum()
    return np.array(
        [weights @ np.maximum(nearness[:, np.unique(text)].max(axis=1), 0) / total if len(text) else 0 for text in texts],
        dtype=np.float64,
    )


def _whole(values: NDArray[np.float64], candidates: Candidates) -> NDArray[np.float64]:
    return values[candidates.is_whole]


def _nearest(values: NDArray[np.float64], candidates: Candidates) -> NDArray[np.float64]:
    """Return each project's highest value among its single texts, 0 where it has none."""
    best = np.zeros(len(candidates.word_scores))
    single = ~candidates.is_whole
    np.maximum.at(best, candidates.projects[single], values[single])
    return best


def words_alone(bag: Sequence[str]) -> tuple[str, ...]:
    """Return a bag without its marks of terms."""
    return tuple(word for word in bag if not word.startswith(TERM_MARK))

"""How like a draft a project is: signals of words and vectors, weighed by what was measured. Pure: arrays only.

Weights and threshold were chosen on the development queries of ``corpora/queries`` alone; what they reach on the
others is printed by ``stitext evaluate-search``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from stitext.projects.wording import Rarity

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Source: random search over 1,500 combinations on the development queries, rounded; see docs/decisions/0015.
WEIGHTS: Mapping[str, float] = {
    "whole": 1.5,
    "unit": 0.5,
    "rare_whole": 0.5,
    "rare_unit": 1.0,
    "words": 1.0,
    "near_words": 1.5,
}
# Source: as above, for the candidates; the word signal counts half of a cosine.
FUSION_WEIGHT_OF_WORDS = 0.5
# A best project below it is no match, and where there is one, the others need this share of it.
# Source: development queries with and without a match.
THRESHOLD = 0.25
# The same for drafts, whose many sentences score lower. Source: the example drafts and six of corpora/drafts, read.
DRAFT_THRESHOLD = 0.20
SHARE_OF_THRESHOLD = 0.7
_N_NEAREST = 3
_K1 = 1.2  # of LanceDB's BM25
_UNKNOWN_WORD = 0.7  # a word of the query that no project holds weighs less: half of such words name nothing


WordVectors = Callable[[Sequence[str]], "NDArray[np.float32]"]


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


class Question(NamedTuple):
    """All that is asked: as one text, and of a draft its title and its sentences by themselves."""

    whole: AskedText
    title: AskedText | None = None
    sentences: tuple[AskedText, ...] = ()

    def texts(self) -> tuple[AskedText, ...]:
        """Return all texts: the whole, the title where there is one, the sentences."""
        return (self.whole, *((self.title,) if self.title else ()), *self.sentences)


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
        BM25 of each project for each text that asks, shape (n_asked, n_projects), as word search gave it; 0 where it
        did not find the project.
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
    question: Question, candidates: Candidates, rarity: Rarity, word_vectors: WordVectors | None
) -> NDArray[np.float64]:
    """Score each candidate.

    Parameters
    ----------
    question
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
        Shape (n_projects,), in [0, 1]: the weighed mean of the signals; of a draft the mean of that for all of it, for
        its title and for the three sentences that come nearest, as in one vector its matter drowns among the rest.
    """
    scores = [_weigh(found) for found in signals(question.texts(), candidates, rarity, word_vectors)]
    n_before = len(scores) - len(question.sentences)
    parts = scores[:n_before]
    if question.sentences:
        parts.append(np.sort(np.stack(scores[n_before:]), axis=0)[-_N_NEAREST:].mean(axis=0))
    score: NDArray[np.float64] = np.mean(parts, axis=0)
    return score


def signals(
    asked: Sequence[AskedText],
    candidates: Candidates,
    rarity: Rarity,
    word_vectors: WordVectors | None,
) -> list[dict[str, NDArray[np.float64]]]:
    """Return the signals that a rank is made of.

    Parameters
    ----------
    asked
        What is asked, one text or several.
    candidates
        Their texts.
    rarity
        Of the catalogue's words.
    word_vectors
        Words to unit rows; None leaves out the signals that need them.

    Returns
    -------
    list of dict
        For each text that asks the signals by name, each of shape (n_projects,): likeness to all of the project and to
        its nearest text; the same with each word weighed by its rarity in the catalogue; the share of the words; how
        near each word of the query comes to a word of one text.
    """
    found = []
    for number, each in enumerate(asked):
        cosines = (candidates.vectors @ each.vector).astype(np.float64)
        share = word_share(candidates.word_scores[number], each.bag, rarity)
        found.append({"whole": _whole(cosines, candidates), "unit": _nearest(cosines, candidates), "words": share})
    if word_vectors is None:
        return found
    vocabulary = sorted({word for words in (*candidates.words, *(each.words for each in asked)) for word in words})
    row_of = {word: row for row, word in enumerate(vocabulary)}
    table = word_vectors(vocabulary)
    weights = np.array([rarity.of(word) for word in vocabulary], dtype=np.float32)
    texts = [np.unique([row_of[word] for word in words]).astype(np.int64) for words in candidates.words]
    sums = _weighted([[row_of[word] for word in words] for words in candidates.words], table, weights)
    own = _weighted([[row_of[word] for word in each.words] for each in asked], table, weights)
    for number, each in enumerate(asked):
        rare = (sums @ own[number]).astype(np.float64)
        found[number]["rare_whole"] = _whole(rare, candidates)
        found[number]["rare_unit"] = _nearest(rare, candidates)
        near = _near_words(each.words, texts, row_of, table, rarity)
        found[number]["near_words"] = _nearest(near, candidates)
    return found


def _weigh(found: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
    total = sum(WEIGHTS[name] for name in found)
    score: NDArray[np.float64] = np.sum([WEIGHTS[name] * values for name, values in found.items()], axis=0) / total
    return np.clip(score, 0, 1)


def _weighted(
    texts: Sequence[Sequence[int]], table: NDArray[np.float32], weights: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Sum the vectors of each text's words, each weighed by its rarity, to unit rows."""
    from scipy.sparse import csr_array

    ends = np.cumsum([0, *map(len, texts)])
    columns = np.fromiter((word for text in texts for word in text), dtype=np.int64, count=int(ends[-1]))
    sums: NDArray[np.float32] = csr_array((weights[columns], columns, ends), shape=(len(texts), len(table))) @ table
    norms = np.linalg.norm(sums, axis=1, keepdims=True)
    sums /= np.where(norms > 0, norms, np.float32(1))
    return sums


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
    if not words:
        return np.zeros(len(texts))
    weights = np.array([rarity.of(word) * (1 if word in rarity.holders else _UNKNOWN_WORD) for word in words])
    nearness = table[[row_of[word] for word in words]] @ table.T
    nearest = [nearness[:, text].max(axis=1) if len(text) else np.zeros(len(words)) for text in texts]
    found: NDArray[np.float64] = np.maximum(np.array(nearest), 0) @ weights / weights.sum()
    return found


def _whole(values: NDArray[np.float64], candidates: Candidates) -> NDArray[np.float64]:
    return values[candidates.is_whole]


def _nearest(values: NDArray[np.float64], candidates: Candidates) -> NDArray[np.float64]:
    """Return each project's highest value among its single texts, 0 where it has none."""
    best = np.zeros(candidates.word_scores.shape[1])
    single = ~candidates.is_whole
    np.maximum.at(best, candidates.projects[single], values[single])
    return best

"""Where training pairs come from: each source draws fresh pairs of token bags for an epoch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from stitext.encoder_training.public_data import QuestionSet, ScoredPair, split_sentences

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

_PARAGRAPH_SHARE = 0.7
_TITLE_SHARE = 0.2


class Drawn(NamedTuple):
    """Pairs of token bags.

    Attributes
    ----------
    anchors
        Token ids, one array for each pair.
    positives
        Token ids of what belongs to the anchor.
    groups
        Pairs of one group are no negatives of each other, shape (n_pairs,).
    blocks
        Pairs of one block are hard negatives of each other, shape (n_pairs,).
    """

    anchors: list[NDArray[np.int64]]
    positives: list[NDArray[np.int64]]
    groups: NDArray[np.int64]
    blocks: NDArray[np.int64]


class PairSource(Protocol):
    """Something that draws the pairs of an epoch."""

    def draw(self, random: np.random.Generator) -> Drawn:
        """Draw the pairs of one epoch."""
        ...


class ScoredBags(NamedTuple):
    """Scored pairs of token bags on one scale; ``scores`` has shape (n_pairs,), float32."""

    first: list[NDArray[np.int64]]
    second: list[NDArray[np.int64]]
    scores: NDArray[np.float32]


class QuestionSource:
    """Question → paragraph (70 %) or the sentence with the answer (30 %); articles are blocks."""

    def __init__(self, question_set: QuestionSet, tokenizer: Tokenizer) -> None:
        questions = question_set.questions
        self._questions = tokenize(tokenizer, [question.text for question in questions])
        self._answers = tokenize(tokenizer, [question.answer_sentence for question in questions])
        self._paragraphs = tokenize(tokenizer, [paragraph.text for paragraph in question_set.paragraphs])
        self._paragraph_of = np.array([question.paragraph for question in questions], dtype=np.int64)
        titles = {title: n for n, title in enumerate({paragraph.title: None for paragraph in question_set.paragraphs})}
        self._article_of = np.array([titles[paragraph.title] for paragraph in question_set.paragraphs], dtype=np.int64)

    def draw(self, random: np.random.Generator) -> Drawn:
        """Draw each question once."""
        whole = random.random(len(self._questions)) < _PARAGRAPH_SHARE
        positives = [
            self._paragraphs[paragraph] if take_whole else answer
            for take_whole, answer, paragraph in zip(whole, self._answers, self._paragraph_of, strict=True)
        ]
        return Drawn(self._questions, positives, self._paragraph_of, self._article_of[self._paragraph_of])


class ParagraphSource:
    """Title → paragraph (20 %) or a sentence → the rest of its paragraph (80 %)."""

    def __init__(self, question_set: QuestionSet, tokenizer: Tokenizer) -> None:
        self._titles = tokenize(tokenizer, [paragraph.title for paragraph in question_set.paragraphs])
        self._sentences = [
            tokenize(tokenizer, split_sentences(paragraph.text)) for paragraph in question_set.paragraphs
        ]
        self._n_pairs = len(question_set.questions)

    def draw(self, random: np.random.Generator) -> Drawn:
        """Draw as many pairs as there are questions."""
        chosen = random.integers(0, len(self._sentences), size=self._n_pairs)
        anchors: list[NDArray[np.int64]] = []
        positives: list[NDArray[np.int64]] = []
        for paragraph, by_title in zip(chosen.tolist(), random.random(len(chosen)) < _TITLE_SHARE, strict=True):
            sentences = self._sentences[paragraph]
            if by_title or len(sentences) < 2:
                anchors.append(self._titles[paragraph])
                positives.append(np.concatenate(sentences))
            else:
                left_out = int(random.integers(len(sentences)))
                anchors.append(sentences[left_out])
                positives.append(np.concatenate([*sentences[:left_out], *sentences[left_out + 1 :]]))
        return Drawn(anchors, positives, chosen, chosen)


def score_bags(pairs: Sequence[ScoredPair], tokenizer: Tokenizer) -> ScoredBags:
    """Tokenize scored pairs.

    Parameters
    ----------
    pairs
        Pairs on one scale.
    tokenizer
        The tokenizer of the encoder.

    Returns
    -------
    ScoredBags
        The pairs in the same order.
    """
    return ScoredBags(
        first=tokenize(tokenizer, [pair.first for pair in pairs]),
        second=tokenize(tokenizer, [pair.second for pair in pairs]),
        scores=np.array([pair.score for pair in pairs], dtype=np.float32),
    )


def tokenize(tokenizer: Tokenizer, texts: Sequence[str]) -> list[NDArray[np.int64]]:
    """Return the token ids of each text, shape (n_tokens,), int64.

    A text without tokens gets the unknown piece, whose row is fixed at zero, so that every bag has a mean.
    """
    encodings = tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
    return [np.array(encoding.ids or [0], dtype=np.int64) for encoding in encodings]

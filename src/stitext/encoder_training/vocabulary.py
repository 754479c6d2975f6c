"""The pieces of the tokenizer: whole words, so that no dictionary is needed when texts are encoded.

A Unigram model whose pieces are the dictionary's short words cuts a text much as the dictionary does.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tokenizers import Tokenizer

UNKNOWN = "<unk>"

_CORPUS_SHARE = 0.7
# Below the log probability of every piece: a lone character is taken only where no word fits.
_CHARACTER_PENALTY = 1.0


class Vocabulary(NamedTuple):
    """The pieces and what they stand for.

    Attributes
    ----------
    pieces
        Pairs of piece and log probability; the first is the unknown piece.
    forms
        For each piece of the training text the normalized forms it realizes, each with its count.
    """

    pieces: tuple[tuple[str, float], ...]
    forms: Mapping[str, Mapping[str, int]]


def normalize(text: str) -> str:
    """Return the text as the tokenizer sees it: NFKC, lower case, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def build_vocabulary(
    words: Mapping[tuple[str, str], int], keys: Sequence[str], *, n_pieces: int = 64_000
) -> Vocabulary:
    """Choose the pieces.

    Parameters
    ----------
    words
        Pairs of surface and normalized form with their counts, from normalized training text.
    keys
        Further words, most frequent first.
    n_pieces
        How many pieces to keep, the unknown piece included.

    Returns
    -------
    Vocabulary
        All single characters of the training text, then the likeliest words: 0.7 of the probability goes to the
        training text by frequency, 0.3 to ``keys`` by Zipf's law.
    """
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    characters: Counter[str] = Counter()
    for (surface, form), n in words.items():
        forms[surface][form] += n
        for character in surface:
            characters[character] += n
    n_words = sum(words.values())
    probabilities: defaultdict[str, float] = defaultdict(float)
    for surface, found in forms.items():
        probabilities[surface] += _CORPUS_SHARE * found.total() / n_words
    harmonic = math.log(len(keys)) + 0.5772 if keys else 1.0
    for rank, key in enumerate(keys, start=1):
        probabilities[normalize(key)] += (1 - _CORPUS_SHARE) / (rank * harmonic)
    probabilities.pop("", None)
    singles = {character: probabilities.pop(character, 0.0) for character in characters}
    room = n_pieces - 1 - len(singles)
    likeliest = sorted(probabilities.items(), key=lambda item: (-item[1], item[0]))[:room]
    floor = min((probability for _, probability in likeliest), default=1e-9) * math.exp(-_CHARACTER_PENALTY)
    kept = [*((single, max(probability, floor)) for single, probability in sorted(singles.items())), *likeliest]
    kept.sort(key=lambda item: (-item[1], item[0]))
    lowest = math.log(kept[-1][1])
    pieces = ((UNKNOWN, lowest - 10.0), *((piece, math.log(probability)) for piece, probability in kept))
    return Vocabulary(pieces=pieces, forms=forms)


def build_tokenizer(vocabulary: Vocabulary) -> Tokenizer:
    """Make the tokenizer of a vocabulary.

    Parameters
    ----------
    vocabulary
        Its pieces.

    Returns
    -------
    Tokenizer
        A Unigram tokenizer that normalizes by itself and adds no special tokens.
    """
    from tokenizers import Regex, Tokenizer, models, normalizers

    tokenizer = Tokenizer(models.Unigram(list(vocabulary.pieces), unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace(Regex(r"\s+"), "")]
    )
    return tokenizer

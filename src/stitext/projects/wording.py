"""Texts → what searches compare: content words with the numbers of the terms that they name, and vectors."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np

from stitext.projects.terms import Terms, expand, find_terms

if TYPE_CHECKING:
    from numpy.typing import NDArray

_JAPANESE = re.compile(r"[ぁ-ヿ一-鿿]")
_MOST_REMEMBERED = 20_000  # words, 40 MB
TERM_MARK = "#"  # no content word begins so: punctuation is none


class VectorMaker(Protocol):
    """What searches need of an encoder: texts to unit rows of shape (n_texts, n_dimensions), float32."""

    id: str
    sha256: str
    n_dimensions: int

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode what is asked."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode texts of records."""
        ...


@dataclass(frozen=True)
class Wording:
    """What turns texts into words and vectors, loaded once; not to be shared between threads.

    Attributes
    ----------
    encoder
        Texts to vectors.
    content_words
        A text to its content words in normalized form.
    terms
        The field's terms in both languages.
    has_word_vectors
        Whether the encoder gives single words vectors of their own; those of a transformer mean little alone.
    remembered
        Vectors of words, so that a run of many searches encodes each word once.
    """

    encoder: VectorMaker
    content_words: Callable[[str], tuple[str, ...]]
    terms: Terms
    has_word_vectors: bool
    remembered: dict[str, NDArray[np.float32]] = field(default_factory=dict)

    def readable(self, text: str) -> str:
        """Return a text of a record as searches read it: an English one with its terms in Japanese behind it."""
        # A Japanese text has its own words; an English one would share none with a Japanese query.
        return text if _JAPANESE.search(text) else expand(text, self.terms)

    def marks(self, text: str) -> tuple[str, ...]:
        """Return a mark for each term that a text names."""
        return tuple(f"{TERM_MARK}{number}" for number in find_terms(text, self.terms))

    def bag(self, text: str) -> tuple[str, ...]:
        """Return the content words of a text and a mark for each term that it names."""
        return (*self.content_words(self.readable(text)), *self.marks(text))

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode what is asked, shape (n_texts, d), with the usual names of what it names otherwise."""
        return self.encoder.encode_queries([expand(text, self.terms) for text in texts])

    def word_vectors(self, words: Sequence[str]) -> NDArray[np.float32]:
        """Encode single words, shape (n_words, d); those met before are remembered."""
        new = [word for word in words if word not in self.remembered]
        if len(self.remembered) + len(new) > _MOST_REMEMBERED:
            self.remembered.clear()
            new = list(words)
        self.remembered.update(zip(new, self.encoder.encode_passages(new), strict=True))
        return np.stack([self.remembered[word] for word in words])

    def query_words(self, text: str) -> tuple[str, ...]:
        """Return the content words of what is asked, with those of the usual names of what it names otherwise."""
        return self.content_words(expand(text, self.terms))


@dataclass(frozen=True)
class Rarity:
    """How many projects hold each word, and how many projects there are."""

    n_projects: int
    holders: Mapping[str, int]

    def of(self, word: str) -> float:
        """Return the inverse document frequency of a word; for an unknown one that of a word in one project.

        Source: Robertson and Zaragoza 2009, the form that is never negative.
        """
        holders = max(self.holders.get(word, 1), 1)
        return float(np.log1p((max(self.n_projects, holders) - holders + 0.5) / (holders + 0.5)))

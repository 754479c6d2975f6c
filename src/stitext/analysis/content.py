"""Texts → content words, for searches: what a text is about, without particles, auxiliaries and punctuation."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from stitext.analysis.tokens import cut

if TYPE_CHECKING:
    from sudachipy import Tokenizer

_FUNCTION_WORDS = frozenset({"助詞", "助動詞", "補助記号", "空白"})


def content_words(text: str, tokenizer: Tokenizer) -> tuple[str, ...]:
    """List the content words of a text.

    Parameters
    ----------
    text
        A text of any length.
    tokenizer
        From ``load_tokenizer``.

    Returns
    -------
    tuple of str
        Normalized forms (Sudachi mode A, lower case) in order.
    """
    words: list[str] = []
    for part in cut(unicodedata.normalize("NFKC", text).lower()):
        for morpheme in tokenizer.tokenize(part):
            word = morpheme.normalized_form().strip().lower()
            if word and morpheme.part_of_speech()[0] not in _FUNCTION_WORDS:
                words.append("_".join(word.split()))
    return tuple(words)

"""Normalized text → tokens, by Sudachi in mode A (short units).

The tokenizer is the one that GiNZA itself uses; alone it is over a hundred times faster than the parser, so every
sentence gets tokens. Syntax is in ``syntax.py``.
"""

from __future__ import annotations

from collections.abc import Iterator

from sudachipy import Dictionary, SplitMode, Tokenizer

from stitext.records import Tokens

# Sudachi refuses inputs over 49,149 bytes; a code point takes at most 4.
MAX_CHARACTERS = 12_000


def load_tokenizer() -> Tokenizer:
    """Load Sudachi with its core dictionary.

    Returns
    -------
    Tokenizer
        A tokenizer in mode A; it is not safe to share between threads.
    """
    return Dictionary(dict="core").create(mode=SplitMode.A)


def tokenize(text: str, tokenizer: Tokenizer) -> Tokens:
    """Split one normalized text into tokens.

    Blanks are no tokens. A text of any length is taken; over 12,000 code points it is cut before tokenizing, at a
    sentence end, comma or blank where there is one.

    Parameters
    ----------
    text
        Normalized text.
    tokenizer
        From ``load_tokenizer``.

    Returns
    -------
    Tokens
        Surfaces, normalized forms, the first two levels of the part of speech, and starts.
    """
    surfaces: list[str] = []
    lemmas: list[str] = []
    pos: list[str] = []
    starts: list[int] = []
    offset = 0
    for part in cut(text):
        for morpheme in tokenizer.tokenize(part):
            surface = morpheme.surface()
            if not surface.strip():
                continue
            major, minor = morpheme.part_of_speech()[:2]
            surfaces.append(surface)
            lemmas.append(morpheme.normalized_form())
            pos.append(f"{major}-{minor}")
            starts.append(offset + morpheme.begin())
        offset += len(part)
    return Tokens(surfaces=tuple(surfaces), lemmas=tuple(lemmas), pos=tuple(pos), starts=tuple(starts))


def cut(text: str) -> Iterator[str]:
    """Cut a text into pieces that the tokenizer takes; joined they are the text again.

    Parameters
    ----------
    text
        A text of any length.

    Yields
    ------
    str
        Pieces of at most 12,000 code points.
    """
    start = 0
    while len(text) - start > MAX_CHARACTERS:
        stop = start + MAX_CHARACTERS
        at = max(text.rfind(mark, start + MAX_CHARACTERS // 2, stop) for mark in "。、 \n")
        end = stop if at < 0 else at + 1
        yield text[start:end]
        start = end
    yield text[start:]

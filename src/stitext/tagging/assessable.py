"""Whether a document can be judged at all: "could not look" is never merged with "looked and found nothing"."""

from __future__ import annotations

import re

from stitext.records import Document, Note

# A shorter text is a title or an abstract: that it lacks a point says nothing. The shortest whole drafts of the
# development set have some 1,400 characters.
MIN_CHARACTERS = 200
MIN_JAPANESE_SHARE = 0.3

_JAPANESE = re.compile(r"[぀-ヿ㐀-䶿一-鿿々〆]")
_LETTER = re.compile(r"\w")


def find_obstacles(document: Document) -> tuple[Note, ...]:
    """Tell why a document can't be judged.

    Parameters
    ----------
    document
        The document as it was read.

    Returns
    -------
    tuple of Note
        Nothing where it can; else ``text-too-short`` or ``language-unknown``.
    """
    text = "".join(document.normalized_quote(sentence) for sentence in document.sentences)
    n_letters = len(_LETTER.findall(text))
    n_japanese = len(_JAPANESE.findall(text))
    if n_letters and n_japanese / n_letters < MIN_JAPANESE_SHARE:
        share = round(100 * n_japanese / n_letters)
        return (
            Note(
                code="language-unknown",
                message=f"日本語の文字が本文の {share}% しかなく、判定できません。日本語の本文を与えてください。",
            ),
        )
    if n_letters < MIN_CHARACTERS:
        return (
            Note(
                code="text-too-short",
                message=f"本文が {n_letters} 字しかなく、判定できません（{MIN_CHARACTERS} 字以上が要ります）。",
            ),
        )
    return ()

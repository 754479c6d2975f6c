"""What the dictionary and the parser's model know about words, for the training of encoders.

Texts go in, counted words come out, and the word vectors that ``ja_ginza`` carries. Nothing is loaded before a
function is called. It analyzes no document.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Sudachi refuses a text of more than 49,149 bytes.
_MAX_CHARACTERS = 10_000
_FUNCTION_WORDS = frozenset({"助詞", "助動詞", "補助記号", "空白"})


class WordVectors(NamedTuple):
    """A table of word vectors.

    Attributes
    ----------
    keys
        The words, most frequent first.
    rows
        For each key its row of ``table``, shape (n_keys,), int64.
    table
        Vectors of unit length, shape (n_rows, 300), float32.
    """

    keys: tuple[str, ...]
    rows: NDArray[np.int64]
    table: NDArray[np.float32]


def count_words(texts: Iterable[str]) -> Counter[tuple[str, str]]:
    """Count the short words of texts, as the dictionary cuts them.

    Parameters
    ----------
    texts
        Texts of any length, normalized as the caller wants them.

    Returns
    -------
    Counter
        For each pair of surface and normalized form (Sudachi mode A) the number of times it occurs.
    """
    from sudachipy import Dictionary, SplitMode

    tokenizer = Dictionary(dict="core").create(mode=SplitMode.A)
    words: Counter[tuple[str, str]] = Counter()
    for text in texts:
        for start in range(0, len(text), _MAX_CHARACTERS):
            words.update(
                (morpheme.surface(), morpheme.normalized_form())
                for morpheme in tokenizer.tokenize(text[start : start + _MAX_CHARACTERS])
            )
    return words


def content_words(texts: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """List the content words of each text.

    Parameters
    ----------
    texts
        Texts of any length.

    Yields
    ------
    tuple[str, ...]
        Normalized forms (Sudachi mode A) in order, without particles, auxiliaries, punctuation and blanks.
    """
    from sudachipy import Dictionary, SplitMode

    tokenizer = Dictionary(dict="core").create(mode=SplitMode.A)
    for text in texts:
        yield tuple(
            morpheme.normalized_form()
            for start in range(0, len(text), _MAX_CHARACTERS)
            for morpheme in tokenizer.tokenize(text[start : start + _MAX_CHARACTERS])
            if morpheme.part_of_speech()[0] not in _FUNCTION_WORDS
        )


def synonym_groups(words: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Group words that the dictionary gives one meaning.

    Parameters
    ----------
    words
        Words to group; those that the dictionary does not hold as one word are left out.

    Returns
    -------
    tuple of tuple
        Groups of two or more words, in the order of the dictionary's numbers; a word of two meanings is in two groups.
        Source: the synonym dictionary of SudachiDict, whose numbers stand in the installed dictionary.
    """
    from sudachipy import Dictionary, SplitMode

    tokenizer = Dictionary(dict="core").create(mode=SplitMode.C)
    groups: dict[int, dict[str, None]] = {}
    for word in words:
        found = tokenizer.tokenize(word)
        if len(found) == 1:
            for number in found[0].synonym_group_ids():
                groups.setdefault(number, {})[word] = None
    return tuple(tuple(members) for _, members in sorted(groups.items()) if len(members) > 1)


def load_word_vectors() -> WordVectors:
    """Read the word vectors of ``ja_ginza`` without its pipeline.

    Returns
    -------
    WordVectors
        480,443 words that share 20,000 vectors.
    """
    from spacy.strings import StringStore
    from spacy.vectors import Vectors

    path = _model_path() / "vocab"
    vectors = Vectors()
    vectors.from_disk(path)
    strings = StringStore().from_disk(path / "strings.json")
    table = np.asarray(vectors.data, dtype=np.float32)
    table = table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    # The keys of key2row stand in the order of the model's training, which is by frequency.
    keys = tuple(strings[key] for key in vectors.key2row)
    return WordVectors(keys=keys, rows=np.fromiter(vectors.key2row.values(), dtype=np.int64), table=table)


def word_vector_sources() -> tuple[dict[str, str], ...]:
    """Return the sources that ``ja_ginza`` names for itself, each with its licence.

    Returns
    -------
    tuple of dict
        One for each source: ``name``, ``url``, ``license``, ``author``.
    """
    meta = json.loads((_model_path() / "meta.json").read_text(encoding="utf-8"))
    return tuple({key: str(value) for key, value in source.items()} for source in meta["sources"])


def _model_path() -> Path:
    import ja_ginza

    return next(Path(ja_ginza.__file__).parent.glob("ja_ginza-*"))

"""Why a sentence has a label: the phrases whose words weighed most, verbatim.

The weight of each n-gram is spread over the characters that it was made from, and summed by bunsetu where the sentence
was parsed, else by stretches of content words. What the heading, the vectors and the neighbors contributed has no place
in the sentence and is not shown.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from stitext.records import Document, Sentence, Syntax, Tokens
from stitext.tagging.features import LOCATORS, SPARSE_WEIGHTS, FeatureSpace, Unit

MAX_PHRASES = 3
# A phrase is shown if it weighed at least this share of the heaviest one.
_MIN_SHARE = 0.35

_PUNCTUATION = ("補助記号", "空白")
_FUNCTION = ("助詞", "助動詞", "接続詞", *_PUNCTUATION)


def explain_label(
    document: Document, sentence: Sentence, unit: Unit, syntax: Syntax | None, weights: NDArray[np.float32]
) -> tuple[str, ...]:
    """Return the phrases of a sentence that weighed most, heaviest first.

    Parameters
    ----------
    document
        The document, for the verbatim wording.
    sentence
        The sentence.
    unit
        What its features were made from.
    syntax
        Its syntax, where it was parsed.
    weights
        What each code point of the normalized sentence contributed to the label's logit, shape (n_characters,).

    Returns
    -------
    tuple of str
        At most three verbatim phrases; none where nothing spoke for the label.
    """
    parsed = syntax is not None and syntax.bunsetu
    stretches = _bunsetu_stretches(syntax) if syntax is not None and parsed else _content_stretches(unit.tokens)
    scored = sorted(
        ((float(weights[start:end].sum()), start, end) for start, end in stretches if start < end), reverse=True
    )
    if not scored or scored[0][0] <= 0:
        return ()
    least = scored[0][0] * _MIN_SHARE
    phrases = []
    for score, start, end in scored[:MAX_PHRASES]:
        if score < least:
            break
        source_start, source_end = document.normalized.source_span(
            sentence.normalized_start + start, sentence.normalized_start + end
        )
        phrase = document.text[source_start:source_end].strip()
        if phrase and phrase not in phrases:
            phrases.append(phrase)
    return tuple(phrases)


def character_weights(
    unit: Unit, values: Mapping[int, float], label_weights: NDArray[np.float32], space: FeatureSpace
) -> NDArray[np.float32]:
    """Spread a label's weights over the characters of one sentence.

    Parameters
    ----------
    unit
        What the sentence's features were made from.
    values
        Its sparse feature values, by index.
    label_weights
        The label's weight of each sparse feature, shape (n_sparse,).
    space
        The feature space.

    Returns
    -------
    NDArray
        Contribution of each code point to the logit, shape (n_characters,), float32.
    """
    weights = np.zeros(len(unit.text), dtype=np.float32)
    offset = 0
    for block in SPARSE_WEIGHTS:
        vocabulary = space.vectorizers[block].vocabulary_
        found: dict[int, list[tuple[int, int]]] = {}
        for located in LOCATORS[block](unit):
            index = vocabulary.get(located.feature)
            if index is not None and located.span is not None:
                found.setdefault(index, []).append(located.span)
        for index, spans in found.items():
            contribution = values.get(offset + index, 0.0) * label_weights[offset + index] / len(spans)
            for start, end in spans:
                weights[start:end] += contribution / (end - start)
        offset += len(vocabulary)
    return weights


def _bunsetu_stretches(syntax: Syntax) -> list[tuple[int, int]]:
    stretches = []
    for first, end in syntax.bunsetu:
        while end > first and _closes(syntax, end - 1):
            end -= 1
        while first < end and syntax.tags[first].split("-", 1)[0] in _PUNCTUATION:
            first += 1
        if first < end:
            stretches.append((syntax.starts[first], syntax.starts[end - 1] + len(syntax.surfaces[end - 1])))
    return stretches


def _closes(syntax: Syntax, token: int) -> bool:
    """Tell whether a token at the end of a bunsetu says only how it is attached, as in 「について」 and 「は」."""
    tag = syntax.tags[token]
    if tag.split("-", 1)[0] in (*_PUNCTUATION, "助詞"):
        return True
    return syntax.deps[token] == "fixed" and syntax.tags[syntax.heads[token]].startswith("助詞-格助詞")


def _content_stretches(tokens: Tokens) -> list[tuple[int, int]]:
    stretches: list[tuple[int, int]] = []
    for surface, pos, start in zip(tokens.surfaces, tokens.pos, tokens.starts, strict=True):
        if pos.split("-", 1)[0] in _FUNCTION:
            continue
        end = start + len(surface)
        if stretches and stretches[-1][1] == start:
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
    return stretches

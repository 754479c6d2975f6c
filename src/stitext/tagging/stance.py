"""The stance of a label on a sentence: concrete, mention or negative.

A multinomial logistic regression that sees words, the end of the sentence, its heading, and GiNZA's syntax (the
predicate with its auxiliaries, what depends on it and by which particle, negation elsewhere), and has an offset for
each label.

Source: codebook, "Stance"; feature choice, ``models/sti-tagger-1/EXPERIMENTS.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from stitext.records import STANCES, Stance, Syntax
from stitext.tagging.features import Unit, locate_char, locate_heading, locate_word

Array = NDArray[np.float32]

_INVERSE_REGULARIZATION = 8.0
_MIN_DOCUMENT_FREQUENCY = 3
_NEGATORS = frozenset(("ない", "無い", "ず", "ぬ", "まい"))
_ENDING = 6
# What closes the main clause, where words alone are too rare to learn from.
# Source: codebook, "Stance": absent, not planned or given up is negative; put off, wished or required is mention.
_CLOSINGS = {
    "negated": re.compile(r"(?:ない|なかった|ません|ませんでした|ず|なし|無し)[。.)」]*$"),
    "given-up": re.compile(
        r"(?:ない(?:こと|もの)(?:と(?:した|する|なった)|に(?:した|なった|改める|変更した))|取りやめ(?:た|る|ます|ました)?|とりやめ(?:た|る|ます|ました)?|"
        r"見送(?:った|る|ります|りました)|中止(?:した|する|しました)?|断念(?:した|する|しました)?|撤回(?:した|する)?)[。.)」]*$"
    ),
    "put-off": re.compile(
        r"(?:検討(?:する|したい|中|予定|していく|を進める|を要する)?|今後の課題|予定(?:である|だ|です)?|見込み|方針)[。.)」]*$"
    ),
    "wished": re.compile(
        r"(?:たい|望まれる|望ましい|期待(?:される|する|したい)|べきである|べきだ|必要(?:である|がある|だ)|重要(?:である|だ)|こと)[。.)」]*$"
    ),
}
_LABEL_SCALE = 0.3
# The intercept of a stance that no training sentence has: weights are far smaller, so it is never said.
_NEVER = -100.0


class StanceUnit(NamedTuple):
    """A sentence with all that the stance of its labels may rest on."""

    unit: Unit
    syntax: Syntax | None


class StanceModel(NamedTuple):
    """Vocabulary and weights.

    The columns of ``coefficients`` (n_features, 3), ``label_offsets`` (n_labels, 3) and ``intercepts`` (3,) follow
    ``STANCES``.
    """

    vectorizer: TfidfVectorizer
    coefficients: Array
    label_offsets: Array
    intercepts: Array


def fit_stance(
    stance_units: Sequence[StanceUnit],
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    stances: Sequence[Stance],
    *,
    n_labels: int,
) -> StanceModel:
    """Fit the stance classifier.

    Parameters
    ----------
    stance_units
        The training sentences.
    rows
        For each label on a sentence the index of the sentence, shape (n,).
    columns
        For each label on a sentence the index of the label, shape (n,).
    stances
        For each label on a sentence its stance.
    n_labels
        Number of labels that there are.

    Returns
    -------
    StanceModel
        For ``predict_stance``.
    """
    vectorizer = new_stance_vectorizer(min_df=_MIN_DOCUMENT_FREQUENCY)
    features = vectorizer.fit_transform(stance_units)[rows]
    which = sp.csr_matrix((np.full(len(rows), _LABEL_SCALE), (np.arange(len(rows)), columns)), (len(rows), n_labels))
    targets = np.asarray([STANCES.index(stance) for stance in stances])
    seen = np.unique(targets)
    if len(seen) == 1:
        return _constant(vectorizer, int(seen[0]), n_features=features.shape[1], n_labels=n_labels)
    model = LogisticRegression(C=_INVERSE_REGULARIZATION, class_weight={0: 1.0, 1: 1.5, 2: 2.0}, max_iter=300)
    model.fit(sp.hstack([features, which], format="csr", dtype=np.float32), targets)
    n_features = features.shape[1]
    weights = np.zeros((n_features + n_labels, len(STANCES)), dtype=np.float32)
    intercepts = np.full(len(STANCES), _NEVER, dtype=np.float32)
    # Of two stances scikit-learn gives the weights of the second; those of the first are 0.
    weights[:, seen[-len(model.coef_) :]] = model.coef_.T
    intercepts[seen] = 0.0
    intercepts[seen[-len(model.coef_) :]] = model.intercept_
    return StanceModel(
        vectorizer=vectorizer,
        coefficients=weights[:n_features],
        label_offsets=weights[n_features:] * np.float32(_LABEL_SCALE),
        intercepts=intercepts,
    )


def _constant(vectorizer: TfidfVectorizer, stance: int, *, n_features: int, n_labels: int) -> StanceModel:
    intercepts = np.full(len(STANCES), _NEVER, dtype=np.float32)
    intercepts[stance] = 0.0
    return StanceModel(
        vectorizer=vectorizer,
        coefficients=np.zeros((n_features, len(STANCES)), dtype=np.float32),
        label_offsets=np.zeros((n_labels, len(STANCES)), dtype=np.float32),
        intercepts=intercepts,
    )


def predict_stance(stance_units: Sequence[StanceUnit], model: StanceModel) -> Array:
    """Compute the probability of each stance of each label, if the sentence has that label.

    Parameters
    ----------
    stance_units
        Sentences; at least one.
    model
        From ``fit_stance``.

    Returns
    -------
    Array
        Probabilities in [0, 1], shape (n_sentences, n_labels, 3), in the order of ``STANCES``; float32.
    """
    features: sp.csr_matrix = model.vectorizer.transform(stance_units)
    logits = (features @ model.coefficients + model.intercepts)[:, None, :] + model.label_offsets[None, :, :]
    odds = np.exp(logits - logits.max(axis=2, keepdims=True))
    return (odds / odds.sum(axis=2, keepdims=True)).astype(np.float32)  # type: ignore[no-any-return]


def new_stance_vectorizer(*, min_df: int = 1, vocabulary: dict[str, int] | None = None) -> TfidfVectorizer:
    """Make the vectorizer of stance features, not yet fitted.

    Parameters
    ----------
    min_df
        Features in fewer training sentences are dropped.
    vocabulary
        Index by feature, where it is known already.

    Returns
    -------
    TfidfVectorizer
        It takes stance units.
    """
    return TfidfVectorizer(
        analyzer=stance_features, min_df=min_df, sublinear_tf=True, dtype=np.float32, vocabulary=vocabulary
    )


def stance_features(stance_unit: StanceUnit) -> list[str]:
    """Return the features of one sentence.

    Parameters
    ----------
    stance_unit
        The sentence.

    Returns
    -------
    list of str
        Features, each named after its kind.
    """
    unit = stance_unit.unit
    features = [f"word:{located.feature}" for located in locate_word(unit)]
    features += [f"char:{located.feature}" for located in locate_char(unit)]
    features += [f"heading:{located.feature}" for located in locate_heading(unit)]
    words = [lemma for lemma, pos in zip(unit.tokens.lemmas, unit.tokens.pos, strict=True) if pos != "補助記号-句点"]
    for size in range(1, _ENDING + 1):
        if len(words) >= size:
            features.append("end:" + "\t".join(words[-size:]))
    features += [f"closing:{name}" for name, rule in _CLOSINGS.items() if rule.search(unit.text)]
    if stance_unit.syntax is not None:
        features += _syntactic(stance_unit.syntax)
    return features


def _syntactic(syntax: Syntax) -> Iterator[str]:
    roots = [token for token, head in enumerate(syntax.heads) if head == token]
    if not roots:
        return
    root = roots[-1]
    lemma = syntax.lemmas[root]
    yield f"root:{lemma}"
    yield f"root-pos:{syntax.tags[root]}"
    auxiliaries = [
        syntax.lemmas[token]
        for token, head in enumerate(syntax.heads)
        if head == root and token > root and syntax.deps[token] in ("aux", "fixed", "mark", "cop")
    ]
    if auxiliaries:
        yield "root-auxiliaries:" + "\t".join(auxiliaries)
    for auxiliary in auxiliaries:
        yield f"root-auxiliary:{auxiliary}"
        yield f"root-auxiliary:{lemma}\t{auxiliary}"
    if lemma in _NEGATORS or _NEGATORS & set(auxiliaries):
        yield "root-negated"
    for token, head in enumerate(syntax.heads):
        if head != root or token >= root:
            continue
        particle = next(
            (
                syntax.lemmas[case]
                for case, owner in enumerate(syntax.heads)
                if owner == token and syntax.deps[case] == "case"
            ),
            "",
        )
        yield f"argument:{syntax.deps[token]}\t{particle}"
        yield f"argument:{syntax.lemmas[token]}\t{particle}\t{lemma}"
    for first, end in syntax.bunsetu[-3:]:
        yield "bunsetu:" + "".join(syntax.lemmas[first:end])
    for token, word in enumerate(syntax.lemmas):
        if word in _NEGATORS and syntax.heads[token] != root and token != root:
            yield f"inner-negation:{syntax.lemmas[syntax.heads[token]]}"

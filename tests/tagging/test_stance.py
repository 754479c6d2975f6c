"""The stance classifier works with syntax and without, and says something of each label."""

import numpy as np
import pytest

from stitext.records import STANCES, Syntax
from stitext.tagging.stance import StanceUnit, fit_stance, predict_stance, stance_features
from tests.tagging.builders import LABEL_IDS, examples_of, unit_of

SYNTAX = Syntax(
    surfaces=("審査", "を", "行わ", "ない"),
    lemmas=("審査", "を", "行う", "ない"),
    pos=("NOUN", "ADP", "VERB", "AUX"),
    tags=("名詞-普通名詞-サ変可能", "助詞-格助詞", "動詞-一般", "助動詞"),
    deps=("obj", "case", "ROOT", "aux"),
    heads=(2, 0, 2, 2),
    starts=(0, 2, 3, 5),
    bunsetu=((0, 2), (2, 4)),
)


def fitted(stances=("concrete", "mention", "negative")):
    examples = examples_of(stances=stances)
    labelled = [
        (unit, found)
        for example in examples
        for unit, found in zip(
            [unit_of("|".join(sentence.tokens.surfaces)) for sentence in example.analyzed.sentences],
            example.stances,
            strict=True,
        )
        if found
    ]
    return fit_stance(
        [StanceUnit(unit, None) for unit, _ in labelled],
        np.arange(len(labelled)),
        np.asarray([LABEL_IDS.index(next(iter(found))) for _, found in labelled]),
        [next(iter(found.values())) for _, found in labelled],
        n_labels=len(LABEL_IDS),
    )


def stance_of(marked, model, *, syntax=None):
    return STANCES[int(predict_stance([StanceUnit(unit_of(marked), syntax)], model)[0, 0].argmax())]


def test_probabilities_of_a_label_s_stances_sum_to_one():
    asked = [
        StanceUnit(unit_of(marked), syntax) for marked in ("審査|を|行わ|ない", "以上") for syntax in (None, SYNTAX)
    ]
    stances = predict_stance(asked, fitted())
    assert stances.shape == (4, len(LABEL_IDS), len(STANCES))
    assert stances.dtype == np.float32
    assert np.allclose(stances.sum(axis=2), 1, atol=1e-5)


def test_the_end_of_the_sentence_decides_without_syntax():
    model = fitted()
    assert stance_of("試料|の|審査|を|四月|に|行う|。", model) == "concrete"
    assert stance_of("試料|の|審査|が|重要|で|ある|。", model) == "mention"
    assert stance_of("試料|の|審査|は|行わ|ない|。", model) == "negative"


@pytest.mark.parametrize("stances", [("concrete",), ("concrete", "mention"), ("mention", "negative")], ids=" ".join)
def test_training_sentences_without_some_stance_give_a_model_that_never_says_it(stances):
    predicted = predict_stance([StanceUnit(unit_of("審査|を|行わ|ない|。"), None)], fitted(stances))
    assert predicted.shape == (1, len(LABEL_IDS), len(STANCES))
    assert np.allclose(predicted.sum(axis=2), 1, atol=1e-5)
    for number, stance in enumerate(STANCES):
        if stance not in stances:
            assert (predicted[..., number] < 1e-6).all()


def test_syntax_adds_the_predicate_with_its_negation_and_its_arguments():
    unit = unit_of("審査|を|行わ|ない")
    without, with_syntax = (set(stance_features(StanceUnit(unit, syntax))) for syntax in (None, SYNTAX))
    assert without < with_syntax
    assert {"root:行う", "root-negated", "argument:審査\tを\t行う", "bunsetu:行うない"} <= with_syntax


def test_a_sentence_without_tokens_has_a_stance_too():
    assert predict_stance([StanceUnit(unit_of(""), None)], fitted()).shape == (1, 3, 3)

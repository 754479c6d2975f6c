"""``Evaluation`` → a table for the terminal. Decides nothing; weak labels come first."""

from __future__ import annotations

from stitext.evaluation import Agreement, DraftEvaluation, Evaluation, SentenceEvaluation, Spread, agreement_by_weakness
from stitext.settings import Language

_WORDS = {
    "ja": {
        "cv": "文のラベル: 文書単位の{n}分割交差検証（{documents} 文書、{sentences} 文）",
        "spread": "平均 {mean:.3f} ± {deviation:.3f}（{lowest:.3f}〜{highest:.3f}）",
        "stance": "立場の正解率（ラベルが当たった文）",
        "rules": "比較: 手がかり規則だけ",
        "test": "取り置きのテスト文書（今の判定モデル）",
        "drafts": "原稿の判定: 開発用 {n} 件（今の判定モデル）",
        "test_drafts": "原稿の判定: テスト用 {n} 件（今の判定モデル）",
        "labels": "ラベル別（弱い順）",
        "groups": "群別",
        "verdict": "判定の正解率",
        "npv": "「未記載」の的中率",
        "recall": "未記載の再現率",
        "evidence": "根拠の的中率",
        "verbatim": "原文どおりの引用",
        "purpose": "目的の正解率",
    },
    "en": {
        "cv": "Labels: {n}-fold cross-validation by document ({documents} documents, {sentences} sentences)",
        "spread": "mean {mean:.3f} ± {deviation:.3f} ({lowest:.3f} to {highest:.3f})",
        "stance": "stance accuracy (where the label is right)",
        "rules": "For comparison: cue rules alone",
        "test": "Held-out test documents (the tagger in use)",
        "drafts": "Verdicts on drafts: {n} for development (the tagger in use)",
        "test_drafts": "Verdicts on drafts: {n} for the test (the tagger in use)",
        "labels": "By label, weakest first",
        "groups": "By group",
        "verdict": "verdict accuracy",
        "npv": "precision of “unaddressed”",
        "recall": "recall of “unaddressed”",
        "evidence": "evidence hit",
        "verbatim": "quotes verbatim",
        "purpose": "purpose accuracy",
    },
}


def render_evaluation_text(evaluation: Evaluation, *, language: Language) -> str:
    """Render all figures as plain text.

    Parameters
    ----------
    evaluation
        The figures.
    language
        Language of the captions.

    Returns
    -------
    str
        Lines, ending in a line break.
    """
    words = _WORDS[language]
    tagger = evaluation.tagger
    lines = [
        words["cv"].format(n=tagger.n_folds, documents=tagger.pooled.n_documents, sentences=tagger.pooled.n_sentences),
        f"  micro-F1  {_spread(tagger.micro_f1, words)}",
        f"  macro-F1  {_spread(tagger.macro_f1, words)}",
        f"  {words['stance']}  {_spread(tagger.stance_accuracy, words)}",
        "",
        words["rules"],
        *_sentences(evaluation.rules, words),
    ]
    if evaluation.test is not None:
        lines += ["", words["test"], *_sentences(evaluation.test, words)]
    for caption, drafts in (("drafts", evaluation.drafts), ("test_drafts", evaluation.test_drafts)):
        if drafts is not None:
            lines += ["", words[caption].format(n=drafts.n_drafts), *_drafts(drafts, words)]
    lines += ["", words["groups"], *(_agreement(name, found) for name, found in tagger.pooled.groups.items())]
    weakest = agreement_by_weakness(tagger.pooled.labels)
    lines += ["", words["labels"], *(_agreement(name, found) for name, found in weakest)]
    return "\n".join(lines) + "\n"


def _spread(found: Spread, words: dict[str, str]) -> str:
    return words["spread"].format(**found.model_dump())


def _sentences(found: SentenceEvaluation, words: dict[str, str]) -> list[str]:
    micro = found.micro
    return [
        f"  micro-F1 {micro.f1:.3f} (P {micro.precision:.3f}, R {micro.recall:.3f})  macro-F1 {found.macro_f1:.3f}",
        f"  {words['stance']} {found.stance_accuracy:.3f}",
    ]


def _drafts(found: DraftEvaluation, words: dict[str, str]) -> list[str]:
    return [
        f"  {words['verdict']} {found.verdict_accuracy:.3f}",
        f"  {words['npv']} {found.negative_predictive_value:.3f}",
        f"  {words['recall']} {found.unaddressed_recall:.3f}",
        f"  {words['evidence']} {found.evidence_hit:.3f}",
        f"  {words['verbatim']} {found.quotes_verbatim:.3f}",
        f"  {words['purpose']} {found.purpose_accuracy:.3f}",
    ]


def _agreement(name: str, found: Agreement) -> str:
    return (
        f"  {name:<5} F1 {found.f1:.3f}  P {found.precision:.3f}  R {found.recall:.3f}"
        f"  n {found.n_gold:>4}  predicted {found.n_predicted:>4}"
    )

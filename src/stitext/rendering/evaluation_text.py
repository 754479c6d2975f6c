"""``Evaluation`` and ``RowsEvaluation`` → tables for the terminal. Decides nothing; weak labels come first."""

from __future__ import annotations

from rich.cells import cell_len

from stitext.evaluation import (
    Agreement,
    DraftEvaluation,
    Evaluation,
    Interval,
    Reliability,
    RowsEvaluation,
    SentenceEvaluation,
    Spread,
    agreement_by_weakness,
)
from stitext.settings import Language

_WORDS = {
    "ja": {
        "cv": "文のラベル: 文書単位の{n}分割交差検証（{documents:,} 文書、{sentences:,} 文）",
        "space": "どの方法も同じ分割で測る。語彙と文書頻度は全文書の文から数え、測る文書のラベルは見ない。",
        "bracket": "[ ] は 95 % 区間（文書を 1,000 回引き直す）。群 F1 は C1〜D2 の群で数えた micro-F1。",
        "hand": "コーディングルールは、測る文書も見て書いたので甘い値になる。",
        "method": "方法",
        "group_f1": "群 F1",
        "stance_column": "立場",
        "coding_rules": "コーディングルール（KH Coder 流）",
        "cues": "枠組みの手がかり規則",
        "cosine": "類似度（学習なし）",
        "tfidf": "TF-IDF + ロジスティック回帰",
        "tagger": "この判定モデル",
        "folds": "この判定モデルの、分割ごとの値",
        "spread": "平均 {mean:.3f} ± {deviation:.3f}（{lowest:.3f}〜{highest:.3f}）",
        "stance": "立場の正解率（ラベルが当たった文）",
        "test": "取り置きのテスト文書（今の判定モデル）",
        "drafts": "原稿の判定: 開発用 {n} 件（今の判定モデル。[ ] は 95 % 区間、原稿を 1,000 回引き直す）",
        "test_drafts": "原稿の判定: テスト用 {n} 件（今の判定モデル。[ ] は 95 % 区間、原稿を 1,000 回引き直す）",
        "labels": "ラベル別（弱い順）",
        "groups": "群別",
        "verdict_accuracy": "判定の正解率",
        "negative_predictive_value": "「未記載」の的中率",
        "unaddressed_recall": "未記載の再現率",
        "evidence_hit": "根拠の的中率",
        "quotes_verbatim": "原文どおりの引用",
        "purpose_accuracy": "目的の正解率",
        "ece": "確率の狂い（ECE）{ece:.3f}（{n:,} 個の確率、{bins} 区分）",
        "curve": "学習曲線（1つ目の分割、学習に使った文書の数）",
        "point": "  {n:>5,} 文書  micro-F1 {micro:.3f}  macro-F1 {macro:.3f}",
        "rows": "{source}: {sentences:,} 行、{documents:,} 文書（{tagger}、枠組み {framework}/{version}）",
        "no_tagger": "手がかり規則だけ",
        "rows_stance": "立場は、行に書かれた {n:,} 個のうちラベルが当たったもので数えた。",
        "no_stance": "立場は行に書かれていないので測っていない。",
    },
    "en": {
        "cv": "Labels: {n}-fold cross-validation by document ({documents:,} documents, {sentences:,} sentences)",
        "space": "All on the same folds. Vocabulary and document frequencies come from the text of all documents; "
        "no label of a held-out document is seen.",
        "bracket": "[ ] is the 95 % interval (documents drawn anew 1,000 times). Group F1 is micro-F1 over the groups "
        "C1 to D2.",
        "hand": "The coding rules were written with these documents in view, which flatters them.",
        "method": "method",
        "group_f1": "group F1",
        "stance_column": "stance",
        "coding_rules": "coding rules (KH Coder's manner)",
        "cues": "the framework's cue rules",
        "cosine": "cosine (no training)",
        "tfidf": "TF-IDF + logistic regression",
        "tagger": "this tagger",
        "folds": "This tagger, fold by fold",
        "spread": "mean {mean:.3f} ± {deviation:.3f} ({lowest:.3f} to {highest:.3f})",
        "stance": "stance accuracy (where the label is right)",
        "test": "Held-out test documents (the tagger in use)",
        "drafts": "Verdicts on drafts: {n} for development (the tagger in use; [ ] 95 % interval, drafts drawn anew "
        "1,000 times)",
        "test_drafts": "Verdicts on drafts: {n} for the test (the tagger in use; [ ] 95 % interval, drafts drawn anew "
        "1,000 times)",
        "labels": "By label, weakest first",
        "groups": "By group",
        "verdict_accuracy": "verdict accuracy",
        "negative_predictive_value": "precision of “unaddressed”",
        "unaddressed_recall": "recall of “unaddressed”",
        "evidence_hit": "evidence hit",
        "quotes_verbatim": "quotes verbatim",
        "purpose_accuracy": "purpose accuracy",
        "ece": "expected calibration error {ece:.3f} ({n:,} probabilities, {bins} bins)",
        "curve": "Learning curve (first fold, number of training documents)",
        "point": "  {n:>5,} documents  micro-F1 {micro:.3f}  macro-F1 {macro:.3f}",
        "rows": "{source}: {sentences:,} rows, {documents:,} documents ({tagger}, framework {framework}/{version})",
        "no_tagger": "cue rules alone",
        "rows_stance": "Stance is counted over those of the {n:,} given ones whose label was found.",
        "no_stance": "The rows give no stance, so none was measured.",
    },
}
_DRAFT_METRICS = (
    "verdict_accuracy",
    "negative_predictive_value",
    "unaddressed_recall",
    "evidence_hit",
    "quotes_verbatim",
    "purpose_accuracy",
)
_COLUMN = 23


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
    contenders = [(baseline.name, baseline.figures) for baseline in evaluation.baselines]
    has_rules = any(name == "coding_rules" for name, _ in contenders)
    lines = [
        words["cv"].format(n=tagger.n_folds, documents=tagger.pooled.n_documents, sentences=tagger.pooled.n_sentences),
        words["space"],
        words["bracket"],
        *([words["hand"]] if has_rules else []),
        "",
        *_table(
            [
                *((words[name], figures) for name, figures in contenders[:-2]),
                (words["cues"], evaluation.rules),
                *((words[name], figures) for name, figures in contenders[-2:]),
                (words["tagger"], tagger.pooled),
            ],
            words,
        ),
        "",
        words["folds"],
        f"  micro-F1  {_spread(tagger.micro_f1, words)}",
        f"  macro-F1  {_spread(tagger.macro_f1, words)}",
        f"  {words['stance']}  {_spread(tagger.stance_accuracy, words)}",
        f"  {_ece(evaluation.reliability, words)}",
    ]
    if evaluation.test is not None:
        lines += ["", words["test"], *_table([(words["tagger"], evaluation.test)], words)]
    for caption, drafts in (("drafts", evaluation.drafts), ("test_drafts", evaluation.test_drafts)):
        if drafts is not None:
            lines += ["", words[caption].format(n=drafts.n_drafts), *_drafts(drafts, words)]
    if evaluation.learning_curve:
        lines += ["", words["curve"]]
        lines += [
            words["point"].format(n=point.n_documents, micro=point.micro_f1, macro=point.macro_f1)
            for point in evaluation.learning_curve
        ]
    return "\n".join([*lines, *_details(tagger.pooled, words)]) + "\n"


def render_rows_text(evaluation: RowsEvaluation, *, language: Language) -> str:
    """Render the figures on somebody's own rows as plain text.

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
    words, figures = _WORDS[language], evaluation.figures
    lines = [
        words["rows"].format(
            source=evaluation.source,
            sentences=figures.n_sentences,
            documents=figures.n_documents,
            tagger=words["no_tagger"] if evaluation.tagger is None else evaluation.tagger.id,
            framework=evaluation.framework.id,
            version=evaluation.framework.version,
        ),
        words["bracket"],
        words["rows_stance"].format(n=evaluation.n_stances) if evaluation.n_stances else words["no_stance"],
        "",
        *_table([(words["cues" if evaluation.tagger is None else "tagger"], figures)], words),
    ]
    return "\n".join([*lines, *_details(figures, words)]) + "\n"


def _table(rows: list[tuple[str, SentenceEvaluation]], words: dict[str, str]) -> list[str]:
    width = max(cell_len(name) for name, _ in [*rows, (words["method"], None)])
    captions = ("micro-F1", "macro-F1", words["group_f1"], words["stance_column"])
    lines = [_padded(words["method"], width) + "".join("  " + _padded(caption, _COLUMN) for caption in captions)]
    for name, found in rows:
        cells = (
            _with_interval(found.micro.f1, found.intervals.micro_f1),
            _with_interval(found.macro_f1, found.intervals.macro_f1),
            _with_interval(found.group.f1, found.intervals.group_f1),
            _with_interval(found.stance_accuracy, found.intervals.stance_accuracy),
        )
        lines.append(_padded(name, width) + "".join("  " + _padded(cell, _COLUMN) for cell in cells))
    return [line.rstrip() for line in lines]


def _drafts(found: DraftEvaluation, words: dict[str, str]) -> list[str]:
    width = max(cell_len(words[metric]) for metric in _DRAFT_METRICS)
    lines = [
        f"  {_padded(words[metric], width)}  "
        + _with_interval(getattr(found, metric), getattr(found.intervals, metric))
        for metric in _DRAFT_METRICS
    ]
    return [*lines, f"  {_ece(found.reliability, words)}"]


def _details(found: SentenceEvaluation, words: dict[str, str]) -> list[str]:
    return [
        "",
        words["groups"],
        *(_agreement(name, group) for name, group in found.groups.items()),
        "",
        words["labels"],
        *(_agreement(name, label) for name, label in agreement_by_weakness(found.labels)),
    ]


def _spread(found: Spread, words: dict[str, str]) -> str:
    return words["spread"].format(**found.model_dump())


def _ece(found: Reliability, words: dict[str, str]) -> str:
    return words["ece"].format(ece=found.ece, n=found.n, bins=len(found.bins))


def _with_interval(value: float, interval: Interval) -> str:
    return f"{value:.3f} [{interval.low:.3f}, {interval.high:.3f}]"


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def _agreement(name: str, found: Agreement) -> str:
    return (
        f"  {name:<5} F1 {found.f1:.3f}  P {found.precision:.3f}  R {found.recall:.3f}"
        f"  n {found.n_gold:>4}  predicted {found.n_predicted:>4}"
    )

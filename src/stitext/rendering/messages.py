"""What reports say in Japanese and in English, beside the words of the policy document and of the draft.

Both languages are instances of one class, so that neither can lack a string. Braces are filled by ``str.format``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stitext.records import Stance, Verdict
from stitext.settings import Language


@dataclass(frozen=True)
class Messages:
    """The strings of one language."""

    language: Language
    report_title: str
    unaddressed_headline: str
    mentioned_headline: str
    complete_headline: str
    not_assessed_headline: str
    unaddressed_and_not_assessed_headline: str
    empty_headline: str
    no_tagger: str
    warnings_notice: str
    verdicts: Mapping[Verdict, str]
    section_titles: Mapping[Verdict, str]
    section_explanations: Mapping[Verdict, str]
    stances: Mapping[Stance, str]
    considered_stance: str
    withdrawn: str
    overview: str
    overview_explanation: str
    legend: str
    question: str
    advice: str
    evidence: str
    mention_evidence: str
    negative_evidence: str
    considered: str
    no_evidence: str
    nothing_considered: str
    point_projects: str
    why: str
    example: str
    score: str
    held_score: str
    score_explanation: str
    purposes: str
    purposes_explanation: str
    purpose: str
    pursued: str
    not_pursued: str
    state: str
    n_evidence: str
    document: str
    file_name: str
    file_format: str
    encoding: str
    n_pages: str
    n_sentences: str
    sha256: str
    warnings: str
    no_warnings: str
    provenance: str
    version: str
    framework: str
    tagger: str
    encoder: str
    analysis: str
    settings: str
    catalogue: str
    none: str
    page: str
    points_count: str
    joiner: str
    to_top: str
    skip_to_points: str
    limits: str


_JA = Messages(
    language="ja",
    report_title="観点チェック",
    unaddressed_headline="未記載の観点が {n} 件あります（{total} 件中）",
    mentioned_headline="未記載の観点はありません。言及だけの観点が {n} 件あります（{total} 件中）",
    complete_headline="{total} 件の観点のすべてに、具体的な記載があります",
    not_assessed_headline="判定できない観点が {n} 件あります（{total} 件中）",
    unaddressed_and_not_assessed_headline=(
        "未記載の観点が {n} 件、判定できない観点が {unknown} 件あります（{total} 件中）"
    ),
    empty_headline="判定する観点がありません（0 件）",
    no_tagger="この枠組みには学習済みの判定モデルがありません。手がかり語と文の近さだけによる判定です。",
    warnings_notice="読み取りの注意が {n} 件あります（「文書」の項）",
    verdicts={
        "addressed": "記載あり",
        "mentioned": "言及のみ",
        "unaddressed": "未記載",
        "not_assessed": "判定できず",
    },
    section_titles={
        "addressed": "具体的な記載がある観点",
        "mentioned": "言及だけの観点",
        "unaddressed": "未記載の観点",
        "not_assessed": "判定できなかった観点",
    },
    section_explanations={
        "addressed": "具体的な文が一つ以上あり、後の文で取り下げられていません。",
        "mentioned": "必要性や意向は書かれていますが、誰が何をどう行うかを述べた文が見つかりません。",
        "unaddressed": "根拠になる文が見つからないか、否定する文だけがあります。",
        "not_assessed": "本文を調べられなかったので、記載の有無は分かりません。",
    },
    stances={"concrete": "具体的", "mention": "言及", "negative": "否定"},
    considered_stance="根拠とせず",
    withdrawn="{stance}、ただし後の文 {sentence_id} で取下げ",
    overview="観点の一覧",
    overview_explanation="観点を選ぶと、判定の根拠へ移ります。",
    legend="記号",
    question="問い",
    advice="書くとよいこと",
    evidence="根拠の文",
    mention_evidence="言及の文",
    negative_evidence="否定の文",
    considered="近いが根拠としなかった文",
    no_evidence="根拠の文はありません。",
    nothing_considered="近い文もありませんでした。",
    point_projects="この観点に触れた過去の課題",
    why="手がかり",
    example="人が同じ項目と判断した近い文",
    score="確からしさ",
    held_score="記載の確からしさ",
    score_explanation="確からしさは 0 から 1 までの値です。",
    purposes="目的との対応",
    purposes_explanation="この文書が自らの取組として支える目的と、その内訳です。",
    purpose="目的",
    pursued="対応あり",
    not_pursued="対応なし",
    state="対応",
    n_evidence="{n} 文",
    document="文書",
    file_name="ファイル",
    file_format="形式",
    encoding="文字コード",
    n_pages="ページ数",
    n_sentences="文の数",
    sha256="SHA-256",
    warnings="読み取りの注意",
    no_warnings="なし",
    provenance="この結果の由来",
    version="stitext",
    framework="枠組み",
    tagger="判定モデル",
    encoder="文の符号化モデル",
    analysis="解析",
    settings="設定の SHA-256",
    catalogue="課題の目録",
    none="なし",
    page="p.{page}",
    points_count="{n} 件",
    joiner=" ／ ",
    to_top="一覧へ戻る",
    skip_to_points="観点の一覧へ",
    limits="自動の判定です。引用は原文のままです。提出や評価の前に、人が原文で確かめてください。",
)

_EN = Messages(
    language="en",
    report_title="Consideration points",
    unaddressed_headline="{n} of {total} consideration points are unaddressed",
    mentioned_headline="No point is unaddressed; {n} of {total} are only mentioned",
    complete_headline="All {total} consideration points are addressed",
    not_assessed_headline="{n} of {total} consideration points could not be assessed",
    unaddressed_and_not_assessed_headline=(
        "{n} of {total} consideration points are unaddressed; {unknown} could not be assessed"
    ),
    empty_headline="There are no consideration points to assess",
    no_tagger="No trained tagger stands behind this framework: the verdicts rest on cues and similarity alone.",
    warnings_notice='{n} warning(s) about reading the file (see "Document")',
    verdicts={
        "addressed": "addressed",
        "mentioned": "mentioned",
        "unaddressed": "unaddressed",
        "not_assessed": "not assessed",
    },
    section_titles={
        "addressed": "Addressed points",
        "mentioned": "Points that are only mentioned",
        "unaddressed": "Unaddressed points",
        "not_assessed": "Points that could not be assessed",
    },
    section_explanations={
        "addressed": "At least one concrete sentence holds the point, and no later sentence withdraws it.",
        "mentioned": "The point is named as needed or intended; no sentence says who does what, and how.",
        "unaddressed": "No sentence holds the point, or only sentences that deny it.",
        "not_assessed": "The text could not be examined, so nothing is known about these points.",
    },
    stances={"concrete": "concrete", "mention": "mention", "negative": "negative"},
    considered_stance="not evidence",
    withdrawn="{stance}, but withdrawn by a later sentence, {sentence_id}",
    overview="All points",
    overview_explanation="Select a point to see what its verdict rests on.",
    legend="Symbols",
    question="Question",
    advice="What to write",
    evidence="Evidence",
    mention_evidence="Sentences that mention it",
    negative_evidence="Sentences that deny it",
    considered="Nearest sentences that were not taken as evidence",
    no_evidence="There is no evidence.",
    nothing_considered="No sentence came near.",
    point_projects="Past projects that dealt with this point",
    why="Cues",
    example="Nearest sentence that a person gave this label",
    score="score",
    held_score="probability that it is held",
    score_explanation="Scores range from 0 to 1.",
    purposes="Purposes",
    purposes_explanation="The purposes, and their aims, that this document pursues as its own work.",
    purpose="Purpose",
    pursued="pursued",
    not_pursued="not pursued",
    state="State",
    n_evidence="{n} sentence(s)",
    document="Document",
    file_name="File",
    file_format="Format",
    encoding="Encoding",
    n_pages="Pages",
    n_sentences="Sentences",
    sha256="SHA-256",
    warnings="Warnings",
    no_warnings="none",
    provenance="Provenance",
    version="stitext",
    framework="Framework",
    tagger="Tagger",
    encoder="Encoder",
    analysis="Analysis",
    settings="SHA-256 of the settings",
    catalogue="catalogue of projects",
    none="none",
    page="p.{page}",
    points_count="{n}",
    joiner=" / ",
    to_top="Back to all points",
    skip_to_points="Skip to all points",
    limits="These verdicts are automatic. Quotes are verbatim. Check them against the text before you rely on them.",
)

_MESSAGES: Mapping[Language, Messages] = {"ja": _JA, "en": _EN}


def messages_in(language: Language) -> Messages:
    """Return the strings of a language.

    Parameters
    ----------
    language
        ``ja`` or ``en``.

    Returns
    -------
    Messages
        The strings.
    """
    return _MESSAGES[language]

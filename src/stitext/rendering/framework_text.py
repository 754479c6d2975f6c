"""A policy document and its labels as text: its own wording first, our reading marked as ours."""

from __future__ import annotations

from collections.abc import Iterable

from stitext.framework import Framework, FrameworkSummary, Group, Label
from stitext.rendering.quotes import display_quote
from stitext.rendering.wrapping import wrap_text
from stitext.settings import Language

_KINDS = {
    "ja": {"aim": "目的の内訳", "point": "考慮すべき観点", "direction": "取組の方向性"},
    "en": {"aim": "aim of a purpose", "point": "consideration point", "direction": "direction of measures"},
}
_WORDS = {
    "ja": {
        "wording": "原文",
        "gloss": "英訳（stitext による）",
        "correction": "抽出の誤りの訂正",
        "ours": "以下は stitext の解釈です",
        "short": "短い名前",
        "definition": "意味",
        "takes": "含むもの",
        "leaves": "含まないもの",
        "advice": "未記載のときの助言",
        "cues": "手がかり",
        "purposes": "目的",
        "source": "出典",
        "publisher": "発行",
        "situation": "現状認識",
        "none": "なし",
    },
    "en": {
        "wording": "Wording",
        "gloss": "Gloss (by stitext)",
        "correction": "Correction of the extraction",
        "ours": "What follows is stitext's reading",
        "short": "Short name",
        "definition": "Meaning",
        "takes": "Takes",
        "leaves": "Leaves",
        "advice": "Advice where unaddressed",
        "cues": "Cues",
        "purposes": "Purposes",
        "source": "Source",
        "publisher": "Publisher",
        "situation": "Situation",
        "none": "none",
    },
}


def render_label_text(label: Label, framework: Framework, *, language: Language = "ja", width: int = 80) -> str:
    """Explain a label.

    Parameters
    ----------
    label
        The label.
    framework
        The framework that it belongs to.
    language
        Language of our own words; the policy document's wording is always its own.
    width
        Columns to fill, at least 40.

    Returns
    -------
    str
        Text with a line break at its end.
    """
    words, reading, english = _WORDS[language], label.interpretation, language == "en"
    short_name = reading.short_name_en if english else reading.short_name
    pairs = [(words["wording"], label.clause.text), (words["gloss"], label.clause.text_en)]
    if label.clause.correction:
        pairs.append((words["correction"], label.clause.correction))
    pairs += [(words["purposes"], _purposes(label, framework, language))]
    ours = [
        (words["definition"], reading.definition_en if english else reading.definition),
        (words["takes"], reading.takes),
        (words["leaves"], reading.leaves or words["none"]),
        (words["advice"], reading.advice_en if english else reading.advice),
    ]
    lines = [
        f"{label.id} {short_name}",
        f"{_KINDS[language][label.kind]} / {framework.id}/{framework.version}",
        "",
        *_pairs(pairs, width),
        "",
        f"[{words['ours']}]",
        *_pairs([(name, text) for name, text in ours if text], width),
        f"{words['cues']}:",
        *(f"  {cue}" for cue in reading.cues),  # one a line and uncut, to be copied: they are regular expressions
    ]
    return "\n".join(lines) + "\n"


def render_framework_text(framework: Framework, *, language: Language = "ja", width: int = 80) -> str:
    """Write a policy document out: groups and labels in its own order and wording.

    Parameters
    ----------
    framework
        The framework.
    language
        Language of the wording: the document's own, or our English gloss.
    width
        Columns to fill, at least 40.

    Returns
    -------
    str
        Text with a line break at its end.
    """
    words, english = _WORDS[language], language == "en"
    lines = [framework.title_en if english else framework.title, f"{framework.id}/{framework.version}"]
    facts = [(words["publisher"], framework.publisher), (words["source"], framework.source)]
    lines += _pairs([(name, text) for name, text in facts if text], width)
    for group in framework.groups:
        lines += ["", *wrap_text(f"■ {group.id} {_wording(group, english)}", width)]
        for label in framework.labels:
            if label.group == group.id:
                first, *rest = wrap_text(f"{label.id} {_wording(label, english)}", width - 7)
                lines += [f"  {first}", *(f"       {line}" for line in rest)]
    return "\n".join(lines) + "\n"


def render_frameworks_text(summaries: Iterable[FrameworkSummary], *, language: Language = "ja") -> str:
    """List frameworks, one a line.

    Parameters
    ----------
    summaries
        The frameworks.
    language
        Language of the titles.

    Returns
    -------
    str
        Id, version and title, separated by tabs; a line break at the end of each line.
    """
    return "".join(
        f"{summary.id}\t{summary.version}\t{summary.title_en if language == 'en' else summary.title}\n"
        for summary in summaries
    )


def _wording(entry: Group | Label, english: bool) -> str:
    return entry.clause.text_en if english else entry.clause.text


def _purposes(label: Label, framework: Framework, language: Language) -> str:
    names = {purpose.id: _wording(purpose, language == "en") for purpose in framework.purposes}
    return "、".join(f"{purpose_id} {names[purpose_id]}" for purpose_id in label.purposes) or _WORDS[language]["none"]


def _pairs(pairs: Iterable[tuple[str, str]], width: int) -> list[str]:
    lines = []
    for name, text in pairs:
        lines.append(f"{name}:")
        lines += [f"  {line}" for line in wrap_text(display_quote(text), width - 2)]
    return lines

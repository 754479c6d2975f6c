"""Headings by look: one line goes in, the numbering or mark with which it begins comes out.

It looks at single lines. Which of the lines that look like headings are headings is decided in ``lines``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_NUMBER = r"[\d一二三四五六七八九十百]{1,3}"
# A number before one of these counts something and numbers no heading.
_COUNTED = (
    r"(?!(?:年目|年度|年間|[年月日回名分秒件円千万億点種割度倍](?![一-龠々])|か月|ヶ月|カ月|時間|つ|"
    r"[かヵカ]所|[かヵカ]国|[%‰°℃]))"
)

LONGEST_HEADING = 45


class Look(NamedTuple):
    """How a line begins.

    Attributes
    ----------
    style
        Name of the numbering or mark; siblings share it.
    rank
        Where the style usually stands, 1 outermost; None for marks, which stand anywhere.
    listed
        Whether lines of this style are list items unless shown to be headings.
    """

    style: str
    rank: float | None
    listed: bool


# Source: 「公用文作成の考え方」 (文化審議会建議, 2022): items go 第1 → 1 → (1) → ア → (ア).
# 章, 節 and Roman numerals stand above them.
_LOOKS: tuple[tuple[re.Pattern[str], Look], ...] = tuple(
    (re.compile(pattern), Look(style, rank, listed))
    for pattern, style, rank, listed in (
        (rf"第\s?{_NUMBER}\s?[編部](?![^\s:.、]*[をにがはで])", "第1部", 1.0, False),
        (rf"第\s?{_NUMBER}\s?章", "第1章", 2.0, False),
        (rf"第\s?{_NUMBER}\s?節", "第1節", 3.0, False),
        (rf"第\s?{_NUMBER}(?:[\s:.、]|$)", "第1", 2.0, False),
        (r"(?i:chapter|part|section)\s+[\dIVX]+", "chapter", 2.0, False),
        (r"(?i:session)\s+(?:\d{1,2}|[A-Z])(?=[\s:.])", "session", None, True),
        (r"[Ⅰ-Ⅻ]", "Ⅰ", 3.0, False),
        (r"[IVX]{1,5}[.、]\s*(?=\S)", "Ⅰ", 3.0, False),
        (r"[一二三四五六七八九十]{1,3}[、.\s]\s*(?=\S)", "一", 3.5, False),
        (rf"\d{{1,2}}(?:[.\-]\d{{1,2}}){{3,}}\.?\s+{_COUNTED}(?=\S)", "1.1.1.1", 7.0, False),
        (rf"\d{{1,2}}(?:[.\-]\d{{1,2}}){{2}}\.?\s+{_COUNTED}(?=\S)", "1.1.1", 6.0, False),
        (rf"\d{{1,2}}[.\-]\d{{1,2}}\.?\s+{_COUNTED}(?=\S)", "1.1", 5.0, False),
        (rf"\d{{1,2}}[.、](?!\d)\s*{_COUNTED}(?=\S)", "1.", 4.0, False),
        (rf"\d{{1,2}}\s+{_COUNTED}(?=[^\s\d+\-/~→%])", "1", 4.0, False),
        (r"[A-Z][.)]\s*(?=[^\sA-Za-z])", "A.", 4.5, True),
        (r"\(\d{1,2}\)", "(1)", 8.0, True),
        (r"[⑴-⒇]", "(1)", 8.0, True),
        (r"\[\d{1,3}\]", "[1]", 8.5, True),
        (r"\d{1,2}\)\s*(?=\S)", "1)", 8.5, True),
        (r"\([一二三四五六七八九十]{1,3}\)|[㈠-㈩]", "(一)", 7.5, True),
        (r"[①-⑳]", "①", 9.0, True),
        (r"[ア-ソア-オ][.、)\s]\s*(?=\S)", "ア", 9.0, True),
        (r"\([ア-ンあ-ん]\)", "(ア)", 9.5, True),
        (r"[a-z][.)]\s*(?=\S)", "a.", 9.5, True),
        (r"\([a-z]{1,4}\)", "(a)", 9.5, True),
        (r"【[^】]{1,40}】$", "【】", None, False),
        (r"<[^<>]{1,40}>$", "＜＞", None, False),
        (r"〈[^〉]{1,40}〉$", "〈〉", None, False),
        (r"《[^》]{1,40}》$", "《》", None, False),
        (r"[■◆]", "■", None, False),
        (r"[□◇●○◎◯▼▽▲△★☆▶►❏]", "○", None, True),
    )
)
# Nearly all lines begin with none of these, and are spared the patterns above.
_MAY_LOOK = re.compile(r"[^\w\s]|[\dA-Za-zＡ-Ｚ第一二三四五六七八九十ア-ソⅠ-Ⅻ①-⒇]")
_BULLET = re.compile(r"(?:[・•‣⁃∙·※→⇒✓✔☑☐✕]|[*\-‐–—―]\s)\s*(?=\S)(?!.*[‐–—―]$)")
_WIDE_LETTER = re.compile(r"[Ａ-Ｚ][\s．.]")
_LABEL = re.compile(
    r"(?:【[^】]{1,20}】|[^\s。、,:「」()]{1,8}(?:\s+[^\s。、,:「」()]{1,4}){0,8}?(?:\([^()]{1,12}\))?\s*:)\s*(?=\S)"
)
# Words that head a section without a number.
_BARE_HEADING = re.compile(
    r"(?:はじめに|おわりに|まとめ|結び|むすび|序論|序|結論|背景|目的|概要|要旨|要約|方法|結果|考察|謝辞|参考文献|全体概要|"
    r"総評|所見|総合評価|今後の課題|今後の予定|今後の展望|abstract|introduction|background|methods|results|discussion|"
    r"conclusions?|acknowledge?ments|references|summary)$",
    re.IGNORECASE,
)
# Particles that go on a sentence after a number. Before hiragana only those that begin no noun.
_REFERS_BACK = re.compile(
    r"[にのをがはとでもへ](?=[一-龠ァ-ヶ、,，「（(\d])|のとおり|のうち|のよう|により|による|において|における|について|に[しお]|"
    r"とする|として|とともに|とおり|である|であり|では|には|とは|および|及び|又は|または|並びに|から(?=[一-龠ァ-ヶ\d①-⑳(（、])|"
    r"まで(?=[一-龠ァ-ヶ、にの])|より(?=[一-龠ァ-ヶ])|や(?=[\d①-⑳(（])"
)
_SENTENCE_END = re.compile(r"[。、,;]$|[。！？!?].|[^\d\s][.]$")


def look_at(line: str) -> Look | None:
    """Tell with which numbering or mark a line begins.

    Parameters
    ----------
    line
        A line without blanks at its ends, spaced-out words closed up, not otherwise normalized.

    Returns
    -------
    Look or None
        Its look; None for a line that begins with neither number nor mark.

    Examples
    --------
    >>> look_at("３．１　流出モデル").style
    '1.1'
    """
    if _MAY_LOOK.match(line) is None:
        return None
    if _WIDE_LETTER.match(line):
        return Look("Ａ", 4.5, True)
    narrow = line[:100].translate(_FULL_WIDTH)
    for pattern, look in _LOOKS:
        match = pattern.match(narrow)
        if match:
            return None if look.rank is not None and refers_back(narrow, match.end()) else look
    if _BULLET.match(narrow):
        return Look("・", 10.0, True)
    return None


def refers_back(text: str, start: int) -> bool:
    """Tell whether a sentence goes on after a number, as in 「１．に記した」, so that the number numbers nothing.

    Parameters
    ----------
    text
        A line.
    start
        Where the number with its mark ends, in code points.

    Returns
    -------
    bool
        True before a particle.

    Examples
    --------
    >>> refers_back("１．に記した学生", 2), refers_back("１．はじめに", 2)
    (True, False)
    """
    return _REFERS_BACK.match(text, start) is not None


def is_bullet(look: Look | None) -> bool:
    """Tell whether a look is that of a bullet, which never heads a section."""
    return look is not None and look.style == "・"


def is_label(line: str) -> bool:
    """Tell whether a line is a form field such as 「課題名　：…」 or 「【期間】…」.

    Parameters
    ----------
    line
        A line without blanks at its ends.

    Returns
    -------
    bool
        True for a short name, a colon and a value.
    """
    return _LABEL.match(line[:80].translate(_FULL_WIDTH)) is not None


def is_bare_heading(line: str) -> bool:
    """Tell whether a line is a word that heads sections without a number, such as 「はじめに」."""
    return _BARE_HEADING.match(line[:40].translate(_FULL_WIDTH).strip("：: ")) is not None


def can_head(line: str) -> bool:
    """Tell whether a line is short enough for a heading and carries no end of a sentence.

    Parameters
    ----------
    line
        A line without blanks at its ends.

    Returns
    -------
    bool
        True if it may be a heading.
    """
    return 0 < len(line) <= LONGEST_HEADING and _SENTENCE_END.search(line.translate(_FULL_WIDTH)) is None

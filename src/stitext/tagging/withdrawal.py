"""Which promises of a document a later sentence takes back.

A later sentence withdraws an earlier one where it says so (取りやめる, 行わないこととした) and is about the same thing:
it has the same label in the negative, or names the section of the promise (「7に書いた…」) and shares words with it, or
shares most of its words. That a thing fell short or is weak (不十分, 課題が残った) takes nothing back.

Source: codebook, "no later sentence withdraws that".
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from stitext.records import AnalyzedDocument, Tokens

_WITHDRAWAL = re.compile(
    r"取りやめ|とりやめ|取り止め|取止め|見送|中止|撤回|断念|廃止|打ち切|取り下げ|取下げ|白紙|凍結|削除した|外した|除外した|"
    r"ないこと(?:と(?:した|する|なった)|に(?:した|する|なった|改め|変更))|予定はなくな|できなくなった|は行わ(?:ない|ず)|"
    r"は行いません|は実施し(?:ない|ません)"
)
_REFERENCE = re.compile(
    r"(?:第?(?P<number>\d+)(?:章|節|項|番)?\s*(?:に|で|の|において|にて)|前述|上述|先に|当初)[^。]{0,12}?"
    r"(?:述べ|書い|記し|示し|掲げ|記載|計画|予定|件)"
)
_SECTION_NUMBER = re.compile(r"^\D{0,3}?(\d+)")
_CONTENT = ("名詞", "動詞", "形状詞", "接尾辞")
# Words that any two sentences of a proposal share.
_EVERYDAY = frozenset(
    {"為る", "居る", "有る", "成る", "行う", "事", "物", "因る", "於く", "研究", "実施", "本", "年", "名", "者", "的"}
    | {
        "件",
        "述べる",
        "書く",
        "記す",
        "予定",
        "計画",
        "当初",
        "取り止める",
        "中止",
        "見送る",
        "課題",
        "方",
        "為",
        "等",
        "回",
    }
)
_MIN_SHARED = 3
_MIN_SHARED_WITH_REFERENCE = 2
_MIN_SHARE = 0.4


class Promise(NamedTuple):
    """A label that a sentence holds as concrete or mention, by row and column."""

    row: int
    column: int


def find_withdrawn(
    analyzed: AnalyzedDocument, promises: Collection[Promise], negatives: Collection[Promise]
) -> dict[Promise, int]:
    """Find the promises that a later sentence takes back.

    Parameters
    ----------
    analyzed
        The document.
    promises
        Labels held as concrete or mention.
    negatives
        Labels held as negative.

    Returns
    -------
    dict
        For each promise that was withdrawn, the row of the sentence that withdraws it.
    """
    document = analyzed.document
    texts = [document.normalized_quote(sentence) for sentence in document.sentences]
    rows = [
        row
        for row, sentence in enumerate(document.sentences)
        if sentence.kind != "heading" and _WITHDRAWAL.search(texts[row])
    ]
    found: dict[Promise, int] = {}
    for row in rows:
        earlier = [promise for promise in promises if promise.row < row and promise.row not in rows]
        denied = {negative.column for negative in negatives if negative.row == row}
        found |= {promise: row for promise in earlier if promise.column in denied}
        linked = _linked_rows(analyzed, row, texts[row], {promise.row for promise in earlier})
        found |= {promise: row for promise in earlier if promise.row in linked}
    return found


def _linked_rows(analyzed: AnalyzedDocument, row: int, text: str, earlier: Collection[int]) -> set[int]:
    """Return the earlier rows that are about what the sentence at ``row`` withdraws."""
    words = _words(analyzed.sentences[row].tokens)
    reference = _REFERENCE.search(text)
    number = reference["number"] if reference else None
    shared: dict[int, int] = {}
    for other in earlier:
        section = _SECTION_NUMBER.match(analyzed.document.sentences[other].section or "")
        named = number is not None and section is not None and section[1] == number
        if number is not None and not named:
            continue
        other_words = _words(analyzed.sentences[other].tokens)
        n_shared = len(words & other_words)
        least = 1 if named else _MIN_SHARED_WITH_REFERENCE if reference else _MIN_SHARED
        if n_shared >= least and (named or n_shared >= _MIN_SHARE * min(len(words), len(other_words))):
            shared[other] = n_shared
    most = max(shared.values(), default=0)
    return {other for other, n_shared in shared.items() if n_shared == most}


def _words(tokens: Tokens) -> set[str]:
    return {
        lemma
        for lemma, pos in zip(tokens.lemmas, tokens.pos, strict=True)
        if pos.split("-", 1)[0] in _CONTENT and pos != "名詞-数詞" and lemma not in _EVERYDAY
    }

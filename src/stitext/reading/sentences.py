"""Sentences: one block's normalized text goes in, the offsets of its sentences come out.

Every character that is not blank belongs to exactly one sentence. It knows Japanese and English stops; what a block
is, and where it stood in the source, it does not know.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from stitext.reading.headings import refers_back

LONGEST_SENTENCE = 2000

_STOP = re.compile(r"[。!?.]+")
_CLOSERS = "」』)）]】〕〉》”’"
_PAIRS = {"」": "「", "』": "『", "）": "（", ")": "(", "】": "【", "〕": "〔", "]": "["}
_BRACKET = re.compile(r"[「」『』（）()【】〔〕\[\]]")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff々〆〇]")
_MARKER = re.compile(
    r"\s*(?:第?[\d一二三四五六七八九十]{1,3}(?:[.\-]\d{1,2}){0,3}[.、)]?|\(?[A-Za-z]\)?[.)]|\([^()]{1,3}\)|[ア-ンあ-ん][.)]|[IVX]{1,4}\.)(?=\s|[^\d.%])"
)
# What an English full stop after one of these does not end.
# Source: Chicago Manual of Style, 17th edition, chapter 10 (titles, references, Latin abbreviations, months).
_ABBREVIATION = re.compile(
    r"(?:^|[^A-Za-z])(?:[A-Za-z]|(?:[A-Za-z]\.)+[A-Za-z]|al|vs|cf|viz|ca|approx|dept|est|eds?|figs?|eqs?|refs?|secs?|sect|chs?|chap|"
    r"am|chem|soc|phys|rev|lett|sci|nat|int|proc|acad|biol|med|eng|res|commun|appl|mater|environ|trans|vols?|pp?|inc|ltd|co|corp|univ|dr|mr|mrs|ms|prof|st|jr|sr|ph\.d|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:^|[^A-Za-z])(?:nos?|arts?|tabs?|ver|para)$", re.IGNORECASE)
_NUMBER = re.compile(r"\s*\d")
# Abbreviations that may end a sentence as well, and words that as a rule begin one.
_MAY_END = re.compile(r"(?:(?:[A-Za-z]\.)+[A-Za-z]|\b(?:inc|ltd|co|corp|jr|sr|ph\.d))$", re.IGNORECASE)
_OPENING = re.compile(
    r"\s*(?:The|This|That|These|Those|We|Our|They|He|She|It|Its|In|At|On|For|A|An|However|Moreover|Therefore)\s"
)
_NOTE_MARK = re.compile(r"(?:[※*]\d{1,3}|\[\d{1,3}\])+(?!\d)")
# A quotation that its sentence goes on after: it ends with a comma, or a Japanese particle follows it.
_LATIN_QUOTATION = re.compile(r"""["“](?=\S)[^"“”]{1,400}?(?:,["”]|["”](?=\s?[とのがをはにで]))""")
# What goes on a sentence after a quotation.
_GOES_ON = re.compile(r"\s*(?:[とのがをはにでもやへ、,。.)）」』「『]|など|という|って|ほか|から|まで|より|か[。?])")
# The ends of clauses, before the comma after them.
# Source: 益岡隆志「複文」 (くろしお出版, 1997): て forms, 連用形, conditional and causal clauses.
_CLAUSE_END = re.compile(r"(?:[てでがしりきみばとらい]|ため|ので|から|もの|ほか|一方|上|際|後|場合)[、,]")
_COMMA = re.compile(r"[、;]|,(?=\s)")
_WORD = re.compile(r"[A-Za-z0-9]")
_QUOTING = "とのがを"  # particles after a quoted question or call: 「なぜか？と問う」
_TAGGED_NUMBER = re.compile(r"(?:図|表|式|第|章|節|項|注|No|Fig|Table)\s?\d+$")


def split_sentences(text: str, *, dot_stops: bool = False) -> list[tuple[int, int]]:
    """Split a block into sentences.

    Parameters
    ----------
    text
        A block's normalized text.
    dot_stops
        Whether the source ends its sentences by 「．」, so that a dot after a numeral or a unit may end one.

    Returns
    -------
    list of tuple
        Start and end of each sentence, blanks at the ends left out.

    Examples
    --------
    >>> split_sentences("派遣した。帰国後も続く。")
    [(0, 5), (5, 12)]
    """
    inside = _inside_brackets(text)
    marker = _MARKER.match(text)
    first = marker.end() if marker else 0
    cuts: list[int] = []
    start = 0
    for match in _STOP.finditer(text, first):
        end = _after_closers(text, start, match.end(), inside)
        if match.start() < len(inside) and inside[match.start()]:
            if not _closes_whole(text, start, match.end(), inside):
                continue
            end = match.end() + 1
        elif not _is_stop(text, match, end, dot_stops=dot_stops):
            continue
        cuts.append(end)
        start = end
    return [span for start, end in _spans(cuts, len(text)) for span in _shorten(text, start, end, inside)]


def _spans(cuts: list[int], length: int) -> list[tuple[int, int]]:
    edges = [0, *cuts, length]
    return [(start, end) for start, end in pairwise(edges) if start < end]


def _inside_brackets(text: str) -> bytearray:
    """Mark the characters that stand inside a bracket that closes."""
    inside = bytearray(len(text) + 1)
    opened: list[tuple[str, int]] = []
    waiting = dict.fromkeys(_PAIRS.values(), 0)
    outermost: list[tuple[int, int]] = []
    for match in _BRACKET.finditer(text):
        bracket = match.group()
        if bracket in waiting:
            opened.append((bracket, match.start()))
            waiting[bracket] += 1
            continue
        opener = _PAIRS[bracket]
        if not waiting[opener]:
            continue
        found = ""
        while found != opener:
            found, start = opened.pop()
            waiting[found] -= 1
        while outermost and outermost[-1][0] > start:
            outermost.pop()
        outermost.append((start, match.start()))
    outermost.extend((match.start(), match.end() - 1) for match in _LATIN_QUOTATION.finditer(text))
    for start, end in outermost:
        inside[start + 1 : end] = b"\1" * (end - start - 1)
    return inside


def _after_closers(text: str, start: int, end: int, inside: bytearray) -> int:
    """Return the offset after the closing brackets, quotation marks and note marks that follow a stop."""
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    while end < len(text) and not inside[end - 1]:
        closes_quote = text[end] == '"' and text.count('"', start, end) % 2 == 1
        if text[end] not in _CLOSERS and not closes_quote:
            break
        end += 1
    note = _NOTE_MARK.match(text, end)
    return note.end() if note else end


def _closes_whole(text: str, start: int, stop: int, inside: bytearray) -> bool:
    """Tell whether a stop ends a remark in brackets, or a quotation, that is a sentence of its own.

    「…した。（…による。）」 has a remark, 「「…します。」代表者は…」 a quotation; one that the sentence goes on after,
    as in 「「…します。」と述べた。」, is part of it.
    """
    if stop >= len(text) or text[stop] not in ")）」』" or inside[stop]:
        return False
    while start < stop and text[start].isspace():
        start += 1
    if inside.find(0, start + 1) != stop:  # what closes here was not opened at the start
        return False
    if text[start] in "(（":
        return start > 0 and (stop + 1 >= len(text) or text[stop + 1] not in _QUOTING)
    return text[start] in "「『" and _GOES_ON.match(text, stop + 1) is None


def _is_stop(text: str, match: re.Match[str], end: int, *, dot_stops: bool) -> bool:
    stop = match.group()
    if "。" in stop:
        return end >= len(text) or text[end - 1] not in _CLOSERS or text[end] not in _QUOTING
    before = text[match.start() - 1] if match.start() else ""
    after = text[end] if end < len(text) else ""
    if "." in stop and len(stop) > 1 and stop.strip(".") == "":
        return not after
    if "." in stop:
        return _is_dot_stop(text, match.start(), end, dot_stops=dot_stops)
    if not after or after.isspace():
        return True
    return _CJK.match(after) is not None and after not in _QUOTING and not (before.isascii() and before.isalpha())


def _is_dot_stop(text: str, dot: int, end: int, *, dot_stops: bool) -> bool:
    if dot == 0:
        return False
    before, after = text[dot - 1], text[end : end + 2]
    if "ぁ" <= before <= "ん":
        return not after or after[0] not in _QUOTING
    if _CJK.match(before) or before in "」』】〕":
        return not after or after[0].isspace() or _CJK.match(after) is not None or after[0] in "「『(（"
    if not after:
        return True
    if after[0].isspace():
        return _is_english_stop(text, dot, end)
    is_word = _CJK.match(after) is not None and not (before.isdigit() and refers_back(text, end))
    return dot_stops and is_word and _TAGGED_NUMBER.search(text, max(0, dot - 12), dot) is None


def _is_english_stop(text: str, dot: int, end: int) -> bool:
    after = text[end : end + 3].lstrip()[:1]
    if not after:
        return True
    opens = after.isupper() or after in "“‘\"'(（「『[" or _CJK.match(after) is not None
    if _NUMBERED.search(text, max(0, dot - 5), dot) is not None and _NUMBER.match(text, end) is not None:
        return False
    if not opens or _ABBREVIATION.search(text, max(0, dot - 12), dot) is None:
        return opens
    return _MAY_END.search(text, max(0, dot - 12), dot) is not None and _OPENING.match(text, end) is not None


def _shorten(text: str, start: int, end: int, inside: bytearray) -> list[tuple[int, int]]:
    """Trim a sentence, and cut one that is too long for the parser where it can best be cut."""
    spans: list[tuple[int, int]] = []
    while start < end:
        cut = end
        if end - start > LONGEST_SENTENCE:
            cut = _last_cut(text, start, start + LONGEST_SENTENCE, inside)
        left, right = start, cut
        while left < right and text[left].isspace():
            left += 1
        while right > left and text[right - 1].isspace():
            right -= 1
        if left < right:
            spans.append((left, right))
        start = cut
    return spans


def _last_cut(text: str, start: int, limit: int, inside: bytearray) -> int:
    """Return where to cut: after a clause, else a comma, else a blank, best outside brackets, and never in a word."""
    half = start + LONGEST_SENTENCE // 2
    clauses = [match.end() for match in _CLAUSE_END.finditer(text, half, limit)]
    commas = [match.end() for match in _COMMA.finditer(text, half, limit)]
    for cuts in (clauses, commas):
        outside = [cut for cut in cuts if not inside[cut - 1]]
        if outside:
            return outside[-1]
    if commas:
        return commas[-1]
    blank = text.rfind(" ", half, limit)
    if blank >= 0:
        return blank + 1
    while (
        limit > half
        and _WORD.match(text, limit - 1)
        and (_WORD.match(text, limit) or unicodedata.combining(text[limit]))
    ):
        limit -= 1
    return limit if limit > half else start + LONGEST_SENTENCE

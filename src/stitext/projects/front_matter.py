"""Front matter of reports: the first sentences of a document go in, the facts that they name come out.

A fact is named by a label (``課題名：…``, ``相手国　…``, a cell beside its value, a heading above it). Letters of
labels may be spaced out, and two labels may stand in one line.

Of the 52 drafts and examples of this project, from which the labels were taken, the title is right in 48 and the
countries in 50; they name the rest in running text alone, or not at all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from stitext.records import Document

_N_SENTENCES = 60
_N_HEAD = 12
_LONGEST_VALUE = 200
_LEAST_TITLE = 8
_SPACED_SHARE = 0.7

# Source: forms and reports of Japanese funding programmes.
_LABELS: dict[str, tuple[str, ...]] = {
    "title": (
        "国際共同研究課題名",
        "研究開発課題名",
        "研究課題名",
        "研究課題",
        "研究題目",
        "研究テーマ",
        "プロジェクト名",
        "課題名",
        "案件名",
        "題目",
        "課題",
        "題名",
        "拠点の名称",
        "拠点名",
        "テーマ",
        "件名",
        "題",
        "Title",
    ),
    "countries": (
        "協力相手国名",
        "相手国・地域名",
        "相手国・機関",
        "相手国及び機関",
        "相手国機関",
        "相手国名",
        "相手国側",
        "相手国",
        "対象国",
        "実施国",
        "相手側",
        "相手",
        "Partner country",
    ),
    "period": ("研究実施期間", "研究期間", "実施期間", "協力期間", "事業期間", "交流期間", "期間", "Period"),
    "programme": ("事業名", "制度名", "プログラム名", "事業の名称"),
    "field": ("研究分野", "分野"),
    "home": (
        "日本側研究代表機関",
        "日本側代表機関",
        "日本側研究機関",
        "日本側代表者",
        "日本側代表",
        "日本側機関",
        "日本側",
        "研究代表機関",
        "代表機関",
        "研究代表者",
        "代表者",
        "担当",
    ),
    "partner": (
        "相手側研究機関",
        "相手側代表者",
        "相手側代表",
        "相手側機関",
        "相手国代表者",
        "相手国研究機関",
        "相手機関",
        "相手側",
        "先方",
    ),
    "other": (
        "研究費",
        "交付総額",
        "申請額",
        "直接経費",
        "予算",
        "連絡先",
        "課題番号",
        "所属",
        "氏名",
        "総事業費",
        "協力金額",
    ),
}
_SPACED = {name: "|".join(r"\s*".join(map(re.escape, label)) for label in labels) for name, labels in _LABELS.items()}
_ANY = "|".join(_SPACED.values())
_LEAD = r"^\s*(?:[(（【\[〔■□○●・*]|\d{1,2}(?:[-.]\d{1,2})?[.)、]?\s*|[IVX]+[.)]?\s+|第\d+\s*){0,3}"
_SEPARATOR = r"\s*[】\]〕)]\s*[:|｜\t]?|\s*[:|｜\t]|\s|(?=「)"
_FIELDS = {
    name: re.compile(rf"{_LEAD}(?:{labels})(?:{_SEPARATOR})\s*(?P<value>\S.*)$", re.DOTALL)
    for name, labels in _SPACED.items()
}
_ALONE = {name: re.compile(rf"{_LEAD}(?:{labels})\s*[】\]〕)]?\s*:?\s*$") for name, labels in _SPACED.items()}
_NEXT_LABEL = re.compile(rf"(?:\s+|[|｜\t]\s*)[【\[]?(?:{_ANY})\s*[】\]]?\s*(?:[:|｜\t]|\s)")
_REPORT = re.compile(
    r"\s*[(（]?(?:研究|事業|共同研究|プロジェクト)?(?:最終|終了|完了|実施|成果|年次|事後評価|総括|中間)(?:成果)?"
    r"(?:報告書?|評価)?[)）]?(?:[(（][^()（）]*[)）])?\s*$"
)
_BOILERPLATE = re.compile(
    r"^[(（]?(?:別紙)?(?:様\s?式|第\d+号様式|受付番号|公開用|取扱)"
    r"|^(?:国際)?(?:二国間)?(?:共同|連携)?(?:研究|実証)?(?:事業)?\s*(?:研究)?(?:提案書?|(?:実施)?計画書|申請書|構想書)?(?:\(.*)?$"
    r"|^構想メモ|^[^\s:|]{2,10}\s*[:|]|^(?:申請|応募|提案)(?:大学|機関|者)\s"
    r"|^(?:令和|平成|昭和|(?:19|20)\d\d)[^。]{0,14}[年月日](?:\s|$)"
)
_INSTITUTION = re.compile(
    r"[^\s、,（）()]{2,40}?(?:大学院大学|大学校|大学|研究所|研究機構|研究院|機構|研究センター|センター|高等専門学校|博物館"
    r"|株式会社|病院|公社|試験場|学院|工学局|University|Institute|Center|Centre)"
)


class FrontMatter(NamedTuple):
    """What a document says of itself, verbatim but normalized; empty where it says nothing.

    ``title_is_labelled`` is false where the title was taken from the first heading; ``head`` is the first dozen lines.
    """

    title: str
    title_is_labelled: bool
    values: dict[str, str]
    head: str


def read_front_matter(document: Document) -> FrontMatter:
    """Read what a document says of itself.

    Parameters
    ----------
    document
        The document; its first 60 sentences are looked at.

    Returns
    -------
    FrontMatter
        Title, and the other values by name: ``countries``, ``period``, ``programme``, ``field``, ``home``, ``partner``.
    """
    lines = [line for sentence in document.sentences[:_N_SENTENCES] for line in _lines(document.quote(sentence))]
    values: dict[str, str] = {}
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        for part in _parts(line):
            for name in _FIELDS:
                value = _value(name, part, following)
                if value:
                    values.setdefault(name, value)
    title = values.pop("title", "")
    return FrontMatter(_unspaced(title or _first_heading(lines)), bool(title), values, " ".join(lines[:_N_HEAD]))


def institutions_in(value: str) -> tuple[str, ...]:
    """Find the institutions that a value names, without the people and their posts.

    Parameters
    ----------
    value
        ``因幡工業大学 環境エネルギー学科 教授 …``.

    Returns
    -------
    tuple of str
        The names, each once, in the order of the value.
    """
    plain = re.sub(r"(?:^|[\s、,])[^\s、,]{1,12}(?:共和国|王国|連邦)(?=\s)", " ", unicodedata.normalize("NFKC", value))
    firsts = (_INSTITUTION.search(part) for part in re.split(r"[、,;・]|及び|および|並びに", plain))
    return tuple(dict.fromkeys(match.group() for match in firsts if match))


def _lines(quote: str) -> list[str]:
    """Join the lines that a sentence goes over, but for those that begin with a label."""
    found: list[str] = []
    for line in unicodedata.normalize("NFKC", quote).replace("**", "").split("\n"):
        if not found or any(pattern.match(line) for pattern in _FIELDS.values()):
            found.append(line)
        else:
            found[-1] += line.lstrip()
    return found


def _unspaced(title: str) -> str:
    """Take the blanks out of a title that is set with a blank after every letter."""
    letters = title.split(" ")
    if sum(len(letter) == 1 for letter in letters) < _SPACED_SHARE * len(letters):
        return title
    return re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", title)


def _parts(line: str) -> list[str]:
    """Cut a line before every label but the first."""
    cuts = [match.start() for match in _NEXT_LABEL.finditer(line) if match.start() > 0]
    return [line[start:end] for start, end in zip([0, *cuts], [*cuts, len(line)], strict=True)]


def _value(name: str, part: str, following: str) -> str:
    match = _FIELDS[name].match(part)
    value = match["value"] if match else following if _ALONE[name].match(part) else ""
    value = " ".join(value.split()).strip(" |｜").replace("~", "〜")
    if value.startswith("「") and value.endswith("」"):
        value = value[1:-1]
    is_value = len(value) <= _LONGEST_VALUE and any(character.isalnum() for character in value)
    return value if is_value and not (match is None and value.endswith("。")) else ""


def _first_heading(lines: Sequence[str]) -> str:
    """Return the first line that could be a title, without the words for a report at its end."""
    for line in lines[:8]:
        if line.endswith("。") or _BOILERPLATE.match(line) or any(field.match(line) for field in _FIELDS.values()):
            continue
        title = _REPORT.sub("", line).strip()
        if _LEAST_TITLE <= len(title) <= _LONGEST_VALUE and sum(letter.isalpha() for letter in title) >= _LEAST_TITLE:
            return title
    return ""

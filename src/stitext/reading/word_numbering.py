"""Numbers of Word: the numbering part goes in, the number that Word shows before each paragraph comes out.

Word keeps no number in the text; it counts while it shows the document. The paragraphs have to be asked for in the
order of the document.
"""

from __future__ import annotations

from typing import NamedTuple

from docx.oxml.xmlchemy import BaseOxmlElement

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_N_LEVELS = 9
_LARGEST = 100_000  # a start value beyond this is no numbering of a text

_KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_HALF_KANA = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
_HALF_IROHA = "ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_CIRCLED = "".join(map(chr, (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0))))
_IN_BRACKETS = "".join(map(chr, range(0x2474, 0x2488)))
_WITH_STOP = "".join(map(chr, range(0x2488, 0x249C)))
_DIGITS = "〇一二三四五六七八九"
_LEGAL_DIGITS = "零壱弐参四伍六七八九"
_FULL_WIDTH = {ord("0") + digit: ord("０") + digit for digit in range(10)}

# Source: ECMA-376 part 1, 17.18.59 (ST_NumberFormat); a format that is not here is shown as decimal.
_SERIES = {
    "aiueo": _HALF_KANA,
    "aiueoFullWidth": _KANA,
    "iroha": _HALF_IROHA,
    "irohaFullWidth": _IROHA,
    "ideographTraditional": _STEMS,
    "ideographZodiac": _BRANCHES,
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": _IN_BRACKETS,
    "decimalEnclosedFullstop": _WITH_STOP,
}
_COUNTED = frozenset({"japaneseCounting", "chineseCounting", "chineseCountingThousand", "taiwaneseCounting"})
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


class _Level(NamedTuple):
    """One level of a list: how its number is made and when it begins anew."""

    start: int
    style: str
    text: str
    restart: int | None
    legal: bool
    tight: bool


class Shown(NamedTuple):
    """What Word shows before a paragraph: the number's text with the blank after it, or a bullet, of which no text."""

    text: str
    is_bullet: bool


class Numbering:
    """Counts as Word does.

    Parameters
    ----------
    element
        Root of the numbering part; None for a document without one.
    """

    def __init__(self, element: BaseOxmlElement | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract_of: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._by_style: dict[str, dict[str, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._met: set[str] = set()
        if element is not None:
            self._read(element)

    def level_of_style(self, num_id: str, style_id: str) -> int:
        """Return the level that a list gives to paragraphs of a style.

        Parameters
        ----------
        num_id
            The list.
        style_id
            The style.

        Returns
        -------
        int
            From 0, which it is too where the list names no style.
        """
        return self._by_style.get(self._abstract_of.get(num_id, ""), {}).get(style_id, 0)

    def shown(self, num_id: str, level: int) -> Shown | None:
        """Count one paragraph on and return what stands before it.

        Parameters
        ----------
        num_id
            The list that the paragraph belongs to.
        level
            Its level, from 0.

        Returns
        -------
        Shown or None
            The number or bullet; None where the list does not exist.
        """
        abstract = self._abstract_of.get(num_id)
        levels = self._levels.get(abstract or "", {})
        if abstract is None or level not in levels:
            return None
        counts = self._counts.setdefault(abstract, [None] * _N_LEVELS)
        if num_id not in self._met:
            self._met.add(num_id)
            for changed, start in self._starts.get(num_id, {}).items():
                counts[changed] = start - 1
        before = counts[level]
        counts[level] = levels[level].start if before is None else before + 1
        for deeper in range(level + 1, _N_LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart and level < restart):
                counts[deeper] = None
        if levels[level].style == "bullet":
            return Shown("", is_bullet=True)
        text = self._text(levels, counts, level)
        return Shown(text if not text or levels[level].tight else f"{text} ", is_bullet=False)

    def _text(self, levels: dict[int, _Level], counts: list[int | None], level: int) -> str:
        text = levels[level].text
        for shown in range(_N_LEVELS):
            mark = f"%{shown + 1}"
            if mark in text and shown in levels:
                count = counts[shown]
                style = "decimal" if levels[level].legal else levels[shown].style
                text = text.replace(mark, format_number(levels[shown].start if count is None else count, style))
        return text

    def _read(self, element: BaseOxmlElement) -> None:
        for abstract in element.findall(f"{_W}abstractNum"):
            key = abstract.get(f"{_W}abstractNumId", "")
            self._levels[key] = dict(map(_level, abstract.findall(f"{_W}lvl")))
            self._by_style[key] = {
                style: int(level.get(f"{_W}ilvl", "0"))
                for level in abstract.findall(f"{_W}lvl")
                if (style := _value(level, "pStyle")) is not None
            }
        for number in element.findall(f"{_W}num"):
            num_id = number.get(f"{_W}numId", "")
            abstract_id = _value(number, "abstractNumId") or ""
            changes = number.findall(f"{_W}lvlOverride")
            own = [level for change in changes for level in change.findall(f"{_W}lvl")]
            if own:
                # A list with levels of its own counts by itself.
                self._levels[f"{abstract_id}/{num_id}"] = {
                    **self._levels.get(abstract_id, {}),
                    **dict(map(_level, own)),
                }
                abstract_id = f"{abstract_id}/{num_id}"
            self._abstract_of[num_id] = abstract_id
            self._starts[num_id] = {
                _level_number(change): _number(start, 1)
                for change in changes
                if (start := _value(change, "startOverride")) is not None
            }


def format_number(number: int, style: str) -> str:
    """Write a number as Word's number format has it.

    Parameters
    ----------
    number
        A number, from 0.
    style
        Name of the format, such as ``decimalEnclosedCircle``.

    Returns
    -------
    str
        Its text.

    Examples
    --------
    >>> format_number(12, "japaneseCounting"), format_number(3, "aiueoFullWidth")
    ('十二', 'ウ')
    """
    if style in _SERIES:
        series = _SERIES[style]
        return series[number - 1] if 0 < number <= len(series) else str(number)
    if style in _COUNTED:
        return _count_in_kanji(number)
    match style:
        case "none" | "bullet":
            return ""
        case "decimalZero":
            return f"{number:02d}"
        case "decimalFullWidth" | "decimalFullWidth2":
            return str(number).translate(_FULL_WIDTH)
        case "ideographDigital" | "japaneseDigitalTenThousand":
            return "".join(_DIGITS[int(digit)] for digit in str(number))
        case "japaneseLegal":
            return "".join(_LEGAL_DIGITS[int(digit)] for digit in str(number)) if number < 10 else str(number)
        case "upperRoman" | "lowerRoman":
            return _roman(number) if style == "upperRoman" else _roman(number).lower()
        case "upperLetter" | "lowerLetter":
            letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number < 1000 else str(number)
            return letter if style == "upperLetter" else letter.lower()
    return str(number)


def _count_in_kanji(number: int) -> str:
    if not 0 < number < 1000:
        return str(number) if number else "〇"
    text = ""
    for unit, sign in ((100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("" if digit == 1 and sign else _DIGITS[digit]) + sign
    return text


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, letters in _ROMAN:
        text += letters * (number // value)
        number %= value
    return text


def _level(element: BaseOxmlElement) -> tuple[int, _Level]:
    restart = _value(element, "lvlRestart")
    legal = element.find(f"{_W}isLgl")
    return _level_number(element), _Level(
        start=_number(_value(element, "start"), 1),
        style=_value(element, "numFmt") or "decimal",
        text=_value(element, "lvlText") or "",
        restart=None if restart is None else _number(restart, 0),
        legal=legal is not None and legal.get(f"{_W}val", "1") not in ("0", "false"),
        tight=_value(element, "suff") == "nothing",
    )


def _level_number(element: BaseOxmlElement) -> int:
    return min(_number(element.get(f"{_W}ilvl"), 0), _N_LEVELS - 1)


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isdecimal() and len(text) < 7 and int(text) < _LARGEST else otherwise


def _value(element: BaseOxmlElement, name: str) -> str | None:
    found = element.find(f"{_W}{name}")
    return None if found is None else found.get(f"{_W}val")

"""Words of RTF: its bytes go in; control words and decoded text come out, what is no text of the document left away."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)
_CODE_PAGE = re.compile(r"\\ansicpg(\d{1,5})")
_MOST_GROUPS = 2_000  # deeper ones are read as if they were no deeper
# Source: Rich Text Format Specification 1.9.1, the destinations that hold no text of the document.
_PASSED_OVER = frozenset(
    {
        *("fonttbl", "colortbl", "stylesheet", "info", "pict", "objdata", "objclass", "fldinst", "listtable"),
        *("listoverridetable", "rsidtbl", "generator", "themedata", "colorschememapping", "datastore", "latentstyles"),
        *("xmlnstbl", "nonshppict", "bkmkstart", "bkmkend", "filetbl", "revtbl", "ftnsep", "ftnsepc", "aftnsep"),
        *("atnid", "atnauthor", "atndate", "atnref", "atntime", "formfield", "mmathPr", "pgptbl", "listpicture"),
        *("sp", "sn", "sv", "pnseclvl", "userprops", "operator", "author", "title", "subject", "upr"),
    }
)
_STARRED = frozenset({"annotation", "shpinst", "nesttableprops", "ud", "pntext", "footnote", "shptxt"})
_SIGNS = {
    "tab": "\t",
    "line": "\n",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "emspace": " ",
    "enspace": " ",
}
_CHARSETS = {128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 204: "cp1251"}
_HIDDEN = frozenset({"v", "deleted"})


class Control(NamedTuple):
    """A control word with its number, 1 where it has none."""

    name: str
    number: int


class Text(NamedTuple):
    """A stretch of text: the destinations that it stands in, and whether it is the first since a paragraph ended."""

    text: str
    bold: bool
    inside: frozenset[str]
    begins: bool


Words = Iterator[Control | Text]


class _Group:
    """What holds up to the end of a group."""

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        self.bold = False
        self.hidden = False
        self.passed_over = False
        self.n_skipped = 1  # characters after each \u that stand in for it
        self.inside: frozenset[str] = frozenset()

    def copy(self) -> _Group:
        group = _Group(self.encoding)
        group.__dict__.update(self.__dict__)
        return group


def read_words(data: bytes) -> Words:
    """Read the control words and the text of an RTF file.

    Parameters
    ----------
    data
        The file's bytes.

    Returns
    -------
    Words
        Control words of paragraphs and tables, and text as far as it is the document's.
    """
    source = data.decode("latin-1")
    page = _CODE_PAGE.search(source[:4_096])
    return _Lexer(source, _known(f"cp{page.group(1)}") if page else "cp932").words()


class _Lexer:
    """Goes through the source; bytes wait until all that make a character together are there."""

    def __init__(self, source: str, encoding: str) -> None:
        self.source = source
        self.encoding = encoding
        self.fonts = _fonts(source, encoding)
        self.levels = _outline_levels(source)
        self.groups = [_Group(encoding)]
        self.waiting: list[str] = []  # bytes, as Latin-1
        self.units: list[str] = []  # UTF-16, as halves of characters may come one by one
        self.n_to_skip = 0
        self.begins = True
        self.starred = False
        self.n_too_deep = 0

    def words(self) -> Words:
        for token in _TOKEN.finditer(self.source):
            name, number, byte, sign, brace, text = token.groups()
            if byte is not None or text is not None:
                self._wait(chr(int(byte, 16)) if byte is not None else text)
                continue
            if name == "u" and number is not None:
                yield from self._flush_bytes()
                self.units.append(chr(int(number) % 0x10000))
                self.n_to_skip = self.groups[-1].n_skipped
                continue
            if brace or name or sign:
                yield from self._flush()
                self.n_to_skip = 0
            if brace:
                self._brace(brace)
            elif sign:
                yield from self._sign(sign)
            elif name:
                yield from self._control(name, int(number) if number is not None else 1)
        yield from self._flush()

    def _wait(self, text: str) -> None:
        skipped = min(self.n_to_skip, len(text))
        self.n_to_skip -= skipped
        if text[skipped:]:
            self.waiting.append(text[skipped:])

    def _flush_bytes(self) -> Words:
        if self.waiting:
            yield from self._flush()

    def _flush(self) -> Words:
        group = self.groups[-1]
        units = "".join(self.units).encode("utf-16-le", errors="surrogatepass").decode("utf-16-le", errors="replace")
        waiting = "".join(self.waiting).encode("latin-1").decode(group.encoding, errors="replace")
        self.units, self.waiting = [], []
        text = units + waiting
        if text and not group.passed_over and not group.hidden:
            yield Text(text, group.bold, group.inside, self.begins)
            self.begins = False

    def _brace(self, brace: str) -> None:
        self.starred = False
        if brace == "{":
            if len(self.groups) >= _MOST_GROUPS:
                self.n_too_deep += 1
            else:
                self.groups.append(self.groups[-1].copy())
        elif self.n_too_deep:
            self.n_too_deep -= 1
        elif len(self.groups) > 1:
            if self.groups[-1].inside - self.groups[-2].inside:
                self.begins = True
            self.groups.pop()

    def _sign(self, sign: str) -> Words:
        if sign == "*":
            self.starred = True
        elif sign in "\r\n":
            yield Control("par", 1)
        elif sign in "\\{}~_":
            self.waiting.append({"~": "\xa0", "_": "-"}.get(sign, sign))
            yield from self._flush()

    def _control(self, name: str, number: int) -> Words:
        group = self.groups[-1]
        starred, self.starred = self.starred, False
        if name in _PASSED_OVER or (starred and name not in _STARRED):
            group.passed_over = True
        elif name in ("header", "footer") or name[:-1] in ("header", "footer") or name in ("footnote", "annotation"):
            group.inside, self.begins = group.inside | {name}, True
        elif name in ("listtext", "pntext"):
            group.inside = group.inside | {name}
        elif name in _SIGNS and not group.passed_over and not group.hidden:
            yield Text(_SIGNS[name], group.bold, group.inside, begins=False)
        elif not self._set(name, number, group) and not group.passed_over:
            yield from self._structure(name, number, group)

    def _set(self, name: str, number: int, group: _Group) -> bool:
        """Change how text is set or read; tell whether the word does so."""
        if name == "uc":
            group.n_skipped = max(min(number, 20), 0)
        elif name == "b":
            group.bold = number != 0
        elif name in _HIDDEN:
            group.hidden = number != 0
        elif name == "plain":
            group.bold, group.hidden, group.encoding = False, False, self.encoding
        elif name == "f":
            group.encoding = self.fonts.get(number, self.encoding)
        else:
            return False
        return True

    def _structure(self, name: str, number: int, group: _Group) -> Words:
        """Pass on what ends paragraphs, cells and rows; ends inside notes only part their text."""
        if name == "par" and group.inside:
            self.begins = True
        elif name == "s" and number in self.levels:
            yield Control("outlinelevel", self.levels[number])
        elif not group.inside:
            yield Control(name, number)


def _fonts(source: str, encoding: str) -> dict[int, str]:
    """Read which code page each font is written in."""
    start = source.find("{\\fonttbl")
    table = source[start : start + 200_000] if start >= 0 else ""
    found: dict[int, str] = {}
    for font, charset in re.findall(r"\\f(\d{1,5})(?:\\(?!f\d)[a-z]+-?\d*)*?\\fcharset(\d{1,3})", table):
        found.setdefault(int(font), _CHARSETS.get(int(charset), encoding))
    return found


def _outline_levels(source: str) -> dict[int, int]:
    """Read which styles are those of headings, and their levels from 0."""
    start = source.find("{\\stylesheet")
    table = source[start : start + 500_000] if start >= 0 else ""
    levels: dict[int, int] = {}
    for style, rest in re.findall(r"\{\\s(\d{1,5})((?:[^{}]|\{[^{}]*\})*)\}", table):
        level = re.search(r"\\outlinelevel(\d)(?!\d)", rest)
        if level is not None:
            levels.setdefault(int(style), int(level.group(1)))
    return levels


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return "cp932"

"""Coding rules in KH Coder's manner: a rule file and the lemmas of sentences → which codes each sentence has.

A baseline that many offices know: words and combinations of words, written by hand, a sentence at a time. A file holds
codes; a line ``*`` opens one, its name up to the first blank is the code's id, the lines after it are the condition:

- ``word``: the sentence has this lemma; ``word+word``: these lemmas one right after the other;
- ``near(a-b)``, ``near(a-b)[5]``: all of them in any order, each at most 10 (5) words after the one before;
  ``seq(a-b)``, ``seq(a-b)[5]``: the same in this order;
- ``!`` or ``not``, ``&`` or ``and``, ``|`` or ``or``, in this order of strength, and brackets; blanks stand around all
  of them; ``#`` opens a line of comment.

Everything else of KH Coder's (references to codes, variables, headings, parts of speech, character strings, lengths,
positions in paragraphs) is refused. A word here is a normalized form of SudachiDict's short units; KH Coder takes the
base forms of MeCab or ChaSen.

Source: KH Coder 3 (Higuchi), ``kh_lib/kh_cod/a_code``: operators, default distance of 10 words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

import numpy as np
from numpy.typing import NDArray

from stitext.errors import CorpusError

Rows = NDArray[np.bool_]

_DEFAULT_DISTANCE = 10
_CONDITION = re.compile(r"(?P<order>near|seq)\((?P<words>[^()\s]+)\)(?:\[(?P<distance>[1-9]\d{0,3})\])?")
_WORD = re.compile(r"[^\s()|&!<>'\"*\[\]]+")
_SIGNS = {"and": "&", "or": "|", "not": "!"}


class Phrase(NamedTuple):
    """Lemmas one right after the other; of one lemma, that it occurs."""

    lemmas: tuple[str, ...]


class Near(NamedTuple):
    """Lemmas close to each other: each at most ``distance`` words after the one before; ``ordered`` as they stand."""

    lemmas: tuple[str, ...]
    distance: int
    ordered: bool


class Negation(NamedTuple):
    """What does not hold."""

    rule: Rule


class Combination(NamedTuple):
    """All of the rules, or at least one of them."""

    rules: tuple[Rule, ...]
    every: bool


Rule = Phrase | Near | Negation | Combination


class CodingRules(NamedTuple):
    """The rule of each code, in the order of the file."""

    codes: dict[str, Rule]


class _Token(NamedTuple):
    text: str
    line: int


def load_coding_rules(path: Path) -> CodingRules:
    """Read a rule file.

    Parameters
    ----------
    path
        A text file in UTF-8.

    Returns
    -------
    CodingRules
        For ``apply_coding_rules``.

    Raises
    ------
    CorpusError
        If the file can't be read or breaks the syntax; the message names the line (``coding-rules-invalid``).
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(
            f"{path}: コーディングルールを読めません（{error}）。UTF-8 のファイルを置いてください。",
            code="coding-rules-invalid",
        ) from error
    return parse_coding_rules(text, path.name)


def parse_coding_rules(text: str, name: str) -> CodingRules:
    """Parse the text of a rule file.

    Parameters
    ----------
    text
        Its content.
    name
        Its name, for messages.

    Returns
    -------
    CodingRules
        For ``apply_coding_rules``.

    Raises
    ------
    CorpusError
        If the text breaks the syntax; the message names the line (``coding-rules-invalid``).
    """
    conditions: dict[str, list[_Token]] = {}
    opened: dict[str, int] = {}
    current: list[_Token] | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        if stripped.startswith("*"):
            words = stripped[1:].split()
            if not words:
                _refuse(name, number, "コードの名前がありません。* の後に書いてください")
            if words[0] in conditions:
                _refuse(name, number, f"コード {words[0]} は {opened[words[0]]} 行目にもあります")
            current = conditions[words[0]] = []
            opened[words[0]] = number
        elif current is None:
            _refuse(name, number, "条件の前に、* で始まるコードの行がありません")
        else:
            current += [_Token(_SIGNS.get(word, word), number) for word in stripped.split()]
    if not conditions:
        _refuse(name, 1, "コードが1つもありません")
    codes = {}
    for code, tokens in conditions.items():
        if not tokens:
            _refuse(name, opened[code], f"コード {code} に条件がありません")
        reader = _Reader(tokens, name)
        codes[code] = reader.read_choice()
        reader.check_end()
    return CodingRules(codes)


class _Reader:
    """Reads one condition from left to right; the only state is how far it has come."""

    def __init__(self, tokens: Sequence[_Token], name: str) -> None:
        self._tokens = tokens
        self._name = name
        self._place = 0

    def read_choice(self) -> Rule:
        """Read what ``|`` joins."""
        return self._read_joined("|", self._read_all)

    def check_end(self) -> None:
        """Refuse what stands after a whole condition."""
        if self._place < len(self._tokens):
            token = self._tokens[self._place]
            _refuse(self._name, token.line, f"「{token.text}」の前に | や & がないか、括弧が合いません")

    def _read_all(self) -> Rule:
        return self._read_joined("&", self._read_one)

    def _read_joined(self, sign: str, read: Callable[[], Rule]) -> Rule:
        rules = [read()]
        while self._peek() == sign:
            self._place += 1
            rules.append(read())
        return rules[0] if len(rules) == 1 else Combination(tuple(rules), every=sign == "&")

    def _read_one(self) -> Rule:
        token = self._next()
        if token.text == "!":
            return Negation(self._read_one())
        if token.text == "(":
            inner = self.read_choice()
            if self._peek() != ")":
                _refuse(self._name, token.line, "( に対応する ) がないか、その前に | や & がありません")
            self._place += 1
            return inner
        return self._read_words(token)

    def _read_words(self, token: _Token) -> Rule:
        condition = _CONDITION.fullmatch(token.text)
        if condition:
            words = tuple(condition["words"].split("-"))
            self._check_words(words, token)
            if len(words) < 2:
                _refuse(self._name, token.line, f"「{token.text}」には語が2つ以上要ります（例: near(国内-得る)）")
            return Near(words, int(condition["distance"] or _DEFAULT_DISTANCE), condition["order"] == "seq")
        words = tuple(token.text.split("+"))
        self._check_words(words, token)
        return Phrase(words)

    def _check_words(self, words: Iterable[str], token: _Token) -> None:
        if not all(_WORD.fullmatch(word) for word in words):
            _refuse(
                self._name,
                token.line,
                f"「{token.text}」は読めません。使えるのは、語、語+語、near(語-語)[数]、seq(語-語)[数]、"
                "| & ! と括弧（前後に空白）だけです",
            )

    def _peek(self) -> str | None:
        return self._tokens[self._place].text if self._place < len(self._tokens) else None

    def _next(self) -> _Token:
        if self._place == len(self._tokens):
            _refuse(self._name, self._tokens[-1].line, "条件が途中で終わっています")
        self._place += 1
        return self._tokens[self._place - 1]


def apply_coding_rules(sentences: Sequence[Sequence[str]], rules: CodingRules) -> Rows:
    """Tell which codes each sentence has.

    Parameters
    ----------
    sentences
        The lemmas of each sentence.
    rules
        From ``load_coding_rules``.

    Returns
    -------
    Rows
        Whether it has the code, shape (n_sentences, n_codes), in the order of the codes.
    """
    rows_of: dict[str, list[int]] = {}
    for row, lemmas in enumerate(sentences):
        for lemma in set(lemmas):
            rows_of.setdefault(lemma, []).append(row)
    index = _Index(sentences, {lemma: _rows(rows, len(sentences)) for lemma, rows in rows_of.items()})
    return np.column_stack([_hold(rule, index) for rule in rules.codes.values()])


class _Index(NamedTuple):
    sentences: Sequence[Sequence[str]]
    rows_of: dict[str, Rows]


def _rows(rows: list[int], n: int) -> Rows:
    found = np.zeros(n, dtype=np.bool_)
    found[rows] = True
    return found


def _hold(rule: Rule, index: _Index) -> Rows:
    if isinstance(rule, Negation):
        return ~_hold(rule.rule, index)
    if isinstance(rule, Combination):
        parts = [_hold(part, index) for part in rule.rules]
        joined: Rows = np.logical_and.reduce(parts) if rule.every else np.logical_or.reduce(parts)
        return joined
    nowhere = np.zeros(len(index.sentences), dtype=np.bool_)
    together: Rows = np.logical_and.reduce([index.rows_of.get(lemma, nowhere) for lemma in rule.lemmas])
    if len(rule.lemmas) == 1:
        return together
    for row in np.flatnonzero(together).tolist():
        lemmas = index.sentences[row]
        together[row] = _is_phrase(lemmas, rule) if isinstance(rule, Phrase) else _is_near(lemmas, rule)
    return together


def _is_phrase(lemmas: Sequence[str], rule: Phrase) -> bool:
    size = len(rule.lemmas)
    return any(tuple(lemmas[start : start + size]) == rule.lemmas for start in range(len(lemmas) - size + 1))


def _is_near(lemmas: Sequence[str], rule: Near) -> bool:
    wanted = set(rule.lemmas)
    places = [(place, lemma) for place, lemma in enumerate(lemmas) if lemma in wanted]
    return any(_reaches(places[start:], rule) for start in range(len(places)))


def _reaches(places: list[tuple[int, str]], rule: Near) -> bool:
    """Tell whether all words follow, starting with the first place; each is taken where it comes first."""
    left = list(rule.lemmas)
    last = places[0][0]
    for place, lemma in places:
        if place - last > rule.distance:
            return False
        if lemma == left[0] if rule.ordered else lemma in left:
            left.remove(lemma)
            last = place
        if not left:
            return True
        if place == places[0][0] and last != place:
            return False
    return False


def _refuse(name: str, line: int, problem: str) -> NoReturn:
    raise CorpusError(f"{name} {line} 行目: {problem}。", code="coding-rules-invalid")

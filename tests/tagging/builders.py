"""Sentences, vectors and a small training set made by hand, for tests that need no language model."""

from __future__ import annotations

import numpy as np

from stitext.records import AnalyzedDocument, AnalyzedSentence, FrameworkInfo, ModelInfo, Syntax, Tokens
from stitext.tagging.features import SentenceVectors, Unit
from stitext.tagging.training import Example
from tests.builders import document_of

LABEL_IDS = ("C1.2", "P1.6", "P2.1")
FRAMEWORK = FrameworkInfo(id="sti-international", version="1")
ENCODER = ModelInfo(id="static-ja-1", sha256="ef" * 32)
N_DIMENSIONS = 16

_PARTICLES = frozenset("をはがにのともで")
_AUXILIARIES = frozenset(("ない", "た", "なかっ"))
_MARKS = {"。": "補助記号-句点", "、": "補助記号-読点"}

_SUBJECTS = {
    "C1.2": ("輸出|管理|の|審査", "技術|流出|の|点検", "利益|相反|の|申告", "安全|保障|の|確認"),
    "P1.6": ("若手|研究|者|の|派遣", "大学|院|生|の|育成", "人材|の|確保", "技術|者|の|研修"),
    "P2.1": ("公開|データ|の|整備", "標準|試料|の|配布", "観測|網|の|共有", "公共|財|の|提供"),
}
_FILLERS = (
    "予算|の|内訳|を|次|に|示す|。",
    "会議|は|京都|で|開い|た|。",
    "湖水|は|乾燥|させ|た|。",
    "第|三|章|を|参照|。",
    "図面|が|重要|で|ある|。",
    "写真|は|撮ら|ない|。",
)
_ENDINGS = {
    "concrete": ("を|四月|に|行う|。", "を|毎年|実施|し|た|。"),
    "mention": ("が|重要|で|ある|。", "を|検討|する|。"),
    "negative": ("は|行わ|ない|。", "は|不十分|だっ|た|。"),
}


def tokens_of(marked: str) -> Tokens:
    """The tokens of a text in which a bar stands between words: ``水田|の|水位``."""
    surfaces, pos, starts = [], [], []
    offset = 0
    for word in marked.split("|"):
        if word in _PARTICLES:
            kind = "助詞-格助詞"
        elif word in _AUXILIARIES:
            kind = "助動詞-*"
        elif word.isdigit():
            kind = "名詞-数詞"
        else:
            kind = _MARKS.get(word, "名詞-普通名詞")
        if word.strip():
            surfaces.append(word)
            pos.append(kind)
            starts.append(offset)
        offset += len(word)
    return Tokens(surfaces=tuple(surfaces), lemmas=tuple(surfaces), pos=tuple(pos), starts=tuple(starts))


def unit_of(marked: str, *, heading: str = "") -> Unit:
    """What features are made from."""
    empty = Tokens(surfaces=(), lemmas=(), pos=(), starts=())
    return Unit(
        text=marked.replace("|", "").lower(), tokens=tokens_of(marked), heading=tokens_of(heading) if heading else empty
    )


def analyzed_of(*marked: str, syntax: Syntax | None = None) -> AnalyzedDocument:
    """A document of one sentence a line, under the heading 「1. 目的」."""
    document = document_of(*(line.replace("|", "") for line in marked))
    return AnalyzedDocument(
        document=document,
        sentences=tuple(
            AnalyzedSentence(sentence_id=sentence.sentence_id, tokens=tokens_of(line), syntax=syntax)
            for sentence, line in zip(document.sentences, marked, strict=True)
        ),
        sections={"1. 目的": tokens_of("1|.| |目的")},
    )


def unit_rows(n: int, *, seed: int = 0, n_dimensions: int = N_DIMENSIONS) -> np.ndarray:
    """Random rows of unit length, float32."""
    rows = np.random.default_rng(seed).normal(size=(n, n_dimensions))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def vectors_of(n: int, *, seed: int = 0) -> SentenceVectors:
    """Random vectors of n sentences, their headings and the sentences before."""
    return SentenceVectors(unit_rows(n, seed=seed), unit_rows(n, seed=seed + 1), unit_rows(n, seed=seed + 2))


def examples_of(*, n_documents: int = 24, stances: tuple[str, ...] = tuple(_ENDINGS)) -> list[Example]:
    """Training documents of some eight sentences: most labels once, with a stance that the sentence's end shows."""
    random = np.random.default_rng(7)
    examples = []
    for number in range(n_documents):
        lines: list[tuple[str, dict]] = [(str(random.choice(_FILLERS)), {}) for _ in range(6)]
        for label_id in LABEL_IDS:
            if random.random() < 0.35:
                continue
            stance = str(random.choice(stances))
            line = f"{random.choice(_SUBJECTS[label_id])}|{random.choice(_ENDINGS[stance])}"
            lines.insert(int(random.integers(len(lines))), (line, {label_id: stance}))
        examples.append(
            Example(
                analyzed=analyzed_of(*(line for line, _ in lines)),
                vectors=vectors_of(len(lines), seed=100 * number),
                stances=tuple(found for _, found in lines),
            )
        )
    return examples

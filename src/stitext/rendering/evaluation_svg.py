"""``Evaluation`` → two drawings as SVG: reliability of the probabilities, and the learning curve. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from stitext.evaluation import Evaluation, Reliability
from stitext.settings import Language

_WORDS = {
    "ja": {
        "reliability": "確率はどれだけ当たるか",
        "predicted": "モデルが言う確率（区分ごとの平均）",
        "happened": "実際に当てはまった割合",
        "sentences": "文のラベル（交差検証、ECE {ece:.3f}、n = {n:,}）",
        "drafts": "原稿の観点と目的（開発用、ECE {ece:.3f}、n = {n:,}）",
        "ideal": "ずれがなければこの線に乗る",
        "curve": "文書を増やすと F1 はどう伸びるか",
        "documents": "学習に使った文書の数（1つ目の分割で測定）",
    },
    "en": {
        "reliability": "How often probabilities come true",
        "predicted": "probability by the model (mean of a bin)",
        "happened": "share that holds",
        "sentences": "labels of sentences (cross-validation, ECE {ece:.3f}, n = {n:,})",
        "drafts": "points and aims of drafts (development, ECE {ece:.3f}, n = {n:,})",
        "ideal": "no error lies on this line",
        "curve": "F1 against the number of training documents",
        "documents": "training documents (measured on the first fold)",
    },
}
_WIDTH, _HEIGHT = 640, 560
_LEFT, _RIGHT, _TOP, _BOTTOM = 76, 24, 112, 64
_COLORS = ("#1f5a96", "#b4511a")
_STYLE = (
    "text{font-family:'Noto Sans CJK JP','Hiragino Sans','Yu Gothic',Meiryo,sans-serif;font-size:14px;fill:#222}"
    ".title{font-size:18px;font-weight:bold}.tick{font-size:12px;fill:#555}.value{font-size:12px}"
    ".grid{stroke:#ddd}.axis{stroke:#555}.ideal{stroke:#888;stroke-dasharray:5 4}"
)


class _Series(NamedTuple):
    name: str
    points: list[tuple[float, float]]
    values: bool


class _Axis(NamedTuple):
    caption: str
    low: float
    high: float
    ticks: list[tuple[float, str]]


def render_reliability_svg(evaluation: Evaluation, *, language: Language) -> str:
    """Draw how often probabilities come true.

    Parameters
    ----------
    evaluation
        The figures.
    language
        Language of the captions.

    Returns
    -------
    str
        An SVG document: labels of sentences, and points and aims of drafts where those were measured.
    """
    words = _WORDS[language]
    found: list[tuple[str, Reliability]] = [("sentences", evaluation.reliability)]
    if evaluation.drafts is not None:
        found.append(("drafts", evaluation.drafts.reliability))
    ticks = [(tick / 5, f"{tick / 5:.1f}") for tick in range(6)]
    return _draw(
        words["reliability"],
        [
            _Series(
                words[key].format(ece=one.ece, n=one.n), [(part.mean, part.share) for part in one.bins], values=False
            )
            for key, one in found
        ],
        _Axis(words["predicted"], 0.0, 1.0, ticks),
        _Axis(words["happened"], 0.0, 1.0, ticks),
        ideal=words["ideal"],
    )


def render_curve_svg(evaluation: Evaluation, *, language: Language) -> str:
    """Draw F1 against the number of training documents.

    Parameters
    ----------
    evaluation
        The figures, with a learning curve.
    language
        Language of the captions.

    Returns
    -------
    str
        An SVG document with a line for micro-F1 and one for macro-F1.
    """
    words, curve = _WORDS[language], evaluation.learning_curve
    series = [
        _Series("micro-F1", [(point.n_documents, point.micro_f1) for point in curve], values=True),
        _Series("macro-F1", [(point.n_documents, point.macro_f1) for point in curve], values=True),
    ]
    largest = max((point.n_documents for point in curve), default=1)
    figures = [y for line in series for _, y in line.points] or [0.0, 1.0]
    low, high = int(min(figures) * 10) / 10, min(int(max(figures) * 10 + 1) / 10, 1.0)
    return _draw(
        words["curve"],
        series,
        _Axis(
            words["documents"], 0.0, largest * 1.05, [(point.n_documents, f"{point.n_documents:,}") for point in curve]
        ),
        _Axis(
            "F1", low, high, [(tick / 20, f"{tick / 20:.2f}") for tick in range(round(low * 20), round(high * 20) + 1)]
        ),
        ideal=None,
    )


def _draw(title: str, series: Sequence[_Series], across: _Axis, up: _Axis, *, ideal: str | None) -> str:
    right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM

    def x_of(value: float) -> float:
        return _LEFT + (value - across.low) / (across.high - across.low) * (right - _LEFT)

    def y_of(value: float) -> float:
        return bottom - (value - up.low) / (up.high - up.low) * (bottom - _TOP)

    parts = [f'<text class="title" x="{_LEFT}" y="32">{escape(title)}</text>']
    for value, caption in across.ticks:
        parts += [
            f'<line class="grid" x1="{x_of(value):.1f}" y1="{_TOP}" x2="{x_of(value):.1f}" y2="{bottom}"/>',
            f'<text class="tick" x="{x_of(value):.1f}" y="{bottom + 18}" text-anchor="middle">{caption}</text>',
        ]
    for value, caption in up.ticks:
        parts += [
            f'<line class="grid" x1="{_LEFT}" y1="{y_of(value):.1f}" x2="{right}" y2="{y_of(value):.1f}"/>',
            f'<text class="tick" x="{_LEFT - 8}" y="{y_of(value) + 4:.1f}" text-anchor="end">{caption}</text>',
        ]
    middle = (_TOP + bottom) / 2
    parts += [
        f'<line class="axis" x1="{_LEFT}" y1="{bottom}" x2="{right}" y2="{bottom}"/>',
        f'<line class="axis" x1="{_LEFT}" y1="{_TOP}" x2="{_LEFT}" y2="{bottom}"/>',
        f'<text x="{(_LEFT + right) / 2}" y="{_HEIGHT - 16}" text-anchor="middle">{escape(across.caption)}</text>',
        f'<text text-anchor="middle" transform="translate(22 {middle}) rotate(-90)">{escape(up.caption)}</text>',
    ]
    if ideal is not None:
        corner = f'x1="{_LEFT}" y1="{bottom}" x2="{right}" y2="{_TOP}"'
        parts += [
            f'<line class="ideal" {corner}/>',
            f'<text class="tick" x="{right - 4}" y="{bottom - 8}" text-anchor="end">- - - {escape(ideal)}</text>',
        ]
    for number, (line, color) in enumerate(zip(series, _COLORS, strict=False)):
        places = [(x_of(x), y_of(y)) for x, y in line.points]
        joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts += [
            f'<polyline fill="none" stroke="{color}" stroke-width="2" points="{joined}"/>',
            *(_mark(x, y, number, color) for x, y in places),
            _mark(_LEFT + 6, 54 + 24 * number, number, color),
            f'<text x="{_LEFT + 20}" y="{59 + 24 * number}">{escape(line.name)}</text>',
        ]
        if line.values:
            aside = 22 if number else -10
            parts += [
                f'<text class="value" x="{x:.1f}" y="{y + aside:.1f}" text-anchor="middle">{value:.3f}</text>'
                for (x, y), (_, value) in zip(places, line.points, strict=True)
            ]
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" '
        f'role="img" aria-label="{escape(title)}">\n<style>{_STYLE}</style>\n'
        f'<rect width="100%" height="100%" fill="#fff"/>\n{body}\n</svg>\n'
    )


def _mark(x: float, y: float, number: int, color: str) -> str:
    """Draw a dot or, for the second line, a square: the lines differ without their colors."""
    if number == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{color}"/>'
    return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{color}"/>'

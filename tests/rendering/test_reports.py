"""What a report says holds in every form that people read."""

import json
import re
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from stitext.records import CoverageReport, Note, TagLine
from stitext.rendering.messages import messages_in
from stitext.rendering.phrases import headline
from stitext.rendering.report_html import render_report_html
from stitext.rendering.report_json import render_json, render_json_line, render_row_line
from stitext.rendering.report_markdown import render_report_markdown
from stitext.rendering.report_text import render_report_text
from tests.builders import evidence_of, point_of, purpose_of, report_of

CONCRETE = evidence_of("土壌試料は、輸入許可を受け\nたうえで年2回受け取る。", score=0.934, why=("輸入許可",))
MENTION = evidence_of("普及の方策を検討する必要がある。", stance="mention", score=0.71, page=5)
NEGATIVE = evidence_of("安全管理計画は作成されていない。", stance="negative", score=0.83, page=11)
NEAR = evidence_of("年1回、全体会議を開く。", stance=None, score=0.214, page=8, why=("会議",))

FULL = report_of(
    point_of("C1.1", "addressed", CONCRETE, short_name="相手の適切さ"),
    point_of("C1.2", "unaddressed", considered=(NEAR,)),
    point_of("C2.3", "mentioned", MENTION, considered=(NEAR,), short_name="社会実装の道筋"),
    point_of("C4.3", "not_assessed", short_name="不足と重複"),
    point_of("C4.7", "unaddressed", NEGATIVE, short_name="重要なリスク"),
    purposes=(purpose_of("P1", "研究力の強化", CONCRETE), purpose_of("P1.3", "研究力の相互補完")),
    warnings=(Note(code="page-without-text", message="文字を取り出せないページです。", page=9),),
)


class _Page(HTMLParser):
    """Collects a page's visible text, its tags and its attributes."""

    def __init__(self, html):
        super().__init__()
        self.text, self.tags, self.attributes = "", [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_data(self, data):
        self.text += data


def _as_text(report, language="ja"):
    return render_report_text(report, language=language, width=10_000)


def _as_html(report, language="ja"):
    return _Page(render_report_html(report, language=language)).text


def _as_markdown(report, language="ja"):
    return _Page(
        MarkdownIt("commonmark").enable("table").render(render_report_markdown(report, language=language))
    ).text


FORMS = pytest.mark.parametrize("form", [_as_text, _as_html, _as_markdown])


@pytest.mark.parametrize(
    ("verdicts", "line"),
    [
        (("unaddressed", "addressed", "unaddressed"), "未記載の観点が 2 件あります（3 件中）"),
        (("mentioned", "addressed"), "未記載の観点はありません。言及だけの観点が 1 件あります（2 件中）"),
        (("addressed", "addressed"), "2 件の観点のすべてに、具体的な記載があります"),
        (("not_assessed", "not_assessed"), "判定できない観点が 2 件あります（2 件中）"),
        (("not_assessed", "mentioned", "addressed"), "判定できない観点が 1 件あります（3 件中）"),
        ((), "判定する観点がありません（0 件）"),
    ],
)
def test_headline_says_what_the_user_came_for(verdicts, line):
    report = report_of(*(point_of(f"C1.{n}", verdict) for n, verdict in enumerate(verdicts, start=1)))
    assert headline(report, messages_in("ja")) == line
    assert render_report_text(report).splitlines()[0] == line
    assert render_report_markdown(report).splitlines()[0] == f"# {line}"


def test_headline_keeps_unaddressed_and_not_assessed_apart():
    line = headline(FULL, messages_in("ja"))
    assert re.findall(r"\d+", line) == ["2", "1", "5"]
    assert "未記載" in line
    assert "判定できない" in line


@FORMS
def test_report_names_every_point_with_its_question_verdict_and_score(form):
    shown = form(FULL)
    for point in FULL.points:
        assert point.id in shown
        assert point.name in shown
        assert point.short_name in shown
        assert f"{point.score:.2f}" in shown
    for verdict in ("未記載", "言及のみ", "記載あり", "判定できず"):
        assert verdict in shown


@FORMS
def test_report_shows_quotes_joined_with_place_stance_score_and_cues(form):
    shown = form(FULL)
    assert "土壌試料は、輸入許可を受けたうえで年2回受け取る。" in shown
    for part in ("p.3", "2. 実施体制", "具体的", "0.93", "輸入許可", "p.11", "否定", "0.83", "言及", "0.71"):
        assert part in shown


@FORMS
def test_report_shows_near_sentences_as_no_evidence(form):
    shown = form(FULL)
    for part in ("近いが根拠としなかった文", "年1回、全体会議を開く。", "根拠とせず", "0.21", "p.8", "会議"):
        assert part in shown


@FORMS
def test_report_puts_what_asks_for_work_before_what_is_in_order(form):
    shown = form(FULL)
    titles = [
        "未記載の観点",
        "言及だけの観点",
        "判定できなかった観点",
        "具体的な記載がある観点",
        "目的との対応",
        "この結果の由来",
    ]
    places = [shown.rindex(title) for title in titles]
    assert places == sorted(places)


@FORMS
def test_report_gives_advice_only_for_points_that_need_it(form):
    assert form(FULL).count("輸出管理の確認を誰がいつ行うか") == 4
    assert "書くとよいこと" not in form(report_of(point_of("C1.1", "addressed", CONCRETE)))


@FORMS
def test_report_says_that_no_trained_tagger_stands_behind_it(form):
    sentence = "学習済みの判定モデルがありません"
    assert sentence in form(FULL.model_copy(update={"provenance": report_of(tagger=None).provenance}))
    assert sentence not in form(FULL)


@FORMS
def test_report_shows_warnings_with_their_page_and_the_provenance(form):
    shown = form(FULL)
    assert "読み取りの注意が 1 件あります" in shown
    assert "p.9 文字を取り出せないページです。" in shown
    for part in ("0.1.0", "sti-international/1", "sti-tagger-1", "ab" * 32, "static-ja-1", "01" * 32, "cd" * 32):
        assert part in shown


@FORMS
def test_report_in_english_has_japanese_only_where_it_quotes(form):
    shown = form(report_of(point_of("C1.2", "unaddressed", name="Q", short_name="S")), language="en")
    shown = shown.replace("輸出管理の確認を誰がいつ行うかを書き足してください。", "")
    assert not re.findall(r"[\u3040-\u30ff\u4e00-\u9fff]", shown)
    assert "1 of 1 consideration points are unaddressed" in shown


HOSTILE = "</style></blockquote><script>alert(1)</script><img src=x onerror=alert(1)> & \"'{{ 7*7 }}"


def _hostile_report():
    quote = evidence_of(HOSTILE, why=(HOSTILE,)).model_copy(update={"section": HOSTILE})
    return report_of(
        point_of("C1.1", "addressed", quote, considered=(quote,), name=HOSTILE, short_name=HOSTILE),
        point_of("C1.2", "unaddressed").model_copy(update={"advice": HOSTILE}),
        purposes=(purpose_of("P1", HOSTILE, quote),),
        warnings=(Note(code="x", message=HOSTILE),),
        name=HOSTILE,
    )


def test_html_shows_a_script_in_the_draft_as_text():
    page = _Page(render_report_html(_hostile_report()))
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert page.text.count(HOSTILE) >= 10


def test_html_needs_nothing_but_itself():
    html = render_report_html(FULL)
    page = _Page(html)
    assert not {"script", "link", "img", "iframe", "object"} & set(page.tags)
    assert [value for _, name, value in page.attributes if name in {"src", "href"} and not value.startswith("#")] == []
    assert "url(" not in html
    assert "@import" not in html
    assert ("meta", "content", "default-src 'none'; style-src 'unsafe-inline'") in page.attributes


def test_html_links_each_point_of_the_matrix_to_its_section():
    page = _Page(render_report_html(FULL))
    ids = [value for _, name, value in page.attributes if name == "id"]
    targets = {value[1:] for tag, name, value in page.attributes if (tag, name) == ("a", "href")}
    assert len(ids) == len(set(ids))
    assert {point.id for point in FULL.points} <= targets <= set(ids)
    labels = {value for _, name, value in page.attributes if name == "aria-labelledby"}
    assert labels <= set(ids)


def test_html_gives_each_table_head_a_scope_and_the_page_its_landmarks():
    page = _Page(render_report_html(FULL))
    assert page.tags.count("th") == sum((tag, name) == ("th", "scope") for tag, name, _ in page.attributes)
    assert {"header", "nav", "main", "footer"} <= set(page.tags)
    assert page.tags.count("h1") == 1
    assert ("html", "lang", "ja") in page.attributes


def _luminance(color):
    channels = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c < 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_html_colors_have_the_contrast_that_wcag_asks_for():
    html = render_report_html(FULL)
    for block in re.findall(r":root \{(.*?)\}", html, re.DOTALL):
        colors = dict(re.findall(r"--([a-z_-]+): (#[0-9a-f]{6})", block))
        pairs = [("ink", "paper"), ("soft", "paper"), ("link", "paper"), ("ink", "panel")]
        for verdict in ("addressed", "mentioned", "unaddressed", "not_assessed"):
            pairs += [(verdict, "paper"), (verdict, f"{verdict}-tint"), ("ink", f"{verdict}-tint")]
        for front, back in pairs:
            lighter, darker = sorted((_luminance(colors[front]), _luminance(colors[back])), reverse=True)
            assert (lighter + 0.05) / (darker + 0.05) >= 4.5, (front, back)


@pytest.mark.parametrize(
    "quote",
    [
        HOSTILE,
        "# 見出しではない",
        "1. 番号",
        "- 箇条書き",
        "| 表 | 列 |",
        "[リンク](https://example.org) と https://example.org/x",
        "*強調* __強調__ `code` ~~消~~ $x$",
        "&lt;b&gt;",
        "\\*",
        "> 引用",
        "====",
    ],
)
def test_markdown_shows_the_draft_as_text(quote):
    report = report_of(point_of("C1.1", "addressed", evidence_of(quote), name=quote, short_name=quote), name=quote)
    page = _Page(MarkdownIt("gfm-like", {"linkify": False}).render(render_report_markdown(report)))
    assert page.text.count(quote) == 6
    assert not {"script", "img", "a", "em", "code", "s", "ol", "hr", "b"} & set(page.tags)
    assert page.tags.count("h1") == 1


def test_text_keeps_within_its_width_and_has_no_color_unless_asked():
    plain = render_report_text(FULL, width=60)
    assert "\x1b" not in plain
    colored = render_report_text(FULL, width=60, color=True)
    assert re.sub(r"\x1b\[\d+m", "", colored) == plain
    assert "\x1b[31m" in colored


def test_text_never_passes_on_a_control_sequence_of_the_draft():
    hostile = "\x1b]0;題\x07\x1b[31m"
    report = report_of(
        point_of("C1.1", "addressed", evidence_of(hostile, why=(hostile,))),
        warnings=(Note(code="x", message=hostile),),
        name=hostile,
    )
    assert "\x1b" not in render_report_text(report)
    assert "\x07" not in render_report_text(report)


def test_json_round_trips_and_keeps_japanese_readable():
    text = render_json(FULL)
    assert CoverageReport.model_validate_json(text) == FULL
    assert "土壌試料は" in text
    assert text.endswith("}\n")


def test_json_line_is_one_line_for_every_reader():
    line = TagLine(
        document="a.txt", sentence_id="s0001", page=None, section=None, start=0, end=8,
        text="一\n二\u2028三\u2029四\u0085", labels=(),
    )  # fmt: skip
    text = render_json_line(line)
    assert len(text.splitlines()) == 1
    assert TagLine.model_validate_json(text) == line


def test_row_line_is_one_line_for_every_reader_and_keeps_its_columns():
    row = {"本文": "一\n二\u2028三\u0085", "n": 3, "labels": []}
    text = render_row_line(row)
    assert len(text.splitlines()) == 1
    assert json.loads(text) == row
    assert "本文" in text

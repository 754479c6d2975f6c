from __future__ import annotations

import pytest

from stitext.reading.files import read_bytes
from stitext.records import Document
from stitext.settings import Settings
from tests.reading.cases import check_document, sentence_with, texts
from tests.reading.printed import GOTHIC, Sheet, pdf_of, wrap

LEFT = (
    "湖の水は年ごとに濁りを増している。網にかかる魚の数は二十年で半分になった。"
    "本研究は濁りが広がる前の水を毎日測り、漁に出る日を選ぶための知らせを届ける。"
)
RIGHT = (
    "採水は十二か所で行う。現地の技術者が分析を受け持ち、日本側は装置の校正を受け持つ。"
    "得られた数値は翌日までに公開し、誰でも使えるようにしておく。"
)


def _read(data: bytes) -> Document:
    document = read_bytes(data, "draft.pdf", Settings())
    check_document(document)
    return document


def _sentences(text: str) -> list[str]:
    return [f"{part}。" for part in text.split("。") if part]


def _two_columns(sheet: Sheet, *, by_row: bool = False) -> None:
    sheet.text(150, 60, "高地の湖における水質の観測", size=16)
    left, right = wrap(LEFT, 22), wrap(RIGHT, 22)
    if not by_row:
        sheet.lines(60, 120, left)
        sheet.lines(310, 120, right)
        return
    for index in range(max(len(left), len(right))):
        for x, lines in ((60, left), (310, right)):
            if index < len(lines):
                sheet.text(x, 120 + 17 * index, lines[index])


@pytest.mark.parametrize("by_row", [False, True])
def test_two_columns_are_read_one_after_the_other_however_they_are_drawn(*, by_row: bool) -> None:
    document = _read(pdf_of(lambda sheet: _two_columns(sheet, by_row=by_row)))
    assert texts(document) == ["高地の湖における水質の観測", *_sentences(LEFT), *_sentences(RIGHT)]


def test_an_abstract_over_the_columns_is_read_before_them() -> None:
    abstract = (
        "概要を述べる。この研究は湖の水を測り、知らせを届け、漁をする人々の暮らしを守ることを目的としている。"
        "手順は三つに分かれ、それぞれを二年で終える。"
    )

    def draw(sheet: Sheet) -> None:
        sheet.lines(60, 60, wrap(abstract, 47))
        sheet.lines(60, 160, wrap(LEFT, 22))
        sheet.lines(310, 160, wrap(RIGHT, 22))

    assert texts(_read(pdf_of(draw))) == [*_sentences(abstract), *_sentences(LEFT), *_sentences(RIGHT)]


def test_a_sentence_that_runs_over_columns_and_pages_stays_whole() -> None:
    whole = LEFT + RIGHT
    lines = wrap(whole, 22)

    def first(sheet: Sheet) -> None:
        sheet.lines(60, 60, lines[:3])
        sheet.lines(310, 60, lines[3:6])

    def second(sheet: Sheet) -> None:
        sheet.lines(60, 60, lines[6:])

    assert texts(_read(pdf_of(first, second))) == _sentences(whole)


def test_a_form_with_short_labels_is_no_pair_of_columns() -> None:
    def draw(sheet: Sheet) -> None:
        for index, (label, value) in enumerate(
            [("課題名", "湖の水質を毎日測る"), ("代表者", "高木　一郎"), ("相手国", "ケニア共和国"), ("期間", "三年間")]
        ):
            sheet.text(60, 60 + 20 * index, label)
            sheet.text(200, 60 + 20 * index, value)

    assert [text.split()[0] for text in texts(_read(pdf_of(draw)))] == ["課題名", "代表者", "相手国", "期間"]


def test_a_ruled_table_gives_one_row_each_and_cells_under_the_rows_name() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(60, 60, "１．体制")
        sheet.lines(60, 80, wrap(LEFT, 45))
        cells = {
            (0, 0): ["機関"],
            (0, 1): ["役割"],
            (0, 2): ["担当"],
            (1, 0): ["日本側"],
            (1, 1): ["採水と分析"],
            (1, 2): ["代表者"],
            (2, 0): ["相手側"],
            (2, 1): ["毎月の会議で進み具合を", "確かめる。遅れは直す。"],
            (2, 2): ["技術者"],
        }
        sheet.table([60, 160, 330, 430], [160, 180, 200, 240], cells)
        sheet.text(60, 260, "表の後の文である。")

    document = _read(pdf_of(draw))
    rest = [(sentence.kind, document.normalized_quote(sentence)) for sentence in document.sentences[4:]]
    assert rest == [
        ("row", "機関 役割 担当"),
        ("row", "日本側 採水と分析 代表者"),
        ("cell", "相手側"),
        ("cell", "毎月の会議で進み具合を確かめる。"),
        ("cell", "遅れは直す。"),
        ("cell", "技術者"),
        ("paragraph", "表の後の文である。"),
    ]
    assert sentence_with(document, "会議で").section_path == ("1.体制", "相手側")


def test_cells_that_are_merged_are_one_cell() -> None:
    def draw(sheet: Sheet) -> None:
        for left, top, right, bottom in (
            (60, 60, 460, 60), (60, 90, 460, 90), (160, 120, 460, 120), (60, 150, 460, 150),
            (60, 60, 60, 150), (160, 60, 160, 150), (460, 60, 460, 150), (300, 90, 300, 150),
        ):  # fmt: skip
            sheet.rule(left, top, right, bottom)
        sheet.text(64, 65, "項目")
        sheet.text(164, 65, "年度ごとの計画")
        sheet.text(64, 100, "採水")
        sheet.text(164, 95, "一年目")
        sheet.text(304, 95, "六か所")
        sheet.text(164, 125, "二年目")
        sheet.text(304, 125, "十二か所")

    assert texts(_read(pdf_of(draw))) == ["項目 年度ごとの計画", "採水 一年目 六か所", "二年目 十二か所"]


def test_a_long_answer_in_a_ruled_form_is_read_as_text_under_its_question() -> None:
    answer = ["(1) 採水", *wrap("　" + LEFT, 30), "(2) 分析", *wrap("　" + RIGHT, 30)]

    def draw(sheet: Sheet) -> None:
        sheet.table(
            [60, 150, 480], [60, 90, 400], {(0, 0): ["課題名"], (0, 1): ["湖の観測"], (1, 0): ["計画"], (1, 1): answer}
        )

    document = _read(pdf_of(draw))
    assert texts(document) == ["課題名 湖の観測", "計画", "(1) 採水", *_sentences(LEFT), "(2) 分析", *_sentences(RIGHT)]
    assert sentence_with(document, "翌日までに").section_path[-2:] == ("(2) 分析", "計画")


def test_a_frame_around_text_is_no_table() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.table([50, 540], [50, 200], {})
        sheet.lines(60, 60, wrap(LEFT, 45))

    assert texts(_read(pdf_of(draw))) == _sentences(LEFT)


def test_a_footnote_stands_after_the_paragraph_that_runs_over_its_page() -> None:
    lines = wrap("　" + LEFT + RIGHT, 45)
    note = "１）湖の面積は衛星の画像から求めた。"

    def first(sheet: Sheet) -> None:
        sheet.lines(60, 60, lines[:2])
        sheet.rule(60, 740, 160, 740)
        sheet.text(60, 745, note, size=8)

    def second(sheet: Sheet) -> None:
        sheet.lines(60, 60, lines[2:])
        sheet.text(60, 200, "２．次の節")
        sheet.text(60, 220, "次の節の文である。")

    document = _read(pdf_of(first, second))
    assert texts(document) == [
        *_sentences(LEFT + RIGHT),
        "1)湖の面積は衛星の画像から求めた。",
        "2.次の節",
        "次の節の文である。",
    ]
    assert sentence_with(document, "衛星").page == 1


def test_a_caption_between_columns_does_not_cut_a_sentence() -> None:
    lines = wrap("　" + LEFT + RIGHT, 22)

    def draw(sheet: Sheet) -> None:
        sheet.lines(60, 60, lines[:4])
        sheet.text(310, 60, "図１　湖の深さと採水の場所", size=9)
        sheet.lines(310, 110, lines[4:])

    assert texts(_read(pdf_of(draw))) == [*_sentences(LEFT + RIGHT), "図1 湖の深さと採水の場所"]


def test_a_sentence_about_a_figure_is_no_caption() -> None:
    lines = [
        "　採水する場所は、湖の北と南とで深さが大きく異なるため、それぞれの位置を示した",
        "図１に示すとおりである。浅いところを選ぶ。",
    ]
    assert texts(_read(pdf_of(lambda sheet: sheet.lines(60, 60, [*lines, *wrap(LEFT, 38)])))) == [
        "採水する場所は、湖の北と南とで深さが大きく異なるため、それぞれの位置を示した図1に示すとおりである。",
        "浅いところを選ぶ。",
        *_sentences(LEFT),
    ]


def test_ruby_is_left_out_and_kept_apart() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.lines(60, 60, wrap(LEFT, 40), step=22)
        sheet.text(60, 54.5, "みずうみ", size=5)

    document = _read(pdf_of(draw))
    assert texts(document) == _sentences(LEFT)
    assert [(document.text[part.start : part.end], part.reason) for part in document.left_out] == [("みずうみ", "ruby")]


def test_a_line_that_begins_with_a_number_in_a_sentence_is_no_item() -> None:
    lines = [
        "　本研究では、これまでの調査で得た記録を使い、湖の北岸と南岸に置いた観測所のうち",
        "３ 地点で採水を続けることとし、分析の結果は毎月の会議で報告する。前の節の",
        "１．に記した学生の滞在は取りやめる。",
    ]
    document = _read(pdf_of(lambda sheet: sheet.lines(60, 60, [*lines, *wrap("　" + RIGHT, 39)])))
    assert {sentence.kind for sentence in document.sentences} == {"paragraph"}
    assert texts(document)[1] == "前の節の1.に記した学生の滞在は取りやめる。"


def test_items_that_fill_their_lines_stay_items() -> None:
    items = [
        "（１）湖の北岸に置いた観測所で毎日の採水を続け、得られた数値を翌日までに公開する",
        "（２）現地の技術者を半年ずつ招き、装置の校正と保守の手順を身に付けてもらうことと",
        "（３）漁をする人々と話し合い、知らせの届け方を毎年見直すことを約束すると定めた点",
    ]
    document = _read(pdf_of(lambda sheet: sheet.lines(60, 60, [*items, *wrap(LEFT, 39)])))
    assert [sentence.kind for sentence in document.sentences][:3] == ["item"] * 3


def test_a_spaced_out_heading_is_closed_up_and_latin_words_keep_their_blanks() -> None:
    def draw(sheet: Sheet) -> None:
        for index, character in enumerate("国際科学"):
            sheet.text(200 + 24 * index, 60, character, size=14)
        sheet.lines(60, 100, wrap(LEFT, 45))
        sheet.text(60, 180, "Our team works with Lake Victoria Institute.")

    document = _read(pdf_of(draw))
    assert texts(document) == ["国際科学", *_sentences(LEFT), "Our team works with Lake Victoria Institute."]


def test_a_line_in_another_type_heads_the_text_under_it() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.lines(60, 60, wrap(RIGHT, 45))
        sheet.text(60, 130, "湖と暮らし", font=GOTHIC)
        sheet.lines(60, 150, wrap(LEFT, 45))

    document = _read(pdf_of(draw))
    assert sentence_with(document, "湖と暮らし").kind == "heading"
    assert sentence_with(document, "二十年で").section == "湖と暮らし"


def test_vertical_text_is_read_column_by_column_from_the_right() -> None:
    def draw(sheet: Sheet) -> None:
        for index, line in enumerate(wrap(LEFT, 20)):
            sheet.upright(500 - 20 * index, 100, line)

    document = _read(pdf_of(draw))
    assert texts(document) == _sentences(LEFT)
    box = document.sentences[0].place
    assert box is not None
    assert 495 < box.boxes[0].left < 505


@pytest.mark.parametrize(("degrees", "rotation"), [(90, 90), (270, 270), (180, 180)])
def test_a_turned_page_is_read_as_it_is_shown(degrees: int, rotation: int) -> None:
    def draw(sheet: Sheet) -> None:
        for index, line in enumerate(wrap(LEFT, 40)):
            x, y = {90: (100 + 17 * index, 700), 270: (500 - 17 * index, 300), 180: (500, 700 - 17 * index)}[degrees]
            sheet.turned(x, y, degrees, line)

    assert texts(_read(pdf_of(draw, rotation=rotation))) == _sentences(LEFT)


def test_text_turned_at_the_side_of_a_page_is_read_apart_from_its_text() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.lines(60, 60, wrap(LEFT, 40))
        sheet.turned(560, 500, 90, "様式第三号の続き")

    assert texts(_read(pdf_of(draw))) == [*_sentences(LEFT), "様式第三号の続き"]


def test_a_stamp_across_the_page_is_left_out() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.turned(200, 500, 45, "社外秘", size=60)
        sheet.lines(60, 60, wrap(LEFT, 40))

    document = _read(pdf_of(draw))
    assert texts(document) == _sentences(LEFT)
    assert [(document.text[part.start : part.end], part.reason) for part in document.left_out] == [
        ("社外秘", "slanted-text")
    ]


def test_text_printed_twice_to_make_it_bold_is_read_once() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.text(60, 60, "１．目的")
        sheet.text(60.3, 60, "１．目的")
        sheet.lines(60, 90, wrap(LEFT, 40))

    assert texts(_read(pdf_of(draw))) == ["1.目的", *_sentences(LEFT)]


def test_the_boxes_of_a_sentence_lie_on_its_characters() -> None:
    document = _read(pdf_of(lambda sheet: sheet.lines(60, 100, ["一つ目の文。二つ目の文。", "三つ目の文。"])))
    first, second, third = document.sentences
    boxes = [sentence.place.boxes for sentence in (first, second, third) if sentence.place is not None]
    assert [[(box.page, box.left, box.right) for box in found] for found in boxes] == [
        [(1, 60, 120)],
        [(1, 120, 180)],
        [(1, 60, 120)],
    ]
    assert all(abs(found[0].top - top) < 3 for found, top in zip(boxes, (100, 100, 117), strict=True))


def test_a_sentence_over_pages_has_boxes_on_both() -> None:
    lines = wrap("　" + LEFT, 40)
    document = _read(
        pdf_of(lambda sheet: sheet.lines(60, 700, lines[:1]), lambda sheet: sheet.lines(60, 60, lines[1:]))
    )
    place = document.sentences[2].place
    assert place is not None
    assert [box.page for box in place.boxes] == [1, 2]


def test_words_broken_by_a_hyphen_are_joined_and_compounds_keep_it() -> None:
    left = [
        "Our group set up a long collabo-",
        "ration with the institute. The col-",
        "laboration lets both sides measure",
        "the high-speed flow. Water samp-",
        "les are sent every month, and high-",
        "speed cameras are placed above it.",
    ]
    right = [
        "We compare the sediments with re-",
        "cords of earlier years. Young engi-",
        "neers learn to run the station, see",
        "Sato et al. (2020). The collaboration",
        "goes on after the project has ended",
        "and data stay open to everyone.",
    ]

    def draw(sheet: Sheet) -> None:
        for x, lines in ((60, left), (245, right)):
            for index, line in enumerate(lines):
                sheet.text(x, 60 + 12 * index, line, font="Times-Roman")

    assert texts(_read(pdf_of(draw))) == [
        "Our group set up a long collaboration with the institute.",
        "The collaboration lets both sides measure the high-speed flow.",
        "Water samples are sent every month, and high-speed cameras are placed above it.",
        "We compare the sediments with records of earlier years.",
        "Young engineers learn to run the station, see Sato et al. (2020).",
        "The collaboration goes on after the project has ended and data stay open to everyone.",
    ]


def test_a_running_title_on_two_pages_is_left_out_by_its_place() -> None:
    lines = wrap("　" + LEFT + RIGHT + LEFT, 40)

    def draw(sheet: Sheet, number: int, part: list[str]) -> None:
        sheet.text(60, 30, "共同研究計画書（様式３）")
        sheet.lines(60, 70, part)
        sheet.text(250, 800, f"湖沼研究所　{number} ページ目")

    document = _read(pdf_of(lambda sheet: draw(sheet, 1, lines[:5]), lambda sheet: draw(sheet, 2, lines[5:])))
    assert texts(document) == _sentences(LEFT + RIGHT + LEFT)
    assert [(part.reason, part.page) for part in document.left_out] == [
        ("running-title", page) for page in (1, 1, 2, 2)
    ]


def test_the_first_line_of_each_page_is_text_where_it_stands_close_to_the_next() -> None:
    page = ["計画の概要", *wrap("　" + LEFT, 40), *wrap("　" + RIGHT, 40)]
    document = _read(pdf_of(*[lambda sheet: sheet.lines(60, 70, page)] * 2))
    assert document.left_out == ()
    assert texts(document).count("計画の概要") == 2


def test_a_cell_that_runs_over_a_page_stays_whole() -> None:
    answer = wrap("　" + LEFT + RIGHT, 30)

    def first(sheet: Sheet) -> None:
        sheet.table([60, 150, 480], [700, 780], {(0, 0): ["計画"], (0, 1): answer[:3]})

    def second(sheet: Sheet) -> None:
        sheet.table([60, 150, 480], [60, 140, 170], {(0, 1): answer[3:], (1, 0): ["期間"], (1, 1): ["三年間"]})

    document = _read(pdf_of(first, second))
    assert texts(document) == ["計画", *_sentences(LEFT + RIGHT), "期間 三年間"]
    assert [sentence.page for sentence in document.sentences][-2:] == [2, 2]


def test_a_contents_page_is_left_out() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.lines(60, 60, ["１．目的 ・・・・・・・・・・ 1", "２．方法 ・・・・・・・・・・ 3"])
        sheet.lines(60, 120, ["１．目的", *wrap("　" + LEFT, 40)])

    document = _read(pdf_of(draw))
    assert texts(document) == ["1.目的", *_sentences(LEFT)]
    assert [part.reason for part in document.left_out] == ["table-of-contents"] * 2


def test_a_heading_between_columns_and_full_width_text_heads_that_text() -> None:
    wide = "体制を述べる。両国の機関は毎月の会議で進み具合を確かめ、遅れがあれば次の月の計画を見直すこととしている。"

    def draw(sheet: Sheet) -> None:
        sheet.lines(60, 60, wrap(LEFT, 22))
        sheet.lines(310, 60, wrap(RIGHT, 22))
        sheet.text(60, 160, "３．体制")
        sheet.lines(60, 180, wrap(wide, 47))

    assert texts(_read(pdf_of(draw))) == [*_sentences(LEFT), *_sentences(RIGHT), "3.体制", *_sentences(wide)]


def test_an_abbreviation_at_the_end_of_a_full_line_ends_no_sentence() -> None:
    lines = ["The samples were taken every month at twelve sites as Sato et al.", "(2020) did, and the results agree."]
    more = ["We compared the records of both institutes with the help of Prof.", "Otieno, who also trained the staff."]

    def draw(sheet: Sheet) -> None:
        for index, line in enumerate([*lines, *more]):
            sheet.text(60, 60 + 14 * index, line, font="Times-Roman")

    assert texts(_read(pdf_of(draw)))[0] == " ".join(lines)

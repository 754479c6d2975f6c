from __future__ import annotations

import threading

from stitext.reading.files import read_bytes
from stitext.records import Document
from stitext.settings import Settings
from tests.reading.cases import check_document, pdf_bytes, sentence_with, texts

PAGES = [
    [
        "国 際 共 同 研 究 計 画 書",
        "課題名：湖の水質の観測",
        "１ 研 究 の 目 的",
        "　湖の水は年ごとに濁りを増し，網にかかる魚の数は二十年のあいだに半分になって",
        "しまった。本研究は，濁りが広がる前の水を毎日測り，漁に出る日を選ぶための知らせ",
        "を届けることを目的とする。次に濁る年に備えて，湖畔の観測所の技術者とともに手順",
    ],
    [
        "を作り，毎年見直していくこととする。",
        "２ 人 材",
        "　若手研究者六名を選び，当研究所で半年の研修を行ったうえで，湖畔の観測所の常勤",
        "とすることを先方と約している。",
    ],
    ["３ 経 費", "　観測機器が半分を占める。残りは旅費とする。"],
]


def _read(data: bytes) -> Document:
    document = read_bytes(data, "draft.pdf", Settings())
    check_document(document)
    return document


def test_lines_and_pages_are_joined_into_sentences_with_their_pages() -> None:
    document = _read(pdf_bytes(PAGES, header="様式３（国際共同研究計画書）", numbered=True))
    assert texts(document) == [
        "国際共同研究計画書",
        "課題名:湖の水質の観測",
        "1 研究の目的",
        "湖の水は年ごとに濁りを増し,網にかかる魚の数は二十年のあいだに半分になってしまった。",
        "本研究は,濁りが広がる前の水を毎日測り,漁に出る日を選ぶための知らせを届けることを目的とする。",
        "次に濁る年に備えて,湖畔の観測所の技術者とともに手順を作り,毎年見直していくこととする。",
        "2 人材",
        "若手研究者六名を選び,当研究所で半年の研修を行ったうえで,湖畔の観測所の常勤とすることを先方と約している。",
        "3 経費",
        "観測機器が半分を占める。",
        "残りは旅費とする。",
    ]
    assert [sentence.page for sentence in document.sentences] == [1, 1, 1, 1, 1, 1, 2, 2, 3, 3, 3]
    assert (document.n_pages, document.encoding, document.format) == (3, None, "pdf")


def test_running_lines_are_left_out_with_their_pages() -> None:
    document = _read(pdf_bytes(PAGES, header="様式３（国際共同研究計画書）", numbered=True))
    assert [(part.reason, part.page) for part in document.left_out] == [
        (reason, page) for page in (1, 2, 3) for reason in ("running-title", "page-number")
    ]


def test_a_later_sentence_of_a_paragraph_over_pages_has_its_own_page() -> None:
    pages = [
        ["１ 目的", *["　湖の水は年ごとに濁りを増し，網にかかる魚の数は二十年のあいだに半分になり、"] * 3],
        ["まだ減り続けている。次の頁の文はここから始まり，湖畔の人々の暮らしを述べていく。"],
    ]
    document = _read(pdf_bytes(pages))
    assert sentence_with(document, "減り続けている").page == 1
    assert sentence_with(document, "次の頁").page == 2


def test_the_text_is_the_pages_joined_by_line_breaks_and_stable() -> None:
    data = pdf_bytes([["一枚目。"], ["二枚目。"]])
    document = _read(data)
    assert document.text == "一枚目。\n二枚目。"
    assert document == _read(data)


def test_pages_without_text_are_named_in_a_warning() -> None:
    document = _read(pdf_bytes([["一枚目の文。"], [], ["三枚目の文。"], []]))
    (note,) = document.warnings
    assert (note.code, note.page) == ("page-without-text", 2)
    assert "2、4 ページ" in note.message
    assert document.n_pages == 4


def test_garbled_pages_are_named_in_a_warning() -> None:
    document = _read(pdf_bytes([["一枚目の文である。"], ["(cid:12)(cid:34)文(cid:56)(cid:78)"]]))
    assert [(note.code, note.page) for note in document.warnings] == [("garbled-text", 2)]


def test_a_bare_number_is_left_out_only_where_it_counts_pages() -> None:
    counted = _read(pdf_bytes([["一枚目の文。", "1"], ["二枚目の文。", "2"], ["三枚目の文。", "3"]]))
    assert [part.reason for part in counted.left_out] == ["page-number"] * 3
    single = _read(pdf_bytes([["人数", "12"], ["本文である。"]]))
    assert single.left_out == ()
    assert "12" in texts(single)


def test_threads_may_read_at_the_same_time() -> None:
    data = pdf_bytes(PAGES)
    expected = texts(_read(data))
    found: list[list[str]] = []
    threads = [threading.Thread(target=lambda: found.append(texts(_read(data)))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4

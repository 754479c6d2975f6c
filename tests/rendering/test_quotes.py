import pytest

from stitext.rendering.quotes import display_quote


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("植物防疫法に基づく輸入許可を受け\nたうえで受け取る。", "植物防疫法に基づく輸入許可を受けたうえで受け取る。"),
        ("SPring-8 の beam\n  time を使う", "SPring-8 の beam time を使う"),
        ("観測は\r\n2026 年に始める", "観測は2026 年に始める"),
        ("(a) 目的\n\n(b) 方法", "(a) 目的(b) 方法"),
        ("ｶﾞｽ　①\u3000、ｱ", "ｶﾞｽ　①\u3000、ｱ"),
        ("", ""),
        ("\n見出し\n", "見出し"),
    ],
)
def test_display_quote_joins_line_breaks_and_keeps_all_else(quote, shown):
    assert display_quote(quote) == shown


@pytest.mark.parametrize("hostile", ["\x1b[2J", "\x07", "\x9b31m", "\x00", "\x7f", "\u202egnp", "\u2066x"])
def test_display_quote_shows_characters_that_steer_the_terminal(hostile):
    shown = display_quote(f"前{hostile}後")
    assert hostile[0] not in shown
    assert shown[0] == "前"
    assert shown[-1] == "後"
    assert len(shown) == len(hostile) + 2

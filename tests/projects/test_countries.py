"""Promise: Japanese and English names of countries, and both codes, give one code; nothing is guessed."""

import pytest

from stitext.projects.countries import countries_in, country_code, country_name, parse_countries


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("タイ", "TH"),
        ("タイ王国", "TH"),
        ("ﾀｲ", "TH"),
        ("THAILAND", "TH"),
        ("vnm", "VN"),
        ("th", "TH"),
        ("ベトナム社会主義共和国", "VN"),
        ("Viet Nam", "VN"),
        ("エチオピア連邦民主共和国", "ET"),
        ("Republic of Kenya", "KE"),
        ("the Netherlands", "NL"),
        ("アメリカ合衆国", "US"),
        ("イギリス", "GB"),
        ("UK", "GB"),
        ("EL", "GR"),
        ("コンゴ民主共和国", "CD"),
        ("コンゴ共和国", "CG"),
        ("大韓民国", "KR"),
        ("モンゴル国", "MN"),
        ("バングラデシュ人民共和国", "BD"),
        ("アルジェリア民主人民共和国", "DZ"),
        ("東ティモール民主共和国", "TL"),
    ],
)
def test_a_name_gives_its_code(name, code):
    assert country_code(name) == code


@pytest.mark.parametrize("name", ["", "火星", "アジア", "EU", "アフリカ", "国"])
def test_what_is_no_country_gives_none(name):
    assert country_code(name) is None


def test_a_code_gives_its_everyday_name_and_an_unknown_one_itself():
    assert (country_name("MM"), country_name("GB"), country_name("QQ")) == ("ミャンマー", "英国", "QQ")


@pytest.mark.parametrize(
    ("text", "codes", "unknown"),
    [
        ("タイ、ベトナム", ("TH", "VN"), ()),
        ("インドネシア共和国（ジャワ島北岸、スラウェシ島）", ("ID",), ()),
        ("タイ・ベトナム、ボスニア・ヘルツェゴビナ", ("TH", "VN", "BA"), ()),
        ("日本、中国及び韓国", ("CN", "KR"), ()),
        ("DE;FR;JP;UK", ("DE", "FR", "GB"), ()),
        ("Congo, The Democratic Republic of the", ("CD",), ()),
        ("ザンビア、火星", ("ZM",), ("火星",)),
        ("", (), ()),
    ],
)
def test_a_field_of_countries_is_read_without_japan_and_what_is_unknown_is_told(text, codes, unknown):
    assert parse_countries(text) == (codes, unknown)


def test_countries_in_a_text_are_whole_words():
    text = "インドネシアとパプアニューギニア、南スーダンの三か国。タイトル、マリアナ、南極、インド洋、中国地方は違う。"
    assert countries_in(text) == ("ID", "PG", "SS")

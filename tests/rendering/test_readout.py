"""What a readout says in text and in HTML, and that a document can't change how its page looks."""

from html.parser import HTMLParser

from stitext.reading.files import read_text
from stitext.reading.readout import ReadLeftOut, read_out
from stitext.records import Note, Place
from stitext.rendering.readout_html import render_readout_html
from stitext.rendering.readout_phrases import readout_messages_in, reason_of
from stitext.rendering.readout_text import render_readout_text
from stitext.settings import Settings

SOURCE = "１．目的\n　湖を<b>調べる</b>。\x1b[31m毎月、続ける。\n\n- 3 -\n２．体制\n　代表者がまとめる。\n"


def _readout():
    document = read_text(SOURCE.replace("\x1b", "&lt;"), "案<x>", Settings())
    sentences = tuple(
        sentence.model_copy(update={"place": Place(cell="様式1!B2") if index == 1 else None, "page": 2})
        for index, sentence in enumerate(document.sentences)
    )
    warnings = (Note(code="tracked-changes", message="変更履歴が 1 か所あります。", page=3),)
    return read_out(document.model_copy(update={"sentences": sentences, "warnings": warnings}))


class _Page(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.tags, self.words = [], ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)

    def handle_data(self, data):
        self.words += data


def test_html_escapes_the_document_and_shows_it_in_its_order():
    page = _Page(render_readout_html(_readout()))
    assert "b" not in page.tags
    assert "script" not in page.tags
    assert "湖を<b>調べる</b>。" in page.words
    assert page.words.index("1.目的" if "1.目的" in page.words else "１．目的") < page.words.index("湖を")
    assert page.words.index("毎月") < page.words.index("- 3 -") < page.words.index("２．体制")
    assert "ページ番号" in page.words
    assert "p.3 変更履歴が 1 か所あります。" in page.words
    assert "様式1!B2" in page.words


def test_text_indents_sentences_under_their_headings_and_wraps_them():
    lines = render_readout_text(_readout(), width=40).splitlines()
    assert next(line for line in lines if "s0001" in line).startswith("s0001 [見出し")
    assert next(line for line in lines if "s0002" in line).startswith("  s0002 [")
    assert all(len(line.encode("cp932", errors="replace")) <= 42 for line in lines)


def test_every_reason_of_the_documentation_has_words_in_both_languages(repository):
    table = (repository / "docs" / "json.md").read_text(encoding="utf-8").partition("| reason | what |")[2]
    reasons = {
        word
        for line in table.split("\n\n")[0].splitlines()
        for word in line.split("|")[1:2]
        for word in word.split("`")[1::2]
    }
    assert "template" in reasons
    for language in ("ja", "en"):
        messages = readout_messages_in(language)
        assert not [reason for reason in reasons if reason not in messages.reasons]
    unknown = ReadLeftOut(text="x", reason="new", page=None, start=0, end=1)
    assert reason_of(unknown, readout_messages_in("ja")) == "new"

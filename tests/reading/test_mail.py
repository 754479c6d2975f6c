from __future__ import annotations

from email.message import EmailMessage

import pytest

from stitext.reading.files import read_bytes
from stitext.reading.mail import attachments_of
from stitext.records import Document
from stitext.settings import Settings
from tests.reading.cases import check_document, texts


def _mail(body: str, *, charset: str = "utf-8", html: str = "") -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "研究計画の送付", "山田 <y@example.jp>", "s@example.jp"
    message.set_content(body, charset=charset)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def _read(data: bytes) -> Document:
    document = read_bytes(data, "mail.eml", Settings())
    check_document(document)
    return document


def test_subject_is_the_title_and_who_wrote_to_whom_is_kept_apart() -> None:
    document = _read(_mail("湖を調べる。\n毎月続ける。\n").as_bytes())
    assert texts(document) == ["研究計画の送付", "湖を調べる。", "毎月続ける。"]
    assert document.sentences[1].section == "研究計画の送付"
    assert [(document.text[item.start : item.end], item.reason) for item in document.left_out] == [
        ("From: 山田 <y@example.jp>", "mail-header"),
        ("To: s@example.jp", "mail-header"),
    ]


@pytest.mark.parametrize("charset", ["iso-2022-jp", "shift_jis", "euc-jp", "utf-8"])
def test_bodies_are_decoded_by_their_charset(charset: str) -> None:
    assert texts(_read(_mail("湖の濁りを調べる。\n", charset=charset).as_bytes()))[1:] == ["湖の濁りを調べる。"]


def test_the_plain_body_goes_before_the_html_body_and_html_alone_is_read() -> None:
    both = _mail("平文の本文。\n", html="<p>飾った本文。</p>")
    assert texts(_read(both.as_bytes()))[1:] == ["平文の本文。"]
    alone = EmailMessage()
    alone["Subject"] = "題"
    alone.set_content("<h1>見出し</h1><p>飾った本文。</p><script>x</script>", subtype="html")
    assert texts(_read(alone.as_bytes())) == ["題", "見出し", "飾った本文。"]


def test_what_is_quoted_from_earlier_mails_is_left_out() -> None:
    document = _read(_mail("承知した。\n\n> 前の文。\n> 次の文。\n\n自分の文。\n").as_bytes())
    assert texts(document)[1:] == ["承知した。", "自分の文。"]
    assert [item.reason for item in document.left_out][-1] == "quotation"


def test_attachments_are_named_and_are_documents_of_their_own() -> None:
    message = _mail("添付する。\n")
    message.add_attachment("計画の文。".encode(), maintype="text", subtype="plain", filename="計画.txt")
    message.add_attachment(_mail("転送する。\n"))
    data = message.as_bytes()
    document = _read(data)
    (note,) = document.warnings
    assert note.code == "attachments-apart"
    assert "計画.txt" in note.message
    names = [attachment.name for attachment in attachments_of(data, "mail.eml")]
    assert names == ["計画.txt", "転送メール1.eml"]
    assert "転送する。" not in texts(document)


def test_file_names_are_read_however_mailers_write_them() -> None:
    head = (
        b"Subject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-Type: text/plain\n\nx\n"
        b'--b\nContent-Type: application/octet-stream; name="=?ISO-2022-JP?B?GyRCN1cyaBsoQi5kb2N4?="\n'
        b"Content-Disposition: attachment\n\nx\n--b\nContent-Type: application/octet-stream\n"
        b"Content-Disposition: attachment; filename*=utf-8''..%2F%E4%BA%88%E7%AE%97.xlsx\n\nx\n--b--\n"
    )
    assert [attachment.name for attachment in attachments_of(head, "m.eml")] == ["計画.docx", "予算.xlsx"]

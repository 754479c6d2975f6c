"""A mail with an attachment, and a zip file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP

from case import Case, Draft
from manuscript import gold, manuscript

_SUBJECT = "共同研究契約の案について"
_QUOTED = "> 契約の案をお送りします。\r\n> ご検討ください。"


def cases(made: Mapping[str, Case]) -> list[Case]:
    """Return the cases; attachments and members are files of other cases."""
    parts = manuscript("mail")
    lines = ["\n" + part.texts[0] if part.kind == "heading" else "".join(part.texts) for part in parts]
    message = EmailMessage(policy=SMTP)
    message["Subject"], message["From"], message["To"] = _SUBJECT, "国際課 <kokusai@example.jp>", "kenkyu@example.org"
    message.set_content("\n".join(lines) + "\n\n" + _QUOTED + "\n", charset="iso-2022-jp")
    word = made["docx-bold"].drafts[0]
    message.add_attachment(
        word.data,
        maintype="application",
        subtype="vnd.openxmlformats-officedocument.wordprocessingml.document",
        filename="報告書.docx",
    )
    mail = [item if item.section else item._replace(section=_SUBJECT) for item in gold(parts)]
    heading = gold(manuscript("slides"))[0]._replace(text=_SUBJECT)
    mail_gold = [heading, *mail]
    members = [("plan.pdf", made["pdf-one-column"].drafts[0]), ("様式/budget.xlsx", made["xlsx-tables"].drafts[0])]
    members += [("本文.txt", made["txt-cp932"].drafts[0])]
    members.sort()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, draft in members:
            archive.writestr(name, draft.data)
        archive.writestr("readme.bin", b"\0\1\2")
    return [
        Case(
            "eml-attachment",
            ["mail in ISO-2022-JP", "attachment", "quotation"],
            [Draft("mail.eml", message.as_bytes(), members=[("", mail_gold), ("報告書.docx", word.sentences)])],
        ),
        Case(
            "zip-archive",
            ["zip", "Japanese names"],
            [Draft("archive.zip", stream.getvalue(), members=[(name, draft.sentences) for name, draft in members])],
        ),
    ]

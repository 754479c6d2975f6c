"""Forms in Word and Excel with their empty originals, and a Word file as it is while people work on it."""

from __future__ import annotations

import io

import docx
import openpyxl
from case import Case, Draft
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import RGBColor
from manuscript import Gold

GREY = RGBColor(0x80, 0x80, 0x80)

_QUESTIONS = (
    (
        "１．研究の目的",
        "※ 学術的な背景を含めて、400字以内で記入してください。",
        (
            "高地の湖で増えている藻類の毒を、早い段階で見つける方法を確立する。",
            "対象の湖は三か国にまたがる。",
            "各国の水道が同じ基準で判断できるようにしたい。",
        ),
    ),
    (
        "２．国際的な連携の必要性",
        "※ 相手国の研究者の役割を具体的に記入してください。",
        (
            "ペルー側は30年分の湖水の記録を持つ。",
            "日本側には毒の化学分析の経験がある。",
            "双方を合わせて初めて、毒の出る条件を過去にさかのぼって調べられる。",
        ),
    ),
    (
        "３．人材の育成",
        "※ 若手研究者の派遣の計画を記入してください。",
        ("博士課程の学生を毎年1名、6か月派遣する。", "派遣の間の授業料は免除する。"),
    ),
)
_TABLE = (
    ("研究課題名", "高地湖沼における藻類毒の早期検知"),
    ("相手国", "ペルー共和国"),
    ("安全への配慮", "毒の標準品は施錠した保管庫に置く。使用の都度、二人で量を確かめる。"),
    ("研究倫理", "住民への聞き取りは、倫理審査の承認を得てから始める。"),
)


def cases() -> list[Case]:
    """Return the cases."""
    filled, empty = _saved(_word_form(filled=True)), _saved(_word_form(filled=False))
    book, blank = _excel_form(filled=True), _excel_form(filled=False)
    return [
        Case(
            "docx-form-template",
            ["form in Word with its empty form"],
            [Draft("form.docx", filled, _word_answers(), template="empty.docx")],
            [("empty.docx", empty)],
        ),
        Case(
            "docx-form",
            ["form in Word without its empty form", "instructions"],
            [Draft("form.docx", filled, _word_gold(), [("instruction", _QUESTIONS[0][1])], ["instructions-left-out"])],
        ),
        Case(
            "xlsx-form-template",
            ["form in Excel with its empty form", "merged cells"],
            [Draft("form.xlsx", book, _excel_answers(), template="empty.xlsx")],
            [("empty.xlsx", blank)],
        ),
        Case("xlsx-form", ["form in Excel", "merged cells"], [Draft("form.xlsx", book, _excel_gold())]),
        Case(
            "docx-under-revision",
            ["tracked changes", "comment", "nested table", "text box", "numbering"],
            [
                Draft(
                    "revision.docx",
                    _saved(_under_revision()),
                    _revision_gold(),
                    warnings=["tracked-changes", "comments-left-out"],
                )
            ],
        ),
    ]


def _saved(package: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    package.save(stream)
    return stream.getvalue()


def _word_form(*, filled: bool) -> docx.document.Document:
    package = docx.Document()
    package.add_heading("国際共同研究　申請書", 0)
    table = package.add_table(rows=len(_TABLE), cols=2)
    table.style = "Table Grid"
    for row, (name, answer) in enumerate(_TABLE):
        table.cell(row, 0).text = name
        table.cell(row, 1).text = answer if filled else ""
    for heading, instruction, answer in _QUESTIONS:
        package.add_heading(heading, 1)
        package.add_paragraph().add_run(instruction).font.color.rgb = GREY
        package.add_paragraph("".join(answer) if filled else "")
    return package


def _cells(section: str | None, rows: tuple[tuple[str, str], ...] = _TABLE) -> list[Gold]:
    found: list[Gold] = []
    for name, answer in rows:
        if "。" not in answer:
            found.append(Gold("row", section, f"{name} {answer}"))
            continue
        found.append(Gold("cell", section, name))
        found += [Gold("cell", name, text + "。") for text in answer.split("。")[:-1]]
    return found


def _word_gold() -> list[Gold]:
    title = "国際共同研究 申請書"
    found = [Gold("heading", None, title), *_cells(title)]
    for heading, _, answer in _QUESTIONS:
        found.append(Gold("heading", title, heading))
        found += [Gold("paragraph", heading, text) for text in answer]
    return found


def _word_answers() -> list[Gold]:
    names = {name: answer for name, answer in _TABLE}
    found: list[Gold] = []
    for name, answer in names.items():
        if "。" in answer:
            found += [Gold("cell", name, text + "。") for text in answer.split("。")[:-1]]
        else:
            found.append(Gold("row", name, answer))
    for heading, _, answer in _QUESTIONS:
        found += [Gold("paragraph", heading, text) for text in answer]
    return found


def _excel_form(*, filled: bool) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "様式２"
    row = 1
    for name, answer in _TABLE:
        sheet.cell(row, 1, name)
        sheet.cell(row, 3, answer if filled else None)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
        sheet.merge_cells(start_row=row, end_row=row, start_column=3, end_column=8)
        row += 1
    for heading, _, answer in _QUESTIONS:
        sheet.cell(row, 1, heading)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=8)
        sheet.cell(row + 1, 1, "".join(answer) if filled else None)
        sheet.merge_cells(start_row=row + 1, end_row=row + 4, start_column=1, end_column=8)
        row += 5
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _excel_gold() -> list[Gold]:
    title = "様式２"
    found = [Gold("heading", None, title), *_cells(title)]
    for heading, _, answer in _QUESTIONS:
        found.append(Gold("heading", title, heading))
        found += [Gold("cell", heading, text) for text in answer]
    return found


def _excel_answers() -> list[Gold]:
    return [item._replace(kind="cell") if item.kind == "paragraph" else item for item in _word_answers()]


def _under_revision() -> docx.document.Document:
    """A draft with insertions, deletions, a comment, numbers that Word counts, a nested table and a text box."""
    package = docx.Document()
    space = nsdecls("w")
    changed = 'w:id="1" w:author="a" w:date="2031-01-01T00:00:00Z"'
    package.add_heading("共同研究の進め方", 0)
    package.add_heading("体制", 1)
    paragraph = package.add_paragraph("研究の会議は")
    paragraph._p.append(parse_xml(f"<w:del {space} {changed}><w:r><w:delText>年に一度</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {space} {changed}><w:r><w:t>三か月に一度</w:t></w:r></w:ins>"))
    paragraph.add_run("開く。議事録は両国の言葉で残す。")
    noted = package.add_paragraph()
    run = noted.add_run("費用は等分とする。")
    package.add_comment(run, text="等分でよいか、確かめる。", author="a", initials="a")
    for text in ("機器の貸借を文書に残す。", "試料の移動を記録する。"):
        package.add_paragraph(text, style="List Number")
    package.add_heading("分担", 1)
    table = package.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "観測"
    inner = table.cell(0, 1).add_table(rows=2, cols=2)
    for row, cells in enumerate((("浮標", "日本側が設置する。"), ("漂流計", "相手側が回収する。"))):
        for column, text in enumerate(cells):
            inner.cell(row, column).text = text
    anchor = package.add_paragraph("緊急のときの連絡先は、次の枠に示す。")
    anchor.add_run()._r.append(
        parse_xml(
            f'<w:pict {space} xmlns:v="urn:schemas-microsoft-com:vml"><v:shape style="width:200pt;height:50pt">'
            "<v:textbox>"
            "<w:txbxContent><w:p><w:r><w:t>夜間は当直の職員が電話を受ける。</w:t></w:r></w:p></w:txbxContent>"
            "</v:textbox></v:shape></w:pict>"
        )
    )
    return package


def _revision_gold() -> list[Gold]:
    title = "共同研究の進め方"
    return [
        Gold("heading", None, title),
        Gold("heading", title, "体制"),
        Gold("paragraph", "体制", "研究の会議は三か月に一度開く。"),
        Gold("paragraph", "体制", "議事録は両国の言葉で残す。"),
        Gold("paragraph", "体制", "費用は等分とする。"),
        Gold("item", "体制", "1. 機器の貸借を文書に残す。"),
        Gold("item", "体制", "2. 試料の移動を記録する。"),
        Gold("heading", title, "分担"),
        Gold("row", "分担", "観測"),
        Gold("cell", "分担", "浮標"),
        Gold("cell", "浮標", "日本側が設置する。"),
        Gold("cell", "分担", "漂流計"),
        Gold("cell", "漂流計", "相手側が回収する。"),
        Gold("paragraph", "分担", "緊急のときの連絡先は、次の枠に示す。"),
        Gold("paragraph", "分担", "夜間は当直の職員が電話を受ける。"),
    ]

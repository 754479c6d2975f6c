"""Final reports: a document goes in, the record of its project comes out, with the results that it tells.

Title, countries, period and institutions are taken from the front matter; results are the sentences that the rules of
``results`` choose, each with its page. Every such record says so among its doubts. People are not taken over.
"""

from __future__ import annotations

import re

from stitext.projects.countries import countries_in, parse_countries
from stitext.projects.front_matter import institutions_in, read_front_matter
from stitext.projects.importing import Skipped, make_project
from stitext.projects.kinds import result_kind
from stitext.projects.results import is_result
from stitext.projects.source_texts import years_in
from stitext.records import Document, Project, ProjectResult

LICENSE = "文書の持ち主に確かめる（取り込みのときには確かめていない）"
_SUMMARY_HEADING = re.compile(r"概要|要旨|要約|目的|ねらい|狙い|Summary|Abstract", re.IGNORECASE)
_REPORT = re.compile(r"報\s*告|評\s*価\s*[書票報]|成\s*果\s*(?:概|報)|実\s*績|[Rr]eport")
_N_SUMMARY = 4
_CHOSEN = "成果は規則で選んだ文（試験では選んだ文の 88% が成果、成果の 75% を選ぶ）。使う前に原文で確かめる。"


def project_from_report(document: Document, name: str) -> Project | Skipped:
    """Make a project of a report.

    Parameters
    ----------
    document
        The report as it was read.
    name
        Its path below the folder of reports; the id is made of it, so that a corrected report takes the place of the
        old one.

    Returns
    -------
    Project or Skipped
        Skipped where no title is found.
    """
    front = read_front_matter(document)
    values = front.values
    doubts = [_CHOSEN]
    if not _REPORT.search(front.head):
        doubts.append("冒頭に報告書とは書かれておらず、計画の文書かもしれない。")
    countries, unknown = parse_countries(values.get("countries", ""))
    if values.get("countries") and not countries:
        countries = countries_in(values["countries"])
    elif unknown and countries:
        countries = tuple(dict.fromkeys((*countries, *countries_in("、".join(unknown)))))
    if not countries:
        named = countries_in(f"{front.title} {values.get('partner', '')}")
        countries = named or countries_in(front.head)
        found_in = "題名と機関名" if named else "冒頭の数行"
        doubts.append(f"相手国は{found_in}から。" if countries else "相手国は読み取れなかった。")
    if not front.title_is_labelled:
        doubts.append("題名は最初の見出しから。")
    year = next(iter(years_in(values.get("period", ""))), None)
    if year is not None:
        doubts.append("採択年度は期間の始まりの年。")
    results = tuple(_results(document))
    if not results:
        doubts.append("成果に当たる文は見つからなかった。")
    fields = {
        "id": f"REPORT-{name}",
        "programme": values.get("programme", ""),
        "title_ja": front.title,
        "countries": countries,
        "institutions_jp": institutions_in(values.get("home", "")),
        "institutions_partner": institutions_in(values.get("partner", "") or values.get("countries", "")),
        "field": values.get("field", ""),
        "fiscal_year": year,
        "period": values.get("period", ""),
        "summary": _summary(document),
        "results": results,
        "source_url": name,
        "seen": f"報告書の文書（sha256 {document.sha256[:12]}）",
        "license": LICENSE,
        "doubts": tuple(doubts),
    }
    return make_project(fields, name)


def _results(document: Document) -> list[ProjectResult]:
    found: dict[str, ProjectResult] = {}
    for sentence in document.sentences:
        text = " ".join(document.normalized_quote(sentence).split())
        if sentence.kind != "heading" and text not in found and is_result(text, sentence.section):
            found[text] = ProjectResult(text=text, kind=result_kind(text), page=sentence.page)
    return list(found.values())


def _summary(document: Document) -> str:
    chosen = [
        document.normalized_quote(sentence)
        for sentence in document.sentences
        if sentence.kind != "heading" and sentence.section and _SUMMARY_HEADING.search(sentence.section)
    ]
    prose = [text for text in chosen if text.endswith(("。", "．", "."))]
    return "".join(prose[:_N_SUMMARY])

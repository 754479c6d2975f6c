"""KAKEN: the XML of NII's opensearch goes in, projects come out; JST's GRANTS answers in the same form.

The root is ``grantAwards`` in live answers, ``grantAwardList`` in NII's definition. Elements come once or many times,
with or without a namespace; a running project gives its period as attributes alone; misspelt attributes
(``sequecne``) are really in the definition. The format names no partner country, so records have none. People are not
taken over. Files of any size are read element by element; a file with a DOCTYPE is refused, and so are its entities.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from lxml.etree import _Element as Element

from stitext.errors import SourceError
from stitext.projects.importing import Skipped, make_project
from stitext.projects.kinds import result_kind
from stitext.projects.source_texts import is_japanese, plain_text, sentences_of
from stitext.records import Project, ProjectResult

LICENSE = "KAKEN の利用条件による（取り込みのときには確かめていない）"
_ROOTS = ("grantAwards", "grantAwardList", "grantAward")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SITES = {"KAKENHI": "https://kaken.nii.ac.jp/grant/", "JST": "https://projectdb.jst.go.jp/grant/"}
_SUMMARIES = ("abstract", "purpose", "outline_of_research_initial", "")
_ACHIEVEMENTS = ("outline_of_research_achievement", "outline_of_research_performance", "conclusion")
_RUNNING = frozenset({"adopted", "granted", "suspended"})
_SEQUENCES = ("sequence", "sequecne")


def read_kaken(path: Path) -> Iterator[Project | Skipped]:
    """Yield the projects of an XML file.

    Parameters
    ----------
    path
        The file.

    Yields
    ------
    Project | Skipped
        One for each ``grantAward``.

    Raises
    ------
    SourceError
        If the file is missing, is no such XML (``kaken-unknown``), is cut off or damaged (``source-damaged``), or has a
        DOCTYPE (``source-unsafe``).
    """
    root_name = ""
    try:
        with path.open("rb") as stream:
            events = etree.iterparse(
                stream, events=("end",), tag="{*}grantAward", resolve_entities=False, no_network=True, load_dtd=False
            )
            for _, award in events:
                root_name = root_name or _check_root(award, path)
                yield _project(award, f"{path.name} の {award.sourceline} 行目", path.name)
                award.clear(keep_tail=False)
                while award.getprevious() is not None:
                    del award.getparent()[0]
            if not root_name and events.root is not None:
                _check_root(events.root, path)
    except etree.XMLSyntaxError as error:
        raise SourceError(
            f"{path.name} の {error.lineno} 行目: XML が壊れているか、途中で切れています（{error.msg}）。"
            "取得し直してください。",
            code="source-damaged",
        ) from error
    except FileNotFoundError as error:
        raise SourceError(f"{path}: ファイルがありません。パスを確かめてください。", code="source-missing") from error
    except OSError as error:
        raise SourceError(
            f"{path}: ファイルを読めません（{error.strerror}）。読取り権限を確かめてください。",
            code="source-unreadable",
        ) from error


def _check_root(element: Element, path: Path) -> str:
    tree = element.getroottree()
    if tree.docinfo.internalDTD is not None or tree.docinfo.doctype:
        raise SourceError(
            f"{path.name}: DOCTYPE のある XML は読みません（KAKEN の応答にはありません）。取得し直してください。",
            code="source-unsafe",
        )
    name = _name(tree.getroot())
    if name not in _ROOTS:
        raise SourceError(
            f"{path.name}: KAKEN の XML ではありません（根の要素は {name}）。"
            f"{'、'.join(_ROOTS[:2])} のいずれかを根とするファイルを指定してください。",
            code="kaken-unknown",
        )
    return name


def _project(award: Element, where: str, file_name: str) -> Project | Skipped:
    award_number = award.get("awardNumber", "").strip()
    award_id = award.get("id", "").strip() or (f"KAKENHI-PROJECT-{award_number}" if award_number else "")
    summaries = _children(award, "summary")
    japanese = next((each for each in summaries if each.get(_LANG, "").startswith("ja")), None)
    english = next((each for each in summaries if each.get(_LANG, "").startswith("en")), None)
    if japanese is None:
        japanese = next((each for each in summaries if each.get(_LANG) is None), None)
    main = japanese if japanese is not None else english
    if main is None:
        main = award  # records without a summary hold the same elements themselves
    status = next((each.get("statusCode", "") for each in reversed(_children(main, "projectStatus"))), "")
    if status == "declined":
        return Skipped(where=where, code="declined", message=f"{award_id}: 不採択の課題です。")
    titles = [_text(each) for part in (main, english) if part is not None for each in _children(part, "title")]
    period, year, doubts = _period(main)
    paragraphs = _paragraphs(main) or (_paragraphs(english) if english is not None else {})
    results, of_results = _results(paragraphs, award)
    doubts += of_results
    if status in _RUNNING:
        doubts.append("記録の時点で進行中の課題。")
    fields = {
        "id": award_id,
        "programme": _programme(award, main),
        "title_ja": next((title for title in titles if is_japanese(title)), ""),
        "title_en": next((title for title in titles if not is_japanese(title)), ""),
        "institutions_jp": _distinct(main, "institution"),
        "field": next(
            iter(_distinct(main, "review_section") or _distinct(main, "field") or _distinct(main, "section")), ""
        ),
        "fiscal_year": year,
        "period": period,
        "summary": _summary(paragraphs),
        "results": results,
        "source_url": _url(award, award_id),
        "seen": f"KAKEN 形式の XML（{file_name}{_modified(award)}）",
        "license": LICENSE,
        "doubts": tuple(doubts),
    }
    return make_project(fields, where)


def _name(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _children(element: Element, name: str) -> list[Element]:
    """Return the children of a name, in the order that their sequence gives where all have one."""
    found = list(element.iterchildren(f"{{*}}{name}"))
    if len(found) < 2:
        return found
    numbers = [next((each.get(key) for key in _SEQUENCES if each.get(key)), "") for each in found]
    if all(number.isdigit() for number in numbers):
        found = [each for _, each in sorted(zip(map(int, numbers), found, strict=True), key=lambda pair: pair[0])]
    return found


def _text(element: Element) -> str:
    return plain_text("".join(element.itertext()))


def _distinct(element: Element, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (_text(each) for each in _children(element, name)))))


def _programme(award: Element, main: Element) -> str:
    # The same category is written with full-width and with half-width brackets and letters.
    category = unicodedata.normalize("NFKC", next(iter(_distinct(main, "category")), ""))
    is_kakenhi = award.get("recordSet", "kakenhi") == "kakenhi" and not award.get("id", "").startswith("JST")
    return f"科研費 {category}".strip() if is_kakenhi else category


def _period(main: Element) -> tuple[str, int | None, list[str]]:
    """Return the period, the fiscal year in which it begins, and what is not sure."""
    element = next(iter(_children(main, "periodOfAward")), None)
    if element is None:
        return "", None, []
    start, end = (next(iter(_distinct(element, name)), "") for name in ("startDate", "endDate"))
    years = [next(iter(_distinct(element, name)), "") for name in ("startFiscalYear", "endFiscalYear")]
    years = [
        own or element.get(key, "")
        for own, key in zip(years, ("searchStartFiscalYear", "searchEndFiscalYear"), strict=True)
    ]
    listed = _distinct(element, "fiscalYear")
    if not any(years) and listed:
        years = [listed[0], listed[-1]]
    year = int(years[0]) if re.fullmatch(r"\d{4}", years[0]) else _fiscal_year(start)
    period = f"{start}〜{end}" if start else f"{years[0]}〜{years[1]}年度" if years[0] else ""
    doubts = []
    if (end and start and end < start) or (years[1] and years[0] and years[1] < years[0]):
        doubts.append("期間の終わりが始まりより前になっている（記録のまま）。")
    return period, year, doubts


def _fiscal_year(date: str) -> int | None:
    """Return the Japanese fiscal year of a date; it begins in April."""
    match = re.match(r"(\d{4})-(\d{2})", date)
    if match is None:
        return None
    return int(match[1]) - (int(match[2]) < 4)


def _paragraphs(part: Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in _children(part, "paragraphList"):
        texts = [_text(paragraph) for paragraph in _children(each, "paragraph")]
        found.setdefault(each.get("type", "").strip(), []).extend(text for text in texts if text)
    return found


def _summary(paragraphs: dict[str, list[str]]) -> str:
    first = next((paragraphs[name] for name in _SUMMARIES if paragraphs.get(name)), [])
    return "\n".join([*first, *paragraphs.get("significance_of_research_achievement", [])])


def _results(paragraphs: dict[str, list[str]], award: Element) -> tuple[tuple[ProjectResult, ...], list[str]]:
    source = next((name for name in _ACHIEVEMENTS if paragraphs.get(name)), None)
    sentences = (
        [sentence for text in paragraphs.get(source or "", ()) for sentence in sentences_of(text)] if source else []
    )
    results = [ProjectResult(text=text, kind=result_kind(text)) for text in dict.fromkeys(sentences)]
    doubts = ["成果の欄は年度ごとの研究実績の概要から取った。"] if source == "outline_of_research_performance" else []
    return (*results, *_products(award)), doubts


def _products(award: Element) -> Iterator[ProjectResult]:
    titles: dict[str, list[str]] = {}
    for each in (product for part in _children(award, "productList") for product in _children(part, "product")):
        title = next(iter(_distinct(each, "title")), "")
        if title and title not in titles.setdefault(each.get("type", ""), []):
            titles[each.get("type", "")].append(title)
    articles = titles.get("journal_article", [])
    if articles:
        yield ProjectResult(
            text=f"論文 {len(articles)} 編（{articles[0]}{' ほか' if len(articles) > 1 else ''}）", kind="論文群"
        )
    for name in ("patent", "industrial_property_right", "industrial_property_rights"):
        for title in titles.get(name, []):
            yield ProjectResult(text=title, kind="特許")


def _url(award: Element, award_id: str) -> str:
    listed = next((url for part in _children(award, "urlList") for url in _distinct(part, "url")), "")
    site = next((site for prefix, site in _SITES.items() if award_id.startswith(prefix)), "")
    return listed or (f"{site}{award_id}/" if site else "")


def _modified(award: Element) -> str:
    date = next(iter(_distinct(award, "modified")), "")[:10]
    return f"、記録の更新日 {date}" if date else ""

"""What pages and tables of similar projects say in Japanese and in English, beside the records' own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stitext.projects.countries import country_name
from stitext.records import PointProject, ReusableResult, SimilarProject, SimilarProjects
from stitext.settings import Language


@dataclass(frozen=True)
class SimilarMessages:
    """The strings of one language."""

    language: Language
    title: str
    found: str
    none_found: str
    none_advice: str
    limits: str
    asked: str
    similar: str
    theirs: str
    ours: str
    ours_asked: str
    reusable: str
    no_results: str
    use: str
    no_use: str
    holders: str
    points: str
    source: str
    caveats: str
    score: str
    year: str
    unknown: str
    unknown_year: str
    catalogue: str
    joiner: str
    columns: tuple[str, ...]


_JA = SimilarMessages(
    language="ja",
    title="成果を活用できそうな過去の課題",
    found="成果を活用できそうな過去の課題が {n} 件あります",
    none_found="似た課題は見つかりませんでした",
    none_advice="目録に十分に近い課題がありません。言い方を変えるか、絞り込みを緩めるか、目録を加えてください。",
    limits="目録の記録にあることだけを示します。使えるかどうかは、持ち主の機関に確かめてください。",
    asked="探した文",
    similar="似ているところ",
    theirs="先方",
    ours="下書き",
    ours_asked="探した文",
    reusable="使えそうな成果",
    no_results="目録の記録に、使えそうな成果は見当たりません。",
    use="使えそうな文",
    no_use="下書きのどの文に使えるかは、語と意味の近さからは決まりません。",
    holders="持ち主",
    points="助けになる観点",
    source="出典",
    caveats="注意",
    score="近さ",
    year="{year} 年度",
    unknown="不明",
    unknown_year="年度不明",
    catalogue="目録 {id}（{n} 件）",
    joiner=" ／ ",
    columns=(
        "順位",
        "課題 ID",
        "題名",
        "制度",
        "相手国",
        "年度",
        "近さ",
        "似た文（先方）",
        "似た文（下書き）",
        "成果",
        "種類",
        "使えそうな文",
        "持ち主",
        "観点",
        "出典",
        "注意",
    ),
)
_EN = SimilarMessages(
    language="en",
    title="Past projects whose results could be reused",
    found="{n} past projects have results that could be reused",
    none_found="No similar project was found",
    none_advice="Nothing in the catalogue is near enough. Word it otherwise, filter less, or add a catalogue.",
    limits="Only what the catalogue's records say is shown. Ask the holder whether a result can be used.",
    asked="What was searched for",
    similar="What is alike",
    theirs="theirs",
    ours="the draft",
    ours_asked="searched for",
    reusable="Results that could be reused",
    no_results="The catalogue's record holds no result that seems of use here.",
    use="for the sentence",
    no_use="Nearness of words and meaning does not tell for which sentence of the draft.",
    holders="held by",
    points="helps with",
    source="source",
    caveats="mind",
    score="nearness",
    year="fiscal year {year}",
    unknown="unknown",
    unknown_year="year unknown",
    catalogue="catalogue {id} ({n} projects)",
    joiner=" / ",
    columns=(
        "rank",
        "project",
        "title",
        "programme",
        "countries",
        "year",
        "nearness",
        "alike (theirs)",
        "alike (draft)",
        "result",
        "kind",
        "for the sentence",
        "held by",
        "points",
        "source",
        "mind",
    ),
)
_MESSAGES: Mapping[str, SimilarMessages] = {"ja": _JA, "en": _EN}


def similar_messages_in(language: Language) -> SimilarMessages:
    """Return the strings of a language.

    Parameters
    ----------
    language
        ``ja`` or ``en``.

    Returns
    -------
    SimilarMessages
        The strings.
    """
    return _MESSAGES[language]


def similar_headline(found: SimilarProjects, messages: SimilarMessages) -> str:
    """Say in one line whether anything was found.

    Parameters
    ----------
    found
        The projects.
    messages
        The strings of the language.

    Returns
    -------
    str
        How many, or none.
    """
    return messages.found.format(n=len(found.projects)) if found.projects else messages.none_found


def project_facts(project: SimilarProject | PointProject, messages: SimilarMessages) -> str:
    """Name a project's programme, partner countries and year.

    Parameters
    ----------
    project
        The project.
    messages
        The strings of the language.

    Returns
    -------
    str
        What the record does not tell is called unknown.
    """
    year = messages.unknown_year if project.year is None else messages.year.format(year=project.year)
    return messages.joiner.join((project.programme or messages.unknown, countries_text(project, messages), year))


def countries_text(project: SimilarProject | PointProject, messages: SimilarMessages) -> str:
    """Name a project's partner countries, in Japanese by name and in English by code; unknown where there are none."""
    names = map(country_name, project.countries) if messages.language == "ja" else project.countries
    return "、".join(names) or messages.unknown


def result_facts(result: ReusableResult, messages: SimilarMessages, *, from_draft: bool) -> tuple[tuple[str, str], ...]:
    """Return what is known of a result, each with its name.

    Parameters
    ----------
    result
        The result.
    messages
        The strings of the language.
    from_draft
        Whether a draft asked.

    Returns
    -------
    tuple of pairs
        (name, value); caveats each by itself.
    """
    facts = []
    if from_draft:
        facts.append((messages.use, f"「{result.use}」" if result.use else messages.no_use))
    facts += [
        (messages.holders, "、".join(result.holders) or messages.unknown),
        (messages.points, "、".join(result.points) or messages.unknown),
        (messages.source, result.source or messages.unknown),
        *((messages.caveats, caveat) for caveat in result.caveats),
    ]
    return tuple(facts)

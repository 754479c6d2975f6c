"""A draft → the sentences that ask for past projects: its title, aims and plan; not its budget, team and paperwork."""

from __future__ import annotations

import re
from typing import NamedTuple

from stitext.records import Document, Sentence, TaggedDocument

N_ASKED = 16
_LEAST_CHARACTERS = 12
_LEAST_TITLE = 8

# Source: the headings of the proposals and forms in corpora/drafts and corpora/examples.
_ASKING = re.compile(
    r"目的|目標|ねらい|狙い|背景|趣旨|課題|必要性|意義|概要|要旨|要約|計画|内容|方法|手法|進め方|期待|成果|効果|社会実装|題名|題目"
    r"|\b(?:aims?|objectives?|goals?|background|summary|abstract|overview|plans?|methods?|approach|outcomes?|impact)\b",
    re.IGNORECASE,
)
_NOT_ASKING = re.compile(
    r"予算|経費|費用|積算|資金|体制|組織|役割|分担|略歴|経歴|業績|エフォート|倫理|安全管理|安全保障|知的財産|知財|輸出管理"
    r"|インテグリティ|データ管理|データマネジメント|連絡先|様式|記入|日程|スケジュール|年次|管理"
    r"|\b(?:budgets?|costs?|team|staff|personnel|organi[sz]ation|ethics?|intellectual property|export control|integrity"
    r"|data management|schedule|contact)\b",
    re.IGNORECASE,
)
# Source: as above; a blank or a colon stands behind the name of the field.
_TITLE = re.compile(
    r"^[\[【(<]*(?:研究|提案|共同研究|応募|申請|実施|プロジェクトの?)*(?:課題|題|事業|計画|プロジェクト)\s*名?\s*(?:称|等)?[\]】)>]*\s*"
    r"(?:[:\t]\s*|(?<=[\]】)>])|\s+)|^(?:project |research )?title\s*[:\t]\s*",
    re.IGNORECASE,
)


class Asked(NamedTuple):
    """A sentence that asks: as the draft has it, as searches read it, and whether it is the draft's title."""

    quote: str
    text: str
    is_title: bool = False


def asked_sentences(tagged: TaggedDocument) -> tuple[Asked, ...]:
    """Choose the sentences of a draft that searches go by.

    Parameters
    ----------
    tagged
        The draft with its labels.

    Returns
    -------
    tuple of Asked
        At most 16, in the draft's order: its title, sentences that pursue an aim, and those under headings of aim and
        plan; where there are none of these, all that do not stand under headings of budget, team and paperwork.
    """
    document = tagged.document
    pursuing = {
        sentence.sentence_id
        for sentence in tagged.sentences
        if any(tag.id.startswith("P") and tag.stance != "negative" for tag in sentence.labels)
    }
    ranked: list[tuple[int, int, Sentence]] = []
    for place, sentence in enumerate(document.sentences):
        rank = _rank(sentence, document, pursues=sentence.sentence_id in pursuing)
        # Forms repeat the title; asked twice, it would count twice.
        if rank is not None and not (rank == 0 and any(earlier == 0 for earlier, _, _ in ranked)):
            ranked.append((rank, place, sentence))
    if any(rank < 3 for rank, _, _ in ranked):
        ranked = [item for item in ranked if item[0] < 3]
    chosen = sorted(ranked, key=lambda item: item[:2])[:N_ASKED]
    return tuple(
        Asked(document.quote(sentence), _TITLE.sub("", document.normalized_quote(sentence)), is_title=rank == 0)
        for rank, _, sentence in sorted(chosen, key=lambda item: item[1])
    )


def _rank(sentence: Sentence, document: Document, *, pursues: bool) -> int | None:
    """Tell how much a sentence asks, 0 for the title; None for one that does not ask."""
    text = document.normalized_quote(sentence)
    headings = " ".join((*sentence.section_path, sentence.section or ""))
    named = _TITLE.match(text)
    if named and len(text) - named.end() >= _LEAST_TITLE:
        return 0
    if sentence.kind == "heading" or len(text) < _LEAST_CHARACTERS or _NOT_ASKING.search(headings):
        return None
    if pursues:
        return 1
    return 2 if _ASKING.search(headings) else 3

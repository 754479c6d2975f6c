"""Labels by cue expressions and similarity alone: for a framework that no tagger was trained for.

A sentence gets a label where one of the framework's cue expressions occurs in it; the similarity of the sentence to the
label's definition ranks such sentences, and finds near ones to show where there is none. Stance comes from rules on the
end of the sentence. This finds much less than a trained tagger: "unaddressed" means "no cue found".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stitext.framework import Framework
from stitext.records import (
    AnalyzedDocument,
    Candidate,
    Document,
    DocumentLabel,
    Note,
    Sentence,
    Stance,
    Tag,
    TaggedDocument,
    TaggedSentence,
)
from stitext.tagging.assessable import find_obstacles

Array = NDArray[np.float32]

N_CANDIDATES = 3
# A cue alone gives 0.6, each further one 0.1 more up to 0.8, and likeness to the definition up to 0.2 more.
_CUE_SCORE = 0.6
_FURTHER_CUE = 0.1
_MOST_CUES = 0.8
_SIMILARITY_SCORE = 0.2
_NEAR_SCORE = 0.5

# Source: codebook, "Stance". The main clause stands last, so the end of the sentence decides.
_NEGATIVE = re.compile(
    r"(?:ない|なかった|ません|ませんでした|ず|不十分(?:である|であった)?|不足(?:している|していた)?|欠けている|"
    r"見送(?:る|った)|断念(?:した|する)|中止(?:した|する)|取りやめ(?:た|る)|未定(?:である)?|未着手(?:である)?)[。)」]*$"
)
_MENTION = re.compile(
    r"(?:必要(?:である|がある|だ|とする)?|重要(?:である|だ)?|期待(?:される|する|している)|望まれる|望ましい|べきである|べきだ|"
    r"求められる|求める|検討(?:する|している|したい|中である|していく)|目指す|めざす|したい|ていきたい|努める|図る|課題である|"
    r"ことが求められている|見込み(?:である)?|意義(?:がある|は大きい))[。)」]*$"
)


@dataclass(frozen=True)
class CueTagger:
    """Cue expressions by label, and the vectors of the labels' definitions, shape (n_labels, n_dimensions)."""

    label_ids: tuple[str, ...]
    cues: tuple[tuple[re.Pattern[str], ...], ...]
    label_vectors: Array


def label_descriptions(framework: Framework) -> list[str]:
    """Return, for each label, the text that sentences are compared with.

    Parameters
    ----------
    framework
        The framework.

    Returns
    -------
    list of str
        Wording and definition, in the order of the labels.
    """
    return [f"{label.clause.text} {label.interpretation.definition}" for label in framework.labels]


def build_cue_tagger(framework: Framework, label_vectors: Array) -> CueTagger:
    """Compile a framework's cues.

    Parameters
    ----------
    framework
        The framework.
    label_vectors
        Vectors of ``label_descriptions``, unit rows, shape (n_labels, n_dimensions).

    Returns
    -------
    CueTagger
        For ``tag_by_cues``.
    """
    return CueTagger(
        label_ids=tuple(label.id for label in framework.labels),
        cues=tuple(tuple(re.compile(cue) for cue in label.interpretation.cues) for label in framework.labels),
        label_vectors=label_vectors,
    )


def tag_by_cues(analyzed: AnalyzedDocument, sentence_vectors: Array, tagger: CueTagger) -> TaggedDocument:
    """Label sentences by cues and similarity.

    Parameters
    ----------
    analyzed
        The document.
    sentence_vectors
        Unit rows by the encoder that made the label vectors, shape (n_sentences, n_dimensions).
    tagger
        From ``build_cue_tagger``.

    Returns
    -------
    TaggedDocument
        Its ``model`` is None.
    """
    document = analyzed.document
    similarity = np.clip(sentence_vectors @ tagger.label_vectors.T, 0, 1)
    tags: list[list[Tag]] = [[] for _ in document.sentences]
    candidates: list[Candidate] = []
    labels: list[DocumentLabel] = []
    for column, label_id in enumerate(tagger.label_ids):
        near: list[tuple[float, str]] = []
        held = concrete = 0.0
        for row, sentence in enumerate(document.sentences):
            if sentence.kind == "heading":
                continue
            found = _find_cues(document, sentence, tagger.cues[column])
            likeness = float(similarity[row, column])
            if not found:
                near.append((round(_NEAR_SCORE * likeness, 4), sentence.sentence_id))
                continue
            cue_score = min(_CUE_SCORE + _FURTHER_CUE * (len(found) - 1), _MOST_CUES)
            score = round(cue_score + _SIMILARITY_SCORE * likeness, 4)
            stance = rule_stance(document.normalized_quote(sentence))
            tags[row].append(Tag(id=label_id, stance=stance, score=score, why=found))
            held = held if stance == "negative" else max(held, score)
            concrete = max(concrete, score) if stance == "concrete" else concrete
        near.sort(reverse=True)
        candidates += [
            Candidate(id=label_id, sentence_id=sentence_id, score=score) for score, sentence_id in near[:N_CANDIDATES]
        ]
        labels.append(
            DocumentLabel(
                id=label_id,
                held=held,
                concrete=concrete,
                held_threshold=_CUE_SCORE,
                concrete_threshold=_CUE_SCORE,
            )
        )
    obstacles = find_obstacles(document)
    note = Note(
        code="no-trained-tagger",
        message="この枠組みには学習済みのタグ付けモデルがありません。手がかり表現と類似度だけで判定しており、"
        "「未記載」は「手がかり表現が見つからない」という意味です。",
    )
    return TaggedDocument(
        document=document,
        sentences=tuple(
            TaggedSentence(
                sentence_id=sentence.sentence_id, labels=tuple(sorted(found, key=lambda tag: (-tag.score, tag.id)))
            )
            for sentence, found in zip(document.sentences, tags, strict=True)
        ),
        candidates=tuple(candidates),
        document_labels=tuple(labels),
        assessable=not obstacles,
        model=None,
        warnings=(note, *obstacles),
    )


def rule_stance(text: str) -> Stance:
    """Decide the stance of a sentence by its end.

    Parameters
    ----------
    text
        Normalized wording of the sentence.

    Returns
    -------
    Stance
        ``negative`` or ``mention`` where a rule says so, else ``concrete``.
    """
    if _NEGATIVE.search(text):
        return "negative"
    return "mention" if _MENTION.search(text) else "concrete"


def _find_cues(document: Document, sentence: Sentence, cues: tuple[re.Pattern[str], ...]) -> tuple[str, ...]:
    text = document.normalized_quote(sentence)
    phrases: list[str] = []
    for cue in cues:
        match = cue.search(text)
        if match is None or match.start() == match.end():
            continue
        start, end = document.normalized.source_span(
            sentence.normalized_start + match.start(), sentence.normalized_start + match.end()
        )
        phrase = document.text[start:end].strip()
        if phrase not in phrases:
            phrases.append(phrase)
    return tuple(phrases)

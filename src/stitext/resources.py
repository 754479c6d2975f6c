"""What the operations need, loaded once and passed to them: framework, analyzer, encoder, tagger."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from stitext import __version__
from stitext.analysis.analyze import Analyzer, load_analyzer
from stitext.analysis.content import content_words
from stitext.embedding import Encoder, check_encoder, find_model, load_encoder, model_sha256
from stitext.embedding.static import StaticEncoder
from stitext.errors import ModelError
from stitext.framework import Framework, load_framework
from stitext.projects.terms import load_terms
from stitext.projects.wording import Wording
from stitext.reading.isolation import IsolatedReader
from stitext.records import Document, FrameworkInfo, ModelInfo, Provenance
from stitext.settings import Settings, settings_sha256
from stitext.tagging.cues import CueTagger, build_cue_tagger, label_descriptions
from stitext.tagging.features import SentenceVectors
from stitext.tagging.model_files import find_tagger, load_tagger
from stitext.tagging.tagger import Tagger

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Resources:
    """What the operations need, loaded once; not to be shared between threads."""

    settings: Settings
    framework: Framework
    analyzer: Analyzer
    encoder: Encoder
    tagger: Tagger | CueTagger
    reader: IsolatedReader = field(default_factory=IsolatedReader)  # its process starts with the first file

    @cached_property
    def wording(self) -> Wording:
        """What searches for projects compare texts by."""
        return make_wording(self.encoder, self.analyzer)


def load_resources(settings: Settings) -> Resources:
    """Load framework, tokenizer, encoder and tagger.

    Where the tagger was trained for another framework, cues and similarity alone stand in, and every result says so.

    Parameters
    ----------
    settings
        Which ones.

    Returns
    -------
    Resources
        For all operations.

    Raises
    ------
    ModelError
        If the tagger was built on another encoder, or for another version of the framework.
    """
    framework = load_framework(settings.framework)
    encoder = load_encoder(settings.encoder)
    trained = load_tagger(find_tagger(settings.tagger))
    tagger: Tagger | CueTagger = trained
    if trained.framework.id != framework.id:
        tagger = build_cue_tagger(framework, encoder.encode_passages(label_descriptions(framework)))
    else:
        _check_fit(trained, framework, encoder)
    return Resources(settings=settings, framework=framework, analyzer=load_analyzer(), encoder=encoder, tagger=tagger)


def make_wording(encoder: Encoder, analyzer: Analyzer) -> Wording:
    """Join what searches for projects compare texts by.

    Parameters
    ----------
    encoder
        Texts to vectors.
    analyzer
        Its tokenizer cuts words.

    Returns
    -------
    Wording
        With the terms that ship with stitext; not to be shared between threads.
    """
    tokenizer = analyzer.tokenizer
    return Wording(
        encoder=encoder,
        content_words=lambda text: content_words(text, tokenizer),
        terms=load_terms(),
        has_word_vectors=isinstance(encoder, StaticEncoder),
    )


def fits_tagger(settings: Settings) -> bool:
    """Tell whether the tagger of the settings was built on their encoder.

    Parameters
    ----------
    settings
        Which ones.

    Returns
    -------
    bool
        False where ``load_resources`` would refuse the two.

    Raises
    ------
    ModelError
        If one of them is not there.
    """
    return load_tagger(find_tagger(settings.tagger)).encoder.sha256 == model_sha256(find_model(settings.encoder))


def provenance(resources: Resources) -> Provenance:
    """Tell all that a result depends on beside the input.

    Parameters
    ----------
    resources
        From ``load_resources``.

    Returns
    -------
    Provenance
        For the report.
    """
    tagger, encoder, framework = resources.tagger, resources.encoder, resources.framework
    return Provenance(
        stitext=__version__,
        framework=FrameworkInfo(id=framework.id, version=framework.version),
        tagger=tagger.info if isinstance(tagger, Tagger) else None,
        encoder=ModelInfo(id=encoder.id, sha256=encoder.sha256),
        analysis=resources.settings.analysis,
        settings_sha256=settings_sha256(resources.settings),
    )


def sentence_vectors(document: Document, encoder: Encoder) -> SentenceVectors:
    """Encode the sentences of a document, and for each its heading and the sentence before.

    Parameters
    ----------
    document
        The document.
    encoder
        The encoder.

    Returns
    -------
    SentenceVectors
        Rows in the order of the sentences.
    """
    sentences = encoder.encode_passages([document.normalized_quote(sentence) for sentence in document.sentences])
    sections = sorted({sentence.section or "" for sentence in document.sentences})
    row_of = {section: row for row, section in enumerate(sections)}
    headings = encoder.encode_passages(sections)[[row_of[sentence.section or ""] for sentence in document.sentences]]
    previous: NDArray[np.float32] = np.zeros_like(sentences)
    previous[1:] = sentences[:-1]
    return SentenceVectors(sentences, headings, previous)


def _check_fit(tagger: Tagger, framework: Framework, encoder: Encoder) -> None:
    if tagger.framework.version != framework.version:
        raise ModelError(
            f"モデル {tagger.info.id} は枠組み {framework.id} の版 {tagger.framework.version} 用で、"
            f"指定の版 {framework.version} には使えません。"
            "版を合わせるか、`stitext train -o FOLDER` で作り直してください。",
            code="model-framework-mismatch",
        )
    check_encoder(
        encoder,
        built_with=tagger.encoder.id,
        sha256=tagger.encoder.sha256,
        artefact=f"タグ付けモデル {tagger.info.id}",
        rebuild="stitext train -o FOLDER",
    )

"""``Document`` → ``AnalyzedDocument``, and syntax added to chosen sentences of one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stitext.analysis.tokens import load_tokenizer, tokenize
from stitext.records import AnalyzedDocument, AnalyzedSentence, Document

if TYPE_CHECKING:
    from spacy.language import Language
    from sudachipy import Tokenizer


@dataclass
class Analyzer:
    """The tokenizer, and the parser once a sentence needs it: loading that takes seconds."""

    tokenizer: Tokenizer
    nlp: Language | None = field(default=None)


def load_analyzer() -> Analyzer:
    """Load the tokenizer; the parser is loaded by the first sentence to be parsed.

    Returns
    -------
    Analyzer
        For ``analyze`` and ``add_syntax``; not to be shared between threads.
    """
    return Analyzer(tokenizer=load_tokenizer())


def load_parser(analyzer: Analyzer) -> Language:
    """Return the analyzer's parser, loading it on first use.

    Parameters
    ----------
    analyzer
        From ``load_analyzer``.

    Returns
    -------
    Language
        The spaCy pipeline.
    """
    if analyzer.nlp is None:
        # Imported here because spaCy and GiNZA take seconds to import and many runs need no syntax.
        from stitext.analysis import syntax

        analyzer.nlp = syntax.load_parser()
    return analyzer.nlp


def analyze(document: Document, analyzer: Analyzer) -> AnalyzedDocument:
    """Tokenize every sentence and every section heading of a document.

    Parameters
    ----------
    document
        The document as it was read.
    analyzer
        From ``load_analyzer``.

    Returns
    -------
    AnalyzedDocument
        With tokens for all sentences and no syntax.
    """
    sentences = tuple(
        AnalyzedSentence(
            sentence_id=sentence.sentence_id,
            tokens=tokenize(document.normalized_quote(sentence), analyzer.tokenizer),
        )
        for sentence in document.sentences
    )
    sections = {sentence.section: None for sentence in document.sentences if sentence.section}
    return AnalyzedDocument(
        document=document,
        sentences=sentences,
        sections={section: tokenize(section, analyzer.tokenizer) for section in sections},
    )


def add_syntax(analyzed: AnalyzedDocument, sentence_ids: Collection[str], analyzer: Analyzer) -> AnalyzedDocument:
    """Parse the named sentences.

    Parameters
    ----------
    analyzed
        A document with tokens.
    sentence_ids
        The sentences to parse; those that have syntax already keep it.
    analyzer
        From ``load_analyzer``.

    Returns
    -------
    AnalyzedDocument
        The same document, with syntax for these sentences too.
    """
    wanted = set(sentence_ids)
    places = [
        place
        for place, sentence in enumerate(analyzed.sentences)
        if sentence.sentence_id in wanted and sentence.syntax is None and sentence.tokens.surfaces
    ]
    if not places:
        return analyzed
    from stitext.analysis.syntax import parse_all

    document = analyzed.document
    texts = [document.normalized_quote(document.sentences[place]) for place in places]
    sentences = list(analyzed.sentences)
    for place, syntax in zip(places, parse_all(texts, load_parser(analyzer)), strict=True):
        sentences[place] = sentences[place].model_copy(update={"syntax": syntax})
    return analyzed.model_copy(update={"sentences": tuple(sentences)})

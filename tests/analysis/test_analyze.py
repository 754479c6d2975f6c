"""All sentences get tokens, the chosen ones syntax, and the document stays as it was."""

import pytest

from stitext.analysis.analyze import add_syntax, analyze, load_analyzer
from stitext.analysis.syntax import MAX_CHARACTERS
from tests.builders import document_of

pytestmark = pytest.mark.model

DOCUMENT = document_of("若手研究者を三年間派遣する。", "点検は行わない。", "AI 技術を使う。")


def check_syntax(text, syntax):
    n = len(syntax.surfaces)
    assert n > 0
    assert all(
        len(column) == n
        for column in (syntax.lemmas, syntax.pos, syntax.tags, syntax.deps, syntax.heads, syntax.starts)
    )
    for surface, start in zip(syntax.surfaces, syntax.starts, strict=True):
        assert text[start : start + len(surface)] == surface
    assert any(head == token for token, head in enumerate(syntax.heads))
    assert [place for first, end in syntax.bunsetu for place in range(first, end)] == list(range(n))


def test_every_sentence_gets_tokens_and_none_syntax(analyzer):
    analyzed = analyze(DOCUMENT, analyzer)
    assert analyzed.document is DOCUMENT
    assert [sentence.sentence_id for sentence in analyzed.sentences] == ["s0001", "s0002", "s0003"]
    assert all(sentence.tokens.surfaces and sentence.syntax is None for sentence in analyzed.sentences)


def test_each_section_heading_gets_tokens_once(analyzer):
    analyzed = analyze(DOCUMENT, analyzer)
    assert set(analyzed.sections) == {"1. 目的"}
    assert "目的" in analyzed.sections["1. 目的"].surfaces


def test_tokenizing_alone_does_not_load_the_parser():
    fresh = load_analyzer()
    add_syntax(analyze(DOCUMENT, fresh), [], fresh)
    assert fresh.nlp is None


def test_only_the_named_sentences_are_parsed(analyzer):
    analyzed = add_syntax(analyze(DOCUMENT, analyzer), ["s0001", "s0003"], analyzer)
    assert [sentence.syntax is not None for sentence in analyzed.sentences] == [True, False, True]
    for sentence, found in zip(DOCUMENT.sentences, analyzed.sentences, strict=True):
        if found.syntax is not None:
            check_syntax(DOCUMENT.normalized_quote(sentence), found.syntax)


def test_a_sentence_that_has_syntax_keeps_it(analyzer):
    once = add_syntax(analyze(DOCUMENT, analyzer), ["s0001"], analyzer)
    twice = add_syntax(once, ["s0001", "s0002"], analyzer)
    assert twice.sentences[0] is once.sentences[0]
    assert twice.sentences[1].syntax is not None
    assert add_syntax(twice, ["s0001"], analyzer) is twice


def test_negation_hangs_on_the_predicate(analyzer):
    syntax = add_syntax(analyze(DOCUMENT, analyzer), ["s0002"], analyzer).sentences[1].syntax
    root = next(token for token, head in enumerate(syntax.heads) if head == token)
    assert syntax.lemmas[root] == "行う"
    assert "ない" in [syntax.lemmas[token] for token, head in enumerate(syntax.heads) if head == root]


def test_a_sentence_parsed_alone_or_among_others_gets_the_same_syntax(analyzer):
    analyzed = analyze(DOCUMENT, analyzer)
    alone = add_syntax(analyzed, ["s0002"], analyzer).sentences[1].syntax
    among = add_syntax(analyzed, ["s0001", "s0002", "s0003"], analyzer).sentences[1].syntax
    assert alone == among


def test_of_an_overlong_sentence_the_end_is_parsed(analyzer):
    text = "水質と水温を測り、" * 300 + "報告は行わない。"
    syntax = add_syntax(analyze(document_of(text), analyzer), ["s0001"], analyzer).sentences[0].syntax
    check_syntax(text, syntax)
    assert syntax.starts[0] >= len(text) - MAX_CHARACTERS
    assert syntax.surfaces[-1] == "。"


def test_a_document_without_sentences_is_analyzed(analyzer):
    empty = DOCUMENT.model_copy(update={"sentences": ()})
    analyzed = add_syntax(analyze(empty, analyzer), [], analyzer)
    assert analyzed.sentences == ()
    assert analyzed.sections == {}

"""The model card of an encoder, from its ``meta.json``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_FIGURES = (
    ("jsts_valid", "JSTS valid, Spearman"),
    ("jsts_test", "JSTS test, Spearman"),
    ("jsick_test", "JSICK test, Spearman (no JSICK pair was trained on)"),
    ("jsquad_valid", "JSQuAD valid, question → paragraph, nDCG@10"),
    ("jaquad_dev", "JaQuAD dev, question → paragraph, nDCG@10"),
    ("tagging_dev", "linear tagger on vectors alone, fold 1, micro F1"),
    ("tagging_test", "linear tagger on vectors alone, test documents, micro F1"),
    ("paraphrases_dev", "same idea in other words, dev, nDCG@10"),
    ("paraphrases_test", "same idea in other words, test, nDCG@10"),
    ("grades_dev", "the same pairs, dev, Spearman with the grades"),
    ("grades_test", "the same pairs, test, Spearman with the grades"),
    ("projects_dev", "project queries, dev, nDCG@10"),
    ("projects_test", "project queries, test, nDCG@10"),
)


def model_card(meta: Mapping[str, Any]) -> str:
    """Write the card of a static encoder.

    Parameters
    ----------
    meta
        The content of its ``meta.json``.

    Returns
    -------
    str
        Markdown with front matter.
    """
    sources = "\n".join(f"| {each['name']} | {each['author']} | {each['license']} |" for each in meta["sources"])
    vectors = meta["word_vectors"]
    below = "\n".join(f"| {each['name']} | {each['author']} | {each['license']} |" for each in vectors["sources"])
    figures = "\n".join(f"| {text} | {meta['figures'][key]:.3f} |" for key, text in _FIGURES)
    return f"""---
language: ja
license: {str(meta["license"]).lower()}
library_name: model2vec
tags: [sentence-transformers, model2vec, static-embeddings, japanese]
---
# {meta["id"]}

A small Japanese sentence encoder: a table of {meta["n_pieces"]:,} pieces with {meta["n_dimensions"]} dimensions,
int8 with one scale for each row; a text's vector is the mean of its pieces' rows, of unit length. It serves
proposals, reports and project descriptions on a laptop, offline.

## Use

```python
from stitext.embedding import load_encoder            # numpy and tokenizers only
vectors = load_encoder("{meta["id"]}").encode_passages(["水田の水を衛星で測る。"])

from model2vec import StaticModel
vectors = StaticModel.from_pretrained("models/{meta["id"]}").encode(["水田の水を衛星で測る。"])

from sentence_transformers import SentenceTransformer  # tested with 6.2
vectors = SentenceTransformer("models/{meta["id"]}").encode(["水田の水を衛星で測る。"])
```

The dimensions stand in PCA order: the first 256 or 128 can be taken alone, at some loss in search. Texts are folded
to NFKC and lower case, blanks are dropped. A text without a known piece gets zeros.

## Figures

| set | figure |
|---|---|
{figures}

`EXPERIMENTS.md` has the baselines and all that was tried. The last eight rows are on sets written for this project
(`corpora/`), the paraphrases' training phrases by the same writer; what they show of other writers' texts is not
known. The grades' correlation is negative because the pairs of grade 0 share most words; see the card of
`corpora/pairs`.

## Training

Made by `stitext train-encoder`; recipe and weights of the losses are in `meta.json`, with
the SHA-256 of each training file. Pieces: the words of Sudachi (mode A) in the training text and in `ja_ginza`'s
vocabulary. Rows start from `ja_ginza`'s word vectors and a random part; a map for all rows, a weight and a
correction for each are learned from pairs. No label of the corpus of sentences was used, and none of its test
documents; no pair of JSICK, no project query, no graded pair. Projects' titles, summaries and results
were (the search is over a known catalogue).

| training data | by | licence |
|---|---|---|
{sources}

**Share-alike.** JGLUE (JSTS), JaQuAD and JSICK are under share-alike licences (CC BY-SA 4.0; JaQuAD 3.0,
which allows a later version). So these weights are given under {meta["license"]}, unlike the program, which is
Apache-2.0. Whether weights are an adaptation of their training data is not settled; who needs certainty should ask
a lawyer. The sets themselves are not part of this project.

Word vectors: {vectors["name"]} ({vectors["license"]}). Its metadata list these sources for the whole package;
chiVe is the one of word vectors:

| source | by | licence |
|---|---|---|
{below}

## Limits

- A bag of words: order, negation and who does what are lost. 「AがBを支援する」 and 「BがAを支援する」 get one vector.
- For questions to paragraphs plain word search (BM25) is better; search should fuse both.
- It has read encyclopedia paragraphs, picture captions and this project's texts; slang, dialects and other
  languages it hardly knows.
- Word vectors carry the biases of the text they come from.
"""

"""How fast stitext is beside the parser it uses, in one run: a table of speed, memory and start-up.

Each contender runs in a process of its own on the same sentences of corpora/sentences. Loading and a first short text
are not part of its speed; they are the column "load". Peak memory is that of the whole process. Start-up times whole
commands, from their start to their end; the first run may find files that are not in the system's cache yet.

    python benchmarks/bench.py [--characters 40000]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).parents[1] / "corpora" / "sentences" / "documents.jsonl"
N_WARM_UP = 60  # sentences; enough to hold labels, so that what is loaded late is loaded
STARTUP_CHARACTERS = 4_000
N_STARTS = 4
BARE = "ja_ginza as it comes"


def main() -> None:
    """Run one contender, or all of them and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--characters", type=int, default=40_000, help="how much text each contender reads")
    parser.add_argument("--contender", choices=sorted(CONTENDERS), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.contender:
        _write(json.dumps(_measure(CONTENDERS[arguments.contender], arguments.characters)))
        return
    _write(_machine())
    _report_speed(arguments.characters)
    _report_startup()


def _measure(load: Callable[[], Callable[[list[str]], object]], n_characters: int) -> dict[str, float]:
    warm_up, sentences = _sentences(n_characters)
    start = time.perf_counter()
    work = load()
    work(warm_up)
    loaded = time.perf_counter()
    work(sentences)
    end = time.perf_counter()
    return {
        "load": loaded - start,
        "seconds": end - loaded,
        "n_characters": sum(map(len, sentences)),
        "n_sentences": len(sentences),
        "peak_mib": _peak_mib(),
    }


def _sentences(n_characters: int) -> tuple[list[str], list[str]]:
    with CORPUS.open(encoding="utf-8") as lines:
        texts = (json.loads(line)["text"] for line in lines)
        warm_up = list(islice(texts, N_WARM_UP))
        sentences: list[str] = []
        n_taken = 0
        for text in texts:
            if n_characters <= n_taken:
                break
            sentences.append(text)
            n_taken += len(text)
    return warm_up, sentences


def _peak_mib() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def _load_stitext(analysis: str) -> Callable[[list[str]], object]:
    from stitext import operations
    from stitext.resources import load_resources
    from stitext.settings import load_settings

    resources = load_resources(load_settings(environment={}, options={"analysis": analysis}))

    def work(sentences: list[str]) -> object:
        document = operations.read_text("\n".join(sentences), "bench.txt", resources)
        return list(operations.tag_lines(operations.tag(document, resources)))

    return work


def _load_ginza() -> Callable[[list[str]], object]:
    import spacy

    nlp = spacy.load("ja_ginza")
    return lambda sentences: sum(len(doc) for doc in nlp.pipe(sentences))  # no Doc is kept: that would cost memory


def _load_ginza_numpy() -> Callable[[list[str]], object]:
    import spacy
    from thinc.api import NumpyOps

    nlp = spacy.load("ja_ginza", exclude=["ner"])
    operations = NumpyOps(use_blis=False)
    for _, component in nlp.pipeline:
        for node in component.model.walk() if getattr(component, "model", None) else ():
            node.ops = operations
    return lambda sentences: sum(len(doc) for doc in nlp.pipe(sentences))


def _load_sudachi() -> Callable[[list[str]], object]:
    from sudachipy import Dictionary, SplitMode

    tokenizer = Dictionary(dict="core").create(mode=SplitMode.C)
    return lambda sentences: [[m.normalized_form() for m in tokenizer.tokenize(text)] for text in sentences]


CONTENDERS: dict[str, Callable[[], Callable[[list[str]], object]]] = {
    BARE: _load_ginza,
    "ja_ginza, NumpyOps, no NER": _load_ginza_numpy,
    "stitext tag, analysis full": lambda: _load_stitext("full"),
    "stitext tag, analysis auto": lambda: _load_stitext("auto"),
    "SudachiPy alone, mode C": _load_sudachi,
}


def _report_speed(n_characters: int) -> None:
    rows: dict[str, dict[str, Any]] = {}
    for name in CONTENDERS:
        command = [sys.executable, __file__, "--contender", name, "--characters", str(n_characters)]
        result = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        rows[name] = json.loads(result.stdout.splitlines()[-1])
    bare = rows[BARE]
    _write(f"{bare['n_sentences']:,.0f} sentences, {bare['n_characters']:,.0f} characters; ratio to {BARE}\n")
    _write(f"{'':28}{'characters/s':>14}{'sentences/s':>13}{'ratio':>9}{'load s':>9}{'peak MiB':>10}")
    for name, row in rows.items():
        speed = row["n_characters"] / row["seconds"]
        ratio = bare["seconds"] / row["seconds"]
        _write(
            f"{name:28}{speed:14,.0f}{row['n_sentences'] / row['seconds']:13,.1f}{ratio:8.1f}x{row['load']:9.1f}"
            f"{row['peak_mib']:10,.0f}"
        )


def _report_startup() -> None:
    _write(f"\nwhole commands, {N_STARTS} new processes each\n")
    _write(f"{'':42}{'first s':>9}{'median s':>10}{'peak MiB':>10}")
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / "draft.txt"
        draft.write_text("\n".join(_sentences(STARTUP_CHARACTERS)[1]), encoding="utf-8")
        _report_command("stitext --help", ["--help"])
        _report_command(f"stitext check, {STARTUP_CHARACTERS:,} characters", ["check", str(draft)])


def _report_command(name: str, arguments: list[str]) -> None:
    command = [sys.executable, "-c", "from stitext.cli.main import run; run()", *arguments]
    seconds, peak = [], 0.0
    for _ in range(N_STARTS):
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds.append(time.perf_counter() - start)
        peak = max(peak, usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10))
        if os.waitstatus_to_exitcode(status) != 0:
            sys.exit(f"{name}: exit code {os.waitstatus_to_exitcode(status)}")
    _write(f"{name:42}{seconds[0]:9.2f}{statistics.median(seconds):10.2f}{peak:10,.0f}")


def _machine() -> str:
    return f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} CPUs"


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

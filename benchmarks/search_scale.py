"""How project search does at scale: import, queries with filters, agreement with exact search, memory, additions.

Rows are made by recombining titles, sentences and results of the shipped catalogue: they measure speed, not quality.
Run it as ``python benchmarks/search_scale.py 50000``; it prints one line of JSON. Nothing is kept.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from stitext.projects.catalogue import load_catalogue
from stitext.projects.index import Making, ProjectIndex, Source, build_index, open_index, update_index
from stitext.projects.search import Filters, ask, by_vectors, search, where
from stitext.projects.units import split_sentences
from stitext.projects.wording import Wording
from stitext.records import FrameworkInfo, Project
from stitext.searching import catalogue_path, load_wording
from stitext.settings import Settings, data_path

_SOURCE = Source(id="recombined", sha256="00" * 32, state="1")
_COUNTRIES = ("ID", "TH", "VN", "PH", "KE", "ZM", "BR", "PE", "IN", "CN")


def recombine(n_projects: int, seed: int) -> Iterator[Project]:
    """Make projects out of parts of the shipped ones."""
    shipped = load_catalogue(catalogue_path("projects"))
    sentences = [sentence for project in shipped for sentence in split_sentences(project.summary)]
    results = [result for project in shipped for result in project.results]
    draw = random.Random(seed)  # noqa: S311 - a benchmark
    for number in range(n_projects):
        first, second = draw.choice(shipped), draw.choice(shipped)
        yield first.model_copy(
            update={
                "id": f"{seed}-{number}",
                "title_ja": f"{first.title_ja}と{second.title_ja}",
                "countries": (draw.choice(_COUNTRIES),),
                "fiscal_year": draw.randint(1998, 2025),
                "summary": "".join(draw.sample(sentences, 2)),
                "results": tuple(draw.sample(results, draw.randint(0, 2))),
            }
        )


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("n_projects", type=int)
    parser.add_argument("--queries", type=int, default=100)
    options = parser.parse_args(arguments)
    wording = load_wording(Settings())
    making = Making(wording, lambda units: [() for _ in units], None, FrameworkInfo(id="-", version="-"))
    with tempfile.TemporaryDirectory(prefix="stitext-scale-") as folder:
        path = Path(folder) / "index"
        started = time.perf_counter()
        index = build_index(path, recombine(options.n_projects, seed=1), making, source=_SOURCE)
        seconds = time.perf_counter() - started
        found = {
            "projects": options.n_projects,
            "texts": index.table.count_rows(),
            "import_s": round(seconds, 1),
            "projects_per_s": round(options.n_projects / seconds),
            "disk_mb": round(sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) / 1e6),
            **_queries(open_index(path, wording), wording, options.queries),
        }
        found |= _additions(index, options.n_projects, making)
    found["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    sys.stdout.write(json.dumps(found) + "\n")
    return 0


def _queries(index: ProjectIndex, wording: Wording, n_queries: int) -> dict[str, float]:
    lines = (data_path() / "corpora" / "queries" / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["query"] for line in lines]
    draw = random.Random(2)  # noqa: S311 - a benchmark
    times: dict[str, list[float]] = {"plain": [], "filtered": []}
    shared = []
    for number in range(n_queries + 5):
        text = texts[number % len(texts)]
        narrow = Filters(countries=tuple(draw.sample(_COUNTRIES, 2)), since=draw.randint(2000, 2015))
        for name, filters in (("plain", Filters()), ("filtered", narrow)):
            started = time.perf_counter()
            question = ask([text], wording)
            search(question, index, wording, filters=filters, n_hits=10, threshold=0)
            if number >= 5:  # the first ones are warm-up
                times[name].append(time.perf_counter() - started)
        vector = question.whole.vector
        shared.append(_shared(by_vectors(vector, index, where(narrow)), _exactly(vector, index, narrow)))
    return {
        f"{name}_p{rank}_ms": round(1000 * float(np.percentile(found, rank)), 1)
        for name, found in times.items()
        for rank in (50, 95)
    } | {"recall_at_10_of_exact": round(float(np.mean(shared)), 4)}


def _exactly(vector: NDArray[np.float32], index: ProjectIndex, filters: Filters) -> dict[str, float]:
    """Compare with every vector, without the index of vectors."""
    found = index.table.search(vector).distance_type("cosine").bypass_vector_index()
    rows = found.where(where(filters), prefilter=True).select(["project", "_distance"]).limit(100).to_arrow()
    nearest: dict[str, float] = {}
    for name, distance in zip(rows.column("project").to_pylist(), rows.column("_distance").to_pylist(), strict=True):
        nearest[name] = max(nearest.get(name, -1.0), 1.0 - distance)
    return nearest


def _shared(found: Mapping[str, float], wanted: Mapping[str, float]) -> float:
    """Return the share of the ten nearest projects that were found among the ten nearest."""
    best, right = (set(sorted(each, key=lambda name: -each[name])[:10]) for each in (found, wanted))
    return len(best & right) / len(right)


def _additions(index: ProjectIndex, n_projects: int, making: Making) -> dict[str, float]:
    started = time.perf_counter()
    projects = (project for seed, n in ((1, n_projects), (3, 1_000)) for project in recombine(n, seed))
    updated = update_index(index, projects, making, source=_SOURCE)
    return {
        "adding_1000_s": round(time.perf_counter() - started, 1),
        "projects_after": updated.info.catalogue.n_projects,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

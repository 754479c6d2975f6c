"""Does any broken file bring reading down? Mutates the golden files and reads what comes out, as ``stitext read`` does.

Bits are flipped, stretches cut, doubled and exchanged; of zip packages (Word, Excel, PowerPoint, OpenDocument) single
members are mutated and packed again, or exchanged, so that the damage gets past the checksum. What counts is the end:
a document or a SourceError within the time and memory of the isolated reader is as it should be; a dead reader or one
killed for its time or memory is not, and its input is kept.

    python benchmarks/fuzz_reading.py [--inputs 20000] [--seed 1] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import io
import random
import re
import resource
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from stitext.errors import StitextError
from stitext.reading.isolation import IsolatedReader
from stitext.reading.sources import ReadingOptions, read_each
from stitext.settings import Settings

DATA = Path(__file__).parents[1] / "tests" / "data" / "reading"
SECONDS = 30.0  # far more than the golden files take, so that one input that loops costs little
LARGEST = 100_000  # bytes; larger files make a run longer and no better
ZIPPED = frozenset({".docx", ".xlsx", ".pptx", ".odt", ".zip"})
CONTAINERS = frozenset({".zip", ".eml"})
BAD = frozenset({"source-crashed", "source-too-slow", "source-too-heavy"})

Mutation = Callable[[bytes, random.Random], bytes]


class Tally(NamedTuple):
    """What became of the inputs."""

    outcomes: Counter[str]
    raised: Counter[str]  # exceptions that only the isolated process turned into an error
    bad: list[str]
    slowest: list[float]


def main() -> None:
    """Run and print the tally."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=None, help="where to keep inputs that bring the reader down")
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)  # noqa: S311  inputs that can be made again, nothing secret
    files = [path for path in sorted(DATA.glob("*/*.*")) if _is_source(path)]
    by_format: dict[str, list[tuple[str, bytes]]] = {}
    for path in files:
        by_format.setdefault(path.suffix, []).append((path.name, path.read_bytes()))
    tally = Tally(Counter(), Counter(), [], [])
    start = time.monotonic()
    reader = IsolatedReader(seconds=SECONDS)
    for number in range(arguments.inputs):
        # Formats in turn, so that the many PDF files do not crowd out the rest.
        suffix = sorted(by_format)[number % len(by_format)]
        name, data = chance.choice(by_format[suffix])
        mutated = _mutate(data, suffix, chance)
        _read(mutated, name, suffix, reader, tally)
        if tally.bad and tally.bad[-1] == "":
            tally.bad[-1] = f"{number}: {name} {len(mutated)} bytes"
            if arguments.keep is not None:
                (arguments.keep / f"{number}-{name}").write_bytes(mutated)
        if number % 1_000 == 999:
            _write(f"{number + 1:,} inputs, {time.monotonic() - start:,.0f} s, bad {len(tally.bad)}")
    reader.close()
    _report(tally, len(files), arguments.inputs, time.monotonic() - start)
    raise SystemExit(1 if tally.bad else 0)


def _is_source(path: Path) -> bool:
    # .doc is read by LibreOffice, whose own robustness is not what is measured here.
    is_file = (
        path.name != "expected.json" and path.parent.name != "sources" and path.suffix not in (".py", ".md", ".doc")
    )
    return is_file and path.stat().st_size <= LARGEST


def _read(data: bytes, name: str, suffix: str, reader: IsolatedReader, tally: Tally) -> None:
    begun = time.monotonic()
    errors: list[StitextError] = []
    if suffix in CONTAINERS:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(data)
            for reading in read_each(path, Settings(), reader, ReadingOptions()):
                errors += [] if reading.error is None else [reading.error]
    else:
        try:
            reader.read_bytes(data, name, Settings())
        except StitextError as error:
            errors.append(error)
    tally.slowest.append(time.monotonic() - begun)
    tally.outcomes.update([error.code for error in errors] or ["read"])
    for error in errors:
        found = re.search(r"中身を読めません（(\w+)）", error.message)
        tally.raised.update([f"{suffix} {found[1]}"] if found else [])
    if any(error.code in BAD for error in errors):
        tally.bad.append("")


def _mutate(data: bytes, suffix: str, chance: random.Random) -> bytes:
    if suffix in ZIPPED and chance.random() < 0.8:
        return _mutate_members(data, chance)
    return chance.choice(MUTATIONS)(data, chance)


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 10, 100))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def _drop(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randrange(1, 2_000) :]


def _double(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    stretch = data[start : start + chance.randrange(1, 2_000)]
    return data[:start] + stretch * chance.choice((2, 3, 50)) + data[start:]


def _exchange(data: bytes, chance: random.Random) -> bytes:
    first, second = sorted((chance.randrange(len(data)), chance.randrange(len(data))))
    length = chance.randrange(1, 500)
    return data[:first] + data[second : second + length] + data[first + length :]


def _renumber(data: bytes, chance: random.Random) -> bytes:
    """Change a number that is written out, such as the length or the place of an object."""
    numbers = list(re.finditer(rb"\d+", data))
    if not numbers:
        return _flip(data, chance)
    match = chance.choice(numbers)
    other = chance.choice((b"0", b"-1", b"65536", b"99999999", b"4294967295", chance.choice(numbers).group()))
    return data[: match.start()] + other + data[match.end() :]


MUTATIONS: tuple[Mutation, ...] = (_flip, _cut, _drop, _double, _exchange, _renumber)


def _mutate_members(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    names = [name for name in members if members[name]]
    if chance.random() < 0.2:
        first, second = chance.choice(names), chance.choice(names)
        members[first], members[second] = members[second], members[first]
    else:
        # The text itself more often than what stands round it.
        texts = [name for name in names if re.search(r"document|content|sheet|slide|styles|numbering|shared", name)]
        name = chance.choice(texts if texts and chance.random() < 0.7 else names)
        members[name] = chance.choice(MUTATIONS)(members[name], chance)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return stream.getvalue()


def _report(tally: Tally, n_files: int, n_inputs: int, seconds: float) -> None:
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    slowest = sorted(tally.slowest)
    _write(f"{n_inputs:,} inputs from {n_files} files in {seconds:,.0f} s")
    _write(f"slowest {slowest[-1]:.1f} s, 99 of 100 within {slowest[int(0.99 * (len(slowest) - 1))]:.2f} s")
    _write(f"peak memory {peak:,.0f} MiB in the reader's process, {own:,.0f} MiB here")
    _write("outcomes: " + ", ".join(f"{code} {count:,}" for code, count in tally.outcomes.most_common()))
    _write("caught by isolation: " + (", ".join(f"{name} {n}" for name, n in tally.raised.most_common()) or "nothing"))
    _write(f"crashes, hangs, too much memory: {len(tally.bad)}")
    for line in tally.bad:
        _write(f"  {line}")


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

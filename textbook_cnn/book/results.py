"""Results of the benchmarks against PyTorch that the book shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

# A wheel carries the files beside this one; a checkout has them where `make bench` writes them.
PLACES = (Path(__file__).parent / "benchmarks", Path(__file__).parents[2] / "benchmarks" / "results")


def benchmark_results() -> list[dict[str, Any]]:
    """Results of the benchmarks on the processor, as ``make bench`` of the book's sources wrote them.

    Returns
    -------
    list of dict
        One for each kind of processor: ``machine``, which says where it was measured, and ``rows``, one for each
        case, size and contender, with ``milliseconds``, ``peak_megabytes`` and ``ratio``. Empty if there are none.

    Examples
    --------
    >>> ["rows" in result for result in benchmark_results()]
    [True, True]
    """
    folder = next((place for place in PLACES if place.is_dir()), PLACES[0])
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("cpu-*.json"))]

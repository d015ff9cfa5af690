"""Make textbook_cnn/data/fashion-mnist-sample: the first images of every class, in their original order.

Run `python scripts/make_sample.py` where the full data set is at hand. It prints the table of sizes and
digests that textbook_cnn/datasets/files.py holds; run again, it writes the same bytes.
"""

import gzip
import hashlib
import struct

import numpy as np

from textbook_cnn.datasets import CLASS_NAMES, fashion_mnist
from textbook_cnn.datasets.files import SAMPLE
from textbook_cnn.datasets.sources import SAMPLE_FOLDER

IMAGES_PER_CLASS = {"train": 200, "test": 100}


def first_of_each_class(labels: np.ndarray, count: int) -> np.ndarray:
    firsts = [np.flatnonzero(labels == label)[:count] for label in range(len(CLASS_NAMES))]
    return np.sort(np.concatenate(firsts))


def idx_bytes(values: np.ndarray) -> bytes:
    header = struct.pack(f">HBB{values.ndim}I", 0, 8, values.ndim, *values.shape)
    return header + values.astype(np.uint8).tobytes()


def main() -> None:
    SAMPLE_FOLDER.mkdir(parents=True, exist_ok=True)
    for split, count in IMAGES_PER_CLASS.items():
        data = fashion_mnist(split)
        chosen = first_of_each_class(data.labels, count)
        for file, values in zip(SAMPLE[split], data, strict=True):
            content = idx_bytes(values[chosen])
            # mtime=0: the same images give the same file.
            (SAMPLE_FOLDER / f"{file.name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
            print(split, file.name, len(content), hashlib.sha256(content).hexdigest())


if __name__ == "__main__":
    main()

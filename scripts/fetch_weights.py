"""Have the weights of VGG16 at hand before the book is built: `.venv/bin/python scripts/fetch_weights.py`.

They go into the user's cache. Without them chapter 9 shows a network that was never trained, and says so.
"""

import sys

from textbook_cnn import vgg16_weights


def main() -> int:
    try:
        print(vgg16_weights())
    except (FileNotFoundError, ModuleNotFoundError) as error:
        print(f"{error}\nThe book is built without them, and says so.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)

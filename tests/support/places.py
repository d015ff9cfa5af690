"""Where the repository and the package lie."""

from pathlib import Path

import textbook_cnn

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(textbook_cnn.__file__).parent

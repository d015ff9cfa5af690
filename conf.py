"""How the book is built.

sphinx-build -b html -c . -d build/doctrees docs build/html -nW --keep-going -j 2
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parent
sys.path[:0] = [str(ROOT), str(ROOT / "docs")]

from _extensions.sentences.pages import SYNTAX  # noqa: E402 (found where the line above says)

project = "textbook_cnn"
author = "The textbook_cnn authors"
copyright = "The textbook_cnn authors. Text: CC BY 4.0, code: MIT"
html_secnumber_suffix = " "
html_title = "Convolutional neural networks"
language = "en"

extensions = [
    "_extensions.execution.interrupts",  # of this book too, first
    "myst_nb",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.mathjax",
    "sphinx_codeautolink",
    "sphinx_copybutton",
    "sphinx_design",
    "sphinxcontrib.bibtex",
    # of this book, in docs/_extensions
    "_extensions.sentences",
    "_extensions.execution.draft",
    "_extensions.execution.trained_run",
    "_extensions.execution.weights_note",
    "_extensions.execution.kernel",
    "_extensions.execution.cells",
    "_extensions.execution.timed_pages",
    "_extensions.execution.spread",
    "_extensions.pages.contents",
    "_extensions.pages.not_found",
    "_extensions.pages.figures",
    "_extensions.pages.figure_files",
    "_extensions.pages.code_links",
    "_extensions.pages.furo_repairs",
    "_extensions.pages.offline_mathjax",
    "_extensions.pages.search",
    "_extensions.pages.tables",
    "_extensions.pages.typography",
    "_extensions.pages.docstrings",
    "_extensions.formulas.directive",
    "_extensions.formulas.rest",
    "_extensions.formulas.wrong_formula",
    "_extensions.listings.directive",
    "_extensions.pages.public_names",
    "_extensions.pages.runs_on",
    "_extensions.formulas.errata",
    "_extensions.teaching",
    "_extensions.print.book",
    "_extensions.notebooks.downloads",
    "_extensions.execution.warnings_stay",
]

# .rst first: autosummary writes its pages with the first suffix.
source_suffix = {".rst": "restructuredtext", ".md": "myst-nb"}
exclude_patterns = ["_*", "**/_*"]
nitpicky = True
numfig = True
math_numfig = True
numfig_format = {"figure": "Figure %s", "exercise": "Exercise %s", "section": "Section %s"}

# The bibliography.
bibtex_bibfiles = ["docs/references.bib"]
bibtex_reference_style = "round"
bibtex_default_style = "book"

# Notebooks: MyST text, run at build time. A failing cell is a warning: one build reports every failing page.
nb_execution_mode = "cache"
nb_execution_raise_on_error = False
nb_execution_show_tb = True
nb_execution_timeout = 300
nb_merge_streams = True
nb_output_stderr = "remove-warn"  # a cell that complains is to be mended, not printed
nb_code_prompt_show = "Show the code and what it prints"
nb_code_prompt_hide = "Hide the code"
myst_enable_extensions = SYNTAX
myst_heading_anchors = 3

# The API reference.
autosummary_generate = True
add_module_names = False
autodoc_typehints = "none"  # numpydoc's Parameters section states them, with shapes
numpydoc_show_class_members = False
numpydoc_validation_checks = {"GL06", "GL07", "GL08", "PR01", "PR02", "RT01", "SS01", "SS03", "YD01"}
numpydoc_validation_exclude = {
    r"\.History$",
    r"\.FashionMNIST$",
    r"\.Trained$",
    r"\.book\.[A-Z_]+$",
    r"\.formulas\.",
}  # records: Attributes, no Parameters; constants
codeautolink_concat_default = True  # the cells of a page are one program

# The theme.
html_theme = "furo"
pygments_dark_style = "a11y-dark"
html_static_path = ["docs/_static"]
html_css_files = ["book.css", "phone.css", "print.css"]
html_favicon = "docs/_static/favicon.svg"
html_js_files = ["book.js", "phone.js", "print.js"]
html_show_sourcelink = False
html_copy_source = False
html_scaled_image_link = False
html_theme_options = {"top_of_page_buttons": []}
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

# The printed book: `make pdf`. docs/_latex/book.sty has its look.
pygments_style = "a11y-light"
latex_engine = "xelatex"
latex_use_xindy = False
latex_documents = [("index", "textbook_cnn.tex", html_title, author.replace("_", r"\_"), "manual")]
latex_additional_files = ["docs/_latex/book.sty"]
latex_table_style = ["booktabs"]
latex_elements = {
    "papersize": "a4paper",
    "pointsize": "10pt",
    "extraclassoptions": "openany,oneside",
    "amsmath": r"\usepackage{amsmath}",  # the signs of amssymb come from the font of mathematics
    "fontpkg": "",
    "fncychap": "",
    "geometry": r"\usepackage[a4paper,hmargin=27mm,top=27mm,bottom=28mm,headheight=14pt]{geometry}",
    "fvset": r"\fvset{fontsize=\bookcodesize}",
    "preamble": r"\usepackage{book}\setlength\tymin{36mm}",  # columns of short words are not squeezed
    "maketitle": r"\booktitlepage",
    "figure_align": "htp",
}
nb_mime_priority_overrides = [("latex", "image/svg+xml", 15)]

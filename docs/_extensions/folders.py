"""The folders of the pages that are a book's parts."""

CHAPTERS, APPENDIX = "chapters/", "appendix/"

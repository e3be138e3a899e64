"""Authors: who signed an article, at the head or foot of its text."""

from extract.authors.finder import byline_spans, find_authors

__all__ = ["byline_spans", "find_authors"]

"""How good the extractors are: scores against labelled articles and pages, floors and reports."""

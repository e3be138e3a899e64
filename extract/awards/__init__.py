"""Awards: who was honoured with what, by whom, and how far it has come."""

from extract.awards.finder import find_awards

__all__ = ["find_awards"]

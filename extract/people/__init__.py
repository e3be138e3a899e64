"""People: names, what speaks for and against them, and the people they stand for."""

from extract.people.finder import PersonMentions, find_people

__all__ = ["PersonMentions", "find_people"]

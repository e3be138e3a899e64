"""Offices (chức vụ), the bodies in which they are held, and who holds them."""

from extract.offices.finder import find_offices

__all__ = ["find_offices"]

"""The extractor's version, stored with every article and fact.

Raise it whenever `extract/` would read any page or article differently than before.
"""

EXTRACTOR_VERSION = "3"

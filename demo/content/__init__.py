"""What the replica sites say: their articles as data, and so the truth for tests.

articles/<site>/<number>-<name>.md    one article (format in `reader`)
articles/<site>/<number>-<name>.v2.md the same article as edition 2 has it
bulletins/<site>-<name>.toml          a bulletin whose numbers change from day to day
facts/<name>.toml                     facts that some of the articles state
sites.toml                            the five sites
"""

from demo.content.model import DemoArticle, DemoAttachment, DemoBlock, ExpectedFacts, Section, SiteInfo
from demo.content.reader import ContentError, load_articles, load_sites

__all__ = [
    "ContentError",
    "DemoArticle",
    "DemoAttachment",
    "DemoBlock",
    "ExpectedFacts",
    "Section",
    "SiteInfo",
    "load_articles",
    "load_sites",
]

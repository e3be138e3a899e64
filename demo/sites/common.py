"""What all the replica sites do alike: pages of a list, neighbours of an article, handlers of a template."""

from __future__ import annotations

from demo.content.model import DemoArticle
from demo.delivery import RenderPage
from demo.render import page


def positive(text: str | None) -> int:
    """The page number that an address asks for: 1 where it is missing or no number."""
    return max(int(text), 1) if text is not None and text.isdecimal() else 1


def page_of(articles: tuple[DemoArticle, ...], number: int, size: int) -> tuple[tuple[DemoArticle, ...], int]:
    """The articles on that page of the list (counted from 1), and how many pages there are."""
    first = (number - 1) * size
    return articles[first : first + size], max(1, -(-len(articles) // size))


def neighbours(
    articles: tuple[DemoArticle, ...], article: DemoArticle, count: int = 5
) -> tuple[DemoArticle, ...]:
    """The articles that stand after this one in the site's list, going round at its end."""
    place = articles.index(article)
    return (articles[place + 1 :] + articles[:place])[:count]


def renderer(template: str, **values: object) -> RenderPage:
    """A page of this template and these values, in whatever encoding it is asked to declare."""
    return lambda charset: page(template, charset=charset, **values)

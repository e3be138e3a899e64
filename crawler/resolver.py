"""A resolver that checks every answer: a name that leads into a private network is refused.

Scrapy installs it for the whole process (setting `TWISTED_DNS_RESOLVER`). The connection
goes to the very addresses that were checked, so that a name cannot change its answer in
between. Names in the setting `PRIVATE_HOSTS` belong to sites that allow private addresses.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from scrapy.crawler import Crawler
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer

from crawler.guards import is_private

# Twisted's interfaces declare their methods without `self`, which no type checker can follow
# without a plugin: objects that implement them are `Any` here.


@implementer(IResolutionReceiver)
class _CheckingReceiver:
    """Holds the answers back until all are known, and passes them on only if all are public."""

    def __init__(self, receiver: Any, name: str, refused: set[str]) -> None:
        self._receiver = receiver
        self._name = name
        self._refused = refused
        self._addresses: list[Any] = []

    def resolutionBegan(self, resolutionInProgress: Any) -> None:  # noqa: N802, N803 -- Twisted's names
        self._receiver.resolutionBegan(resolutionInProgress)

    def addressResolved(self, address: Any) -> None:  # noqa: N802 -- Twisted's name
        self._addresses.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802 -- Twisted's name
        if all(_is_public(address) for address in self._addresses):
            for address in self._addresses:
                self._receiver.addressResolved(address)
        else:
            self._refused.add(self._name)
        self._receiver.resolutionComplete()


@implementer(IHostnameResolver)
class GuardedResolver:
    """Wraps the reactor's own resolver; see the module."""

    refused: ClassVar[set[str]] = set()
    """The names that were refused in this process because they lead into a private network."""

    def __init__(self, reactor: Any, private_hosts: Sequence[str]) -> None:
        self._reactor = reactor
        self._inner = reactor.nameResolver
        self._private_hosts = frozenset(private_hosts)

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> Self:
        """Scrapy's way of making it."""
        return cls(reactor, crawler.settings.getlist("PRIVATE_HOSTS"))

    def install_on_reactor(self) -> None:
        """Take the place of the reactor's resolver."""
        self._reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802 -- Twisted's name and signature
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        """Resolve a name; without any answer where one of them is private and must not be."""
        receiver = resolutionReceiver
        if hostName not in self._private_hosts:
            receiver = _CheckingReceiver(receiver, hostName, self.refused)
        return self._inner.resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)


def _is_public(address: object) -> bool:
    return isinstance(address, IPv4Address | IPv6Address) and not is_private(address.host)

"""A broken certificate, and an old version of TLS, are refused unless the site's table says otherwise."""

from __future__ import annotations

import ssl
import warnings
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from db.engine import reading
from db.read import site_history
from tests.crawler.newsroom import Newsroom, site
from tests.crawler.website import listing, serve


@pytest.fixture
def context(tmp_path: Path) -> ssl.SSLContext:
    """A server's context with a certificate that nobody has signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "server.pem"
    path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + certificate.public_bytes(Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def test_a_server_that_speaks_only_old_tls_is_read_where_its_table_says_so(
    newsroom: Newsroom, context: ssl.SSLContext
) -> None:
    newsroom.crawl_settings["retries"] = 0
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that it is out of date is what this is about
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
    with serve(context) as website:
        website.routes["/"] = listing()
        modern = newsroom.crawl(site(website.url, verify_certificate=False))
        assert modern.errors.keys() == {"mau"}
        legacy = newsroom.crawl(site(website.url, verify_certificate=False, tls="legacy"))
        assert legacy.errors == {}
        assert legacy.sites["mau"].progress.fetched == 1


def test_a_certificate_that_nobody_signed_is_refused_or_allowed(
    newsroom: Newsroom, context: ssl.SSLContext
) -> None:
    newsroom.crawl_settings["retries"] = 0
    with serve(context) as website:
        website.routes["/"] = listing()
        strict = newsroom.crawl(site(website.url))
        assert "untrusted certificate" in strict.errors["mau"]
        assert website.asked == []
        trusting = newsroom.crawl(site(website.url, verify_certificate=False, tls="legacy"))
        assert trusting.sites["mau"].progress.fetched == 1
    with reading(newsroom.engine) as session:
        refused, allowed = site_history(session)["mau"]
    assert (refused.certificate_issuer, refused.certificate_expires_at) == (None, None)
    assert allowed.certificate_issuer == "127.0.0.1"
    assert allowed.certificate_expires_at is not None
    assert allowed.certificate_expires_at > allowed.started_at
    assert allowed.answer_ms is not None

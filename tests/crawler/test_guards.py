"""What the crawler must never fetch, follow or unpack."""

from __future__ import annotations

import gzip
import zlib
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.guards import BodyBroken, BodyTooLarge, decompressed, is_endless, is_private, literal_address


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::1",
        "fd00:ec2::254",
    ],
)
def test_private_addresses_are_known_in_every_wrapping(address: str) -> None:
    assert is_private(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "203.162.4.190", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_public_addresses_are_left_alone(address: str) -> None:
    assert not is_private(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0x7f.1"])
def test_loopback_is_known_in_every_spelling(host: str) -> None:
    assert literal_address(host) == ip_address("127.0.0.1")


@pytest.mark.parametrize("host", ["bao.example.vn", "cafe.face", "xn--b-sia", "", "1.2.3.4.5"])
def test_names_are_not_taken_for_addresses(host: str) -> None:
    assert literal_address(host) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://bao.example.vn/lich?thang=2031-02",
        "http://bao.example.vn/events?year=2031&month=2",
        "http://bao.example.vn/lich-cong-tac/2031/02",
        "http://bao.example.vn/a/tin/a/tin/a/tin/a/tin/a",
        "http://bao.example.vn/tin?" + "&".join(f"p{n}=1" for n in range(12)),
        "http://bao.example.vn/" + "x" * 2_001,
    ],
)
def test_endless_spaces_are_recognised(url: str) -> None:
    assert is_endless(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://bao.example.vn/thoi-su?page=30",
        "http://bao.example.vn/2026/02/tin-moi-trong-ngay-123.html",
        "http://bao.example.vn/portal/pages/2026-02-01/tin-moi-a-12.aspx",
    ],
)
def test_ordinary_addresses_are_not_cut(url: str) -> None:
    assert not is_endless(url)


@given(st.binary(max_size=2_000), st.sampled_from(["gzip", "deflate", "x-gzip", "identity", ""]))
def test_what_was_packed_is_unpacked(body: bytes, encoding: str) -> None:
    if encoding.endswith("gzip"):
        packed = gzip.compress(body)
    else:
        packed = zlib.compress(body) if encoding == "deflate" else body
    assert decompressed(packed, [encoding], 10_000) == body


def test_deflate_without_its_header_is_unpacked_too() -> None:
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(b"tin" * 100) + packer.flush()
    assert decompressed(packed, ["deflate"], 10_000) == b"tin" * 100


def test_a_bomb_in_a_bomb_is_stopped() -> None:
    bomb = gzip.compress(gzip.compress(b"\0" * 50_000_000))
    with pytest.raises(BodyTooLarge):
        decompressed(bomb, ["gzip", "gzip"], 1_000_000)


@pytest.mark.parametrize(("body", "encoding"), [(b"<html>", "gzip"), (b"\x1f\x8b\x08", "gzip"), (b"x", "br")])
def test_what_cannot_be_unpacked_is_said(body: bytes, encoding: str) -> None:
    with pytest.raises(BodyBroken):
        decompressed(body, [encoding], 1_000)

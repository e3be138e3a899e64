"""What resolving costs: invented appearances of names as common as real ones, in a database of their own."""

from __future__ import annotations

import random
import sys
import time
from datetime import date, timedelta

from extract.identity.appearance import Appearance, Evidence, HeldOffice, Ref
from extract.identity.clusters import cluster
from extract.identity.links import Links
from extract.identity.names import name_key
from extract.identity.seats import Seat
from extract.text import fold

_FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Bùi", "Đỗ", "Lò", "Quàng", "Tòng")
_MIDDLES = ("Văn", "Thị", "Đức", "Thanh", "Quốc", "Minh", "Hữu", "Bá", "Trọng", "Hồng")
_GIVEN = (
    "Hùng",
    "Lan",
    "Hoa",
    "Dũng",
    "Thái",
    "Nga",
    "Sơn",
    "Bình",
    "Khuê",
    "Piềng",
    "Toản",
    "Nhị",
    "Sớm",
    "Cừ",
)
_PROVINCES = ("Sơn La", "Nghệ An", "Cà Mau", "Hà Tĩnh", "Nam Định", "Gia Lai", "Bến Tre", "Lào Cai")
_ROLES = ("Chủ tịch", "Phó Chủ tịch", "Bí thư", "Phó Bí thư")


def invented(count: int, seed: int = 7) -> list[Appearance]:
    """Appearances of people with and without offices; a twentieth are a few leaders, again and again."""
    chance = random.Random(seed)  # noqa: S311 -- a drawn sample, no secret
    appearances = []
    for number in range(count):
        leader = number % 20 == 0
        middles = chance.choices(_MIDDLES, k=2 if chance.random() < 0.8 else 1)
        name = (
            f"Lò Minh {('Hưng', 'Khang', 'Tú')[number // 20 % 3]}"
            if leader
            else " ".join((chance.choice(_FAMILIES), *middles, chance.choice(_GIVEN)))
        )
        place = "sơn la" if leader else f"xã {chance.randrange(60)}"
        seat = Seat(fold("ủy ban nhân dân"), "province" if leader else "commune", fold(place))
        role = chance.choice(_ROLES)
        held = HeldOffice(role=fold(role), seat=seat, former=False, shown=f"{role} {place}")
        evidence = Evidence(
            name=name,
            province="Sơn La" if leader else chance.choice(_PROVINCES),
            day=date(2018, 1, 1) + timedelta(days=chance.randrange(2500)),
            offices=(held,) if leader or chance.random() < 0.6 else (),
            company=tuple(f"k{chance.randrange(4000)}" for _ in range(chance.randrange(5))),
        )
        ref = Ref(number, name_key(name))
        appearances.append(Appearance(ref=ref, url=f"http://bao.example/{number}", evidence=evidence))
    return appearances


def measure_cost(count: int) -> int:
    """Print the processor time that resolving so many appearances once takes, and the slowest name."""
    names: dict[str, list[Appearance]] = {}
    for one in invented(count):
        names.setdefault(one.ref.key, []).append(one)
    started, slowest = time.process_time(), (0.0, "", 0)
    for key, own in names.items():
        began = time.process_time()
        cluster(own, Links())
        slowest = max(slowest, (time.process_time() - began, key, len(own)))
    took = time.process_time() - started
    print(f"{count} appearances of {len(names)} names: {took:.1f} s, {took / count * 1e6:.0f} µs each")
    print(f"slowest name: {slowest[2]} appearances in {slowest[0]:.2f} s", file=sys.stdout)
    return 0

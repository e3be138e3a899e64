"""`tintinh export sqlite` makes a file that the real Datasette serves as it is."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import uvicorn
from datasette.app import Datasette

import pipeline
from config import load_config
from tests.commands.test_cli import SITE, run, write
from tests.db.samples import Newsroom, Story


@contextmanager
def datasette(path: Path, metadata: dict[str, Any]) -> Iterator[str]:
    """Datasette over the file, on a free port of this machine."""
    app = Datasette([str(path)], metadata=metadata).app()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    socket = server.config.bind_socket()
    socket.listen()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
    thread.start()
    yield "http://127.0.0.1:{1}".format(*socket.getsockname())
    server.should_exit = True
    thread.join()


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return str(answer.read().decode())


def test_datasette_serves_the_file_and_answers_a_query(tmp_path: Path) -> None:
    settings = write(tmp_path, SITE)
    engine = pipeline.prepare(load_config(settings))
    Newsroom(engine).publish(Story(title="Đại hội Đảng bộ"))
    engine.dispose()
    path, metadata = tmp_path / "ra.db", tmp_path / "ra.json"
    assert run("export", "sqlite", "--config", settings, path, "--metadata", metadata) == 0
    with datasette(path, json.loads(metadata.read_text("utf-8"))) as address:
        query = quote("select people.person, written_name from mentions join people using (person_id)")
        assert json.loads(get(f"{address}/ra.json?sql={query}&_shape=arrays"))["rows"] == [["Lò Văn Thử"] * 2]
        found = json.loads(get(f"{address}/ra/articles.json?_search=dang+bo&_shape=objects"))
        assert [row["article_title"] for row in found["rows"]] == ["Đại hội Đảng bộ"]
        page = get(f"{address}/ra/mentions")
        assert "Mỗi chỗ một bài nhắc đến một người." in page
        assert '<a href="/ra/people/1">Lò Văn Thử</a>' in page

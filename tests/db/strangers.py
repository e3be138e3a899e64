"""Who may ask in SQL: on PostgreSQL a role of their own that only reads, on SQLite nobody in particular."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import Engine

from db.sql.grants import grant_role


class Stranger:
    """The address of a role that only reads, on PostgreSQL; gone after the block."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._role = f"reader_{uuid4().hex}"

    def __enter__(self) -> str:
        if self._engine.dialect.name == "sqlite":
            return ""
        self.run(f"CREATE ROLE {self._role} LOGIN")
        grant_role(self._engine, self._role)
        url = self._engine.url.set(username=self._role)
        return url.render_as_string(hide_password=False)

    def __exit__(self, *_: object) -> None:
        if self._engine.dialect.name == "postgresql":
            self.run(f"DROP OWNED BY {self._role}")
            self.run(f"DROP ROLE {self._role}")

    def run(self, sql: str) -> None:
        with self._engine.begin() as connection:
            connection.exec_driver_sql(sql)

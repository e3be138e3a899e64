"""A stranger's query on PostgreSQL: as a role that may read and nothing else, in a read-only transaction.

The query is the body of a cursor's declaration, which the grammar allows to be a SELECT alone; the
declaration goes by the protocol that takes one statement only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import psycopg

from db.sql.request import Refused, Request
from db.time_limit import limit_postgresql

_POWERS = """
SELECT CASE
    WHEN rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls
        THEN 'more than a plain role'
    WHEN EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid) THEN 'a member of another role'
END FROM pg_roles WHERE rolname = current_user
"""
_TOO_MUCH = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  AND n.nspname NOT LIKE 'pg^_toast%%' ESCAPE '^'
  AND (has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')
       OR (c.relname <> ALL(%s) AND has_any_column_privilege(c.oid, 'SELECT')))
ORDER BY c.relname LIMIT 1
"""


def batches(request: Request, size: int) -> Iterator[tuple[list[str], Sequence[Sequence[Any]]]]:
    """The columns' names, with one batch of rows after the other; at least one, if an empty one."""
    limit = limit_postgresql(request["seconds"])
    try:
        with psycopg.connect(request["database"], connect_timeout=10, autocommit=True) as connection:
            _refuse_powerful(connection, request["readable"])
            connection.execute("BEGIN TRANSACTION READ ONLY")
            connection.execute("SET LOCAL max_parallel_workers_per_gather = 0")
            connection.execute(limit)
            # Asked for in binary, so that the driver uses the protocol of one statement.
            connection.execute(f"DECLARE asked NO SCROLL CURSOR FOR {request['sql']}".encode(), binary=True)
            while True:
                connection.execute(limit)  # the query itself may have set another one
                cursor = connection.execute(f"FETCH FORWARD {size} FROM asked")
                rows = cursor.fetchall()
                yield [column.name for column in cursor.description or ()], rows
                if len(rows) < size:
                    return
    except psycopg.errors.QueryCanceled as error:
        raise Refused("time", "") from error
    except psycopg.errors.InsufficientPrivilege as error:
        raise Refused("denied", error.diag.message_primary or "") from error
    except (psycopg.errors.InvalidCursorDefinition, psycopg.errors.ReadOnlySqlTransaction) as error:
        raise Refused("statement", error.diag.message_primary or "") from error
    except psycopg.OperationalError as error:
        raise Refused("memory" if "memory" in str(error) else "connection", str(error)) from error
    except psycopg.Error as error:
        told = (error.diag.message_primary or str(error), error.diag.message_hint or "")
        raise Refused("query", " ".join(filter(None, told))) from error


def _refuse_powerful(connection: psycopg.Connection[tuple[Any, ...]], readable: list[str]) -> None:
    """A role that could do more than read what is readable is not used at all."""
    (power,) = connection.execute(_POWERS).fetchone() or ("unknown",)
    if power:
        raise Refused("role", power)
    too_much = connection.execute(_TOO_MUCH, [readable]).fetchone()
    if too_much:
        raise Refused("role", f"privileges on {too_much[0]}")

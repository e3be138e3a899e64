"""Questions in SQL that anybody may type: answered in a process of its own, which can do nothing but read.

`ask` is what the pages call; `worker` is the program that runs the query, within limits of time, rows,
memory and files, over a connection that is read-only and sees `db.views.readable.READABLE` alone.
"""

"""What is in store, for others to take away: data sets in files, streamed, in four formats.

A data set is a view of `db.views`. `selection` says which of its rows are wanted, `rows` reads them a
batch at a time, `encode` makes bytes of them, `files` puts these into a file that is whole or not there.
"""

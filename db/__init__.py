"""The relational store: models, migrations, frontier, store, search and identity."""

"""The morning after: alarms over the ledger, the report, notices, and when the next night runs."""

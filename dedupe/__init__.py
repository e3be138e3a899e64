"""Which articles tell the same story: signatures, candidates, verdicts. Pure."""

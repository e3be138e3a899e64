"""The longer stages and what goes beside them: reading in processes, replays, imports, new sites."""

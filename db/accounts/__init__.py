"""Who may sign in: accounts and their passwords, sessions, tokens of programs, limits, the audit."""

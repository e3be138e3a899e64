"""Pages for people who read and judge: server-rendered, without scripts, nothing crawled shown raw."""

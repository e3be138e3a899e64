"""The parts of reading a page: bytes to tree, tree to article. The entry is `extract.page`."""

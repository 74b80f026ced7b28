"""Officers where they meet what this layer holds: matters of their category, workbooks, transfers, tombstones."""

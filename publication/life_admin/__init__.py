"""The life of a decision in the admin: asking for its end, deciding, what became of every surface, its history."""

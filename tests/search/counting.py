"""What a test counts as a query: not the savepoint and the time limit that PostgreSQL is given around one."""

_CONTROL = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "SET LOCAL")


def reads(captured):
    """Return the captured statements without those that only govern the transaction."""
    return [entry for entry in captured.captured_queries if not entry["sql"].startswith(_CONTROL)]

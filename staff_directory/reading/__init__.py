"""The reading room: looking at everything, changing nothing."""

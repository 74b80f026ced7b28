"""Matters: what the bureau may do, with every facet that some list, guide or board shows."""

"""The receipt of a takedown: what was probed, when, and the answer, signed."""

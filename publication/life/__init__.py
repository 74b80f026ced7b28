"""The life of a page after publication: how it ends, why, what stands in its place, and how it may come back."""

"""The public index: what stands in it, and the engines that find entries in it."""

"""The gates in the editor: what still keeps a page back, while one writes, and setting a problem aside where allowed."""

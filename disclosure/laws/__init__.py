"""The library of laws in the admin, and finding its provisions in a text."""

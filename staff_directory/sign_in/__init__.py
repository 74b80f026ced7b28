"""Signing in: second factor, idle time, sessions, lock-out."""

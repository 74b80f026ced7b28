"""The auditor's view of the trail, its exports, and its keeping."""

"""The register of halls and windows: who keeps it, its forms and its screens."""

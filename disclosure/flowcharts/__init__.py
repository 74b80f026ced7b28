"""Flowcharts: steps and branches as data, checked, laid out and drawn to SVG on the server."""

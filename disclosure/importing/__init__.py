"""From a unit's spreadsheet to checked values: templates, headers, values, rows, problems. Pure Python, no models."""

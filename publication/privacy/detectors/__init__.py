"""The detectors, one module per family; each takes a :class:`~publication.privacy.reading.Reading` and yields findings."""

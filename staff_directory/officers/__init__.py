"""The register of enforcement officers (执法人员): who holds a valid certificate, where it is shown, and how one is verified."""

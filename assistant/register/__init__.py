"""The register of commitments, and what later records say became of each."""

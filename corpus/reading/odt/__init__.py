"""OpenDocument texts, read from their XML."""

"""The tests: flat, one file a subject. A package, so that they may share what they make."""

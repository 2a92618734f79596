"""A corpus folder changed by program: documents added and removed, its manifest kept in step."""

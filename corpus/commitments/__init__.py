"""Commitments: who undertook, agreed, resolved, was asked or proposed to do what, and by when."""

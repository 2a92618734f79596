"""Spreadsheets, each sheet a table."""

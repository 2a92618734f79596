"""Cited briefings to take away: composed of answers, written as Markdown or DOCX."""

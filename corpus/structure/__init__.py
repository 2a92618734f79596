"""From a text to passages: labels, sections, lists, tables, speakers."""

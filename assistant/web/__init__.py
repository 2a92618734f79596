"""The chat page: what it shows (render, panel), what it does (page), how it is served (server)."""

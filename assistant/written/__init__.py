"""Written answers: prose by any language model, every sentence checked against what it cites."""

"""What is said: questions understood, answers made of verified quotes."""

"""What was published: documents, their passages, and what is known of them."""

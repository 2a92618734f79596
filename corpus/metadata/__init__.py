"""What a document says of itself: title, body, kind, date."""

"""Published event data to records."""

"""Results to tables, charts and one self-contained page."""

"""The case folder: schema, loading, checking, as-of view."""

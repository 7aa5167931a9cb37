"""Records to and from DuckDB; the only room that speaks SQL."""

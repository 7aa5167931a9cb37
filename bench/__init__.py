"""Benchmarks: speed as a ratio against named alternatives in the same run; accuracy on named data."""

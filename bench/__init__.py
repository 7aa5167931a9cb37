"""Benchmarks: speed as a ratio against named alternatives; accuracy on named data."""

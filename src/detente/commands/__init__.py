"""The commands: each parses, calls one run, prints."""

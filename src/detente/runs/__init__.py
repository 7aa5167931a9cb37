"""Whole runs, room to room: the only place where rooms meet."""

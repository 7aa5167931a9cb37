"""Events to measures by dyad and period."""

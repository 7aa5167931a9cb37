"""Ready-made event data to tables of events: ICEWS, POLECAT, GDELT, Phoenix, quadruples, any CSV."""

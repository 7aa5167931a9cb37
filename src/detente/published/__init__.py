"""Ready-made event data to tables of events: ICEWS, POLECAT, GDELT, Phoenix, quadruples, CSV."""

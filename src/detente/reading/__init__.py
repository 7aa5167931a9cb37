"""Documents to events, claims, forecasts and a verdict, each with its span."""

"""Forecasts and outcomes to scores."""

"""Forecasts and outcomes in, scores, calibration and skill out."""

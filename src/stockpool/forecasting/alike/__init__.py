"""Forecasts of what has sold little or nothing yet, by what is like it."""

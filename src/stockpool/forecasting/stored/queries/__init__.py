"""Reads of stored forecasts, and of what was sold today."""

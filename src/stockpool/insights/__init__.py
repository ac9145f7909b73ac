"""Figures for people, made from events; no decision reads them."""

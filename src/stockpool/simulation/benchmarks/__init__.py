"""Benchmarks: what stockpool does beside the fastest thing the same machine can do, in turn, in one run.

Machines are shared and drift; so each figure is the median of several rounds, and a ratio compares rounds side by side.
"""

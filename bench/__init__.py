"""Benchmarks: ratios against named peers, measured in one run. Each script says how to call it."""

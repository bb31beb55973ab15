"""Intake: who is on the roster, whose file this is, and what was deposited when."""

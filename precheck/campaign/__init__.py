"""Campaigns: roster, deposits, screening at close, decisions, exports. The only room that knows the database."""

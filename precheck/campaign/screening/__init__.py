"""Screening at close: every deposit against the rules, corpora and all the other deposits.

What is done to a deposit (`work`) knows nothing of the database; who does it is an `Executor` (`executors`, `cluster`);
`run` leads, and alone writes to the store.
"""

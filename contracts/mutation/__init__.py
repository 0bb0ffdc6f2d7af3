"""Mutation: small faults put into specs and code by chance with a seed, to see which tests notice.

``make mutate`` takes a sample of each group (:mod:`.groups`), tries each mutant with the tests that
reach it, and says the share that was noticed, its interval, and what survived.

Of our own, for these reasons. mutmut (3.8.1, alive) leaves out what stands outside functions and
every decorated function, where tables and handlers are; it wraps each function, which tests of
signatures and of overridden hooks notice by themselves; and it writes a mutated copy of the whole
source, without a seed or a sample. cosmic-ray (8.7.0, alive) runs one fixed test command for each
mutant in a new process, here fifteen seconds before the first test, and has no choice of tests.
Neither knows specs. Recording with coverage.py's contexts costs more than the tests themselves on
Python 3.11; one statement at the head of each block does not (:mod:`.recording`).
"""

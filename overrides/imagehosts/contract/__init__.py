"""Does a running host still keep its contract? A check that leaves nothing behind.

    imagehosts contract HOST --base-url https://pictures.example/api/1

makes a few tiny pictures on the server, looks at each answer, and deletes what it made. What it is
about to make is written to a ledger on disk first, so that nothing is lost by a signal or a crash:
``imagehosts contract clean LEDGER`` goes on where a run was stopped.

======================  ==========================================================
:mod:`.ledger`          what a run made on a server, on disk
:mod:`.run`             the calls of a run: pace, budget, signals, what was sent
:mod:`.checks`          what is checked: the list of each host in ``hosts/<name>.py``
:mod:`.report`          what came of it, for people and programs; exit codes
:mod:`.recording`       exchanges as HAR without secrets and personal texts; replay
:mod:`.deviations`      proposals for quirks, and the deviations that were accepted
:mod:`.command`         the command line
======================  ==========================================================
"""

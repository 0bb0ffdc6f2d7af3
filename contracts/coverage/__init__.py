"""Which parts of each contract the tests have used, and that nothing went past a contract unseen.

Two doors are watched in every test: what our clients send and read, whatever transport is below
them, and what the emulator receives and answers, in process or on a port. At both each request and
each answer is held against the spec:

- an answer of the emulator that its spec does not allow fails the test that caused it;
- a request that is no operation as the spec describes it fails the test too, unless the test says
  with ``@pytest.mark.outside("why")`` that it sends such things;
- what was sent, answered and read is counted by element of the spec, and what is left is a table.

======================  ==========================================================
:mod:`.contract`        the elements of a spec, and which of them an exchange uses
:mod:`.doors`           where requests and answers are seen
:mod:`.plugin`          what pytest does with it
:mod:`.record`          counts of several processes, in files, and their sum
:mod:`.table`           the table for people, the data for programs, the floors
======================  ==========================================================
"""

"""The portable contracts in the hands of other tools: ``make interop``.

Each tool is installed as anybody would install it, in a place of its own, and is given nothing of
ours but the portable file (and the XSD): validators and linters, request builders, a mock server,
generators whose clients are installed and used against the emulator, a fuzzer. What came out is a
table in the documentation, which the run writes.
"""

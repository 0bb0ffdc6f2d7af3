"""What every client does, for any host: nothing in here knows a host.

:mod:`.client` drives a call from its arguments to its result; each other module has one idea of it.
"""

"""What may be tried on a real server, a module for each host with ``CHECKS`` in it."""

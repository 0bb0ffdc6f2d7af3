"""What every emulated host needs, and nothing of any one host."""

"""Scripts that run beside the tools: what generated clients are made to do."""

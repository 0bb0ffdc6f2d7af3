"""The documentation: its pages, and the tools that make a site of them and of the specs."""

"""What a change of a spec means to those who call: compares two states of ``specs/``."""

"""A site of the Chevereto family, whose tests it shares."""

FAMILY = "chevereto"

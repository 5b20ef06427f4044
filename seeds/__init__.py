"""The sample corpus that a first run reads."""

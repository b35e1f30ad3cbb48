"""The schema's history, one migration for each release step, never edited after a release."""

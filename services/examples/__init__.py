"""The record of an organisation as YAML files: what they may hold, and reading them with care."""

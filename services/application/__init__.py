"""The one way in for acts: through a page, the API, the CLI or a workflow's activity."""

"""The API: the same acts and answers for programs."""

"""The command line: the same acts, answers and services as the pages."""

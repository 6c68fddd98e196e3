"""Bodies of the organisation and its members: groups, assemblies, the coordinating group."""

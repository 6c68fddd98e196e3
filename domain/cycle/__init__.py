"""The constitutional cycle: proposals drafted, amended by two assemblies, put to one ballot."""

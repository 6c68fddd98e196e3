"""The trial of a rulebook: could the organisation still do its work under it?"""

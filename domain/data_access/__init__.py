"""Access of a group's officers to the list of its members: trained, agreed to, granted, ended."""

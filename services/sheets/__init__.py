"""Sheets to be printed, signed and kept: written once as blocks, shown as a web page or as PDF."""

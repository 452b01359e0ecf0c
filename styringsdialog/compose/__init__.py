"""Everything that goes into a package, in order: bilag get numbers, sections their blocks, references their pages."""

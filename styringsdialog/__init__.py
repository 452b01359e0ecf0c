"""Make the package for a Danish municipality's styringsdialogkonference: one PDF with everybody's bilag."""

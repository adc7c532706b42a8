"""The report: tables (values only) and their renderings. A renderer never computes."""

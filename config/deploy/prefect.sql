-- Prefect's own database beside our ledger; run once, when the database server is made.
CREATE DATABASE prefect;

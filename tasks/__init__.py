"""One module per step, plain functions on values. Only `steps.py` knows Prefect."""

"""`python -m flows.service.prefect_file`: this site's deployments as a prefect.yaml, for several machines with workers.

It is written from the same settings as `spm serve` uses, so that there is one truth about provinces and hours.
"""

import os
import sys
from typing import Any

POOL = "spm"
"""The work pool, of type process, that the workers take their runs from."""


def prefect_file() -> dict[str, Any]:
    """What `prefect deploy --all` is to make. Raises WrongUse for a schedule of a province that does not exist."""
    from config.settings import settings
    from flows.service.deployments import deployments

    # no pull step: a worker has the program installed and finds the flows as modules
    return {"name": "spm", "pull": [], "deployments": [_entry(one) for one in deployments(settings())]}


def _entry(deployment: Any) -> dict[str, Any]:
    """One deployment in the words of prefect.yaml."""
    entry = {
        "name": deployment.name,
        "description": deployment.description,
        "tags": deployment.tags,
        "entrypoint": deployment.entrypoint,
        "parameters": deployment.parameters or {},
        "work_pool": {"name": POOL},
        "schedules": [
            {"cron": one.schedule.cron, "timezone": one.schedule.timezone or "UTC"} for one in deployment.schedules
        ],
    }
    if deployment.concurrency_limit:
        entry["concurrency_limit"] = {
            "limit": deployment.concurrency_limit,
            "collision_strategy": deployment.concurrency_options.collision_strategy.value,
        }
    return entry


if __name__ == "__main__":
    import yaml

    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    yaml.safe_dump(prefect_file(), sys.stdout, allow_unicode=True, sort_keys=False)

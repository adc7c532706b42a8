"""What a run shows for as long as it waits for a person: the link to the page on which it is answered."""

from urllib.parse import urlsplit
from uuid import UUID

from prefect.artifacts import create_markdown_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import ArtifactFilter

_KEY = "putuskan-"


def show_question(name: str, where: str) -> None:
    """On the page of the present run, about `name` (`62-2024-TW4`)."""
    create_markdown_artifact(
        key=f"{_KEY}{name.lower()}",
        markdown=f"[Baca dan putuskan]({urlsplit(where).path})",
        description="Menunggu keputusan",
    )


def withdraw_question(run: UUID) -> None:
    """Once there is nothing to be answered any more."""
    shown = ArtifactFilter(flow_run_id={"any_": [run]}, key={"like_": f"{_KEY}%"})
    with get_client(sync_client=True) as client:
        for artifact in client.read_artifacts(artifact_filter=shown):
            client.delete_artifact(artifact.id)

"""Does a job with the client that openapi-generator makes for Python: job.py URL KEY."""
import sys
import time

import openapi_client as api
from openapi_client.exceptions import NotFoundException

with api.ApiClient(api.Configuration(host=sys.argv[1], access_token=sys.argv[2])) as client:
    jobs = api.JobsApi(client)
    job = jobs.create_job(api.JobRequest(api.VideoJobRequest(
        kind="video", input="s3://media/video.mp4", output="s3://media/python.webm", connection_id="store",
        options=api.VideoOptions(width=api.Size(64), height=api.Size("50%"), fit="cover", quality=api.Quality.LOW),
        metadata={"made": "by Python"})))
    assert job.error is None and job.started_at is None or job.status != api.JobStatus.QUEUED, job
    while job.status in (api.JobStatus.QUEUED, api.JobStatus.PROCESSING):
        time.sleep(0.2)
        job = jobs.get_job(job.id)
    assert job.error is None, job.error
    assert [task.kind for task in job.tasks] == ["probe", "import", "video", "export"], job.tasks
    assert [listed.id for listed in jobs.list_jobs(limit=1, status=api.JobStatus.SUCCEEDED)] == [job.id]
    task = api.TasksApi(client).create_task(api.TaskRequest(api.ProbeTaskRequest(
        kind="probe", input=api.TaskInput(api.FileReference(url="s3://media/video.mp4")),
        options=api.ReadOptions(connection_id="store"))))
    try:
        jobs.get_job("job_of_nobody")
    except NotFoundException as refused:
        print(refused.data.kind)
    print(job.status.value, job.output, job.options["width"], job.metadata["made"], task.kind)

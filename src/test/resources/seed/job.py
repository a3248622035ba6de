import requests

task = {
    "input": "s3://my-r2-bucket/uploads/video.mov",
    "kind": "video",
    "options": {
        "connection_id": "conn_abc123",
        "width": 1280,
        "format": "mp4",
    },
}

res = requests.post(
    "https://api.ittybit.com/jobs",
    headers={"Authorization": f"Bearer {api_key}"},
    json=task,
)
data = res.json()

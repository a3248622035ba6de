TASK='{
  "input": "s3://my-r2-bucket/uploads/video.mov",
  "kind": "video",
  "options": {
    "connection_id": "conn_abc123",
    "width": 1280,
    "format": "mp4"
  }
}'

curl -X POST https://api.ittybit.com/jobs \
  -H "Authorization: Bearer $ITTYBIT_API_KEY" \
  -H "Content-Type: application/json" \
  -d "$TASK"

ittybit video \
  -i s3://my-r2-bucket/uploads/video.mov \
  --connection my-r2 \
  --width 1280 \
  --format mp4

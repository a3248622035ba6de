const task = {
  input: 's3://my-r2-bucket/uploads/video.mov',
  kind: 'video',
  options: {
    connection_id: 'conn_abc123',
    width: 1280,
    format: 'mp4',
  },
};

const res = await fetch('https://api.ittybit.com/jobs', {
  method: 'POST',
  headers: {
    Authorization: `Bearer ${process.env.ITTYBIT_API_KEY}`,
    'Content-Type': 'application/json',
  },
  body: JSON.stringify(task),
});
const data = await res.json();

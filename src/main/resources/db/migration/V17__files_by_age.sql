-- The files that are still on the CDN, by the age of their jobs: jobs are often kept for much longer than their files.
-- The first column has one value; SQLite prefers this index to that of all that succeeded for it.
create index jobs_with_files on jobs (files_removed, finished_at)
    where status = 'succeeded' and output_target is null and files_removed = 0;

-- The files that are still on the CDN, by the age of their jobs: jobs are often kept for much longer than their files.
-- Two indexes of few rows, as SQLite takes the first only where it is better than that of all jobs of a status, which it
-- tells by the number of its columns, and PostgreSQL the second only, as its rows lie in the order of its first column.
create index jobs_with_files on jobs (files_removed, finished_at)
    where status = 'succeeded' and output_target is null and files_removed = 0;
create index jobs_with_files_by_end on jobs (finished_at)
    where status = 'succeeded' and output_target is null and files_removed = 0;

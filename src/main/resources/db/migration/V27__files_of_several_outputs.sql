-- What the removal of old files looks for among the jobs with several outputs that did not all succeed.
create index jobs_with_outputs on jobs (files_removed, finished_at)
    where outputs is not null and status in ('failed', 'cancelled') and files_removed = 0;

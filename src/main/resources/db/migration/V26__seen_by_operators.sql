-- What operators see of nodes and watches, and what pages ask for that show the jobs of a project.

-- What a node is, as it says itself; null while the node is of an older version
alter table nodes add column roles text;
alter table nodes add column heavy_slots integer;
alter table nodes add column light_slots integer;
alter table nodes add column version text;
alter table nodes add column started_at bigint;
-- of its last heartbeat. It is shown, and decides nothing: whether a node lives is told by its beats
alter table nodes add column seen_at bigint;

-- The last turns of watches, by whichever node. A watch that has never had a turn has no row.
create table watch_states (
    watch         text primary key,
    -- name of the node that had the last turn
    node          text not null,
    -- when the last turn succeeded
    looked_at     bigint,
    -- why the last turn failed, and since when turns fail; null if it succeeded
    trouble       text,
    trouble_since bigint
);

-- How the job of an object ended; null before. It stays when the job is deleted.
alter table watched_objects add column outcome text;
update watched_objects set outcome = (select status from jobs
    where jobs.id = watched_objects.job_id and status in ('succeeded', 'failed', 'cancelled'));
create index watched_objects_by_outcome on watched_objects (watch, outcome);

-- The headers that a job asks for its objects in a bucket, as JSON.
alter table jobs add column output_headers text;

-- The changes of a project's jobs, for its event stream.
create index jobs_shown_by_change on jobs (project, updated_at, id) where task_id is null;

-- How many jobs ended, and how: counted without reading the jobs.
create index jobs_ended on jobs (project, finished_at, kind, status, error_kind) where finished_at is not null;

-- The files that tasks of kind import have brought in.
create index jobs_of_files on jobs (project, task_id) where kind = 'import' and task_id is not null and output_target is null;

-- The jobs that read or wrote an object, by its key: what follows the bucket in s3://bucket/key, whose name has these
-- characters only. The first 512 characters are enough to find it, and fit into an index.
create index jobs_shown_by_input_key on jobs (project, substr(ltrim(substr(input, 6),
        'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-'), 2, 512), id)
    where task_id is null and substr(input, 1, 5) = 's3://';
create index jobs_shown_by_output_key on jobs (project, substr(ltrim(substr(output, 6),
        'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-'), 2, 512), id)
    where task_id is null and substr(output, 1, 5) = 's3://';

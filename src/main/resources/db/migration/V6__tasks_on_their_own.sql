-- The task that was asked for on its own, of which a job is the work; null for jobs that were asked for as such.
alter table jobs add column task_id text;

-- The inputs that a task on its own joins, as they were sent; null for a single one.
alter table tasks add column inputs text;

-- Jobs that their owners have deleted, so that the streams of projects can tell of it. They are kept for a day.
create table deleted_jobs (
    id         text primary key,
    project    text not null,
    deleted_at bigint not null
);
create index deleted_jobs_of_projects on deleted_jobs (project, deleted_at, id);
create index deleted_jobs_by_time on deleted_jobs (deleted_at);

-- What jobs have made, by what it depends on: it is given again to a job that would make the same.
-- identity: SHA-256 of all that the result depends on; result: its files in the CDN folder, as JSON.
create table made_results (
    job_id   text primary key references jobs (id) on delete cascade,
    project  text not null,
    identity text not null,
    result   text not null,
    made_at  bigint not null
);
create index made_results_by_identity on made_results (project, identity, made_at);

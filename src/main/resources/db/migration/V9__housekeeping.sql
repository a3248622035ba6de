-- Jobs are kept as long as the settings say after they have ended, and so are their files on the CDN.
alter table jobs add column files_removed integer not null default 0;
create index jobs_by_end on jobs (finished_at);

-- Uploads in parts that were begun and have neither ended nor been given up: what a crash leaves of them is given up
-- when the attempt is not at work any more.
create table uploads (
    upload_id     text not null,
    job_id        text not null,
    attempt       integer not null,
    connection_id text not null,
    bucket        text not null,
    object_key    text not null,
    created_at    bigint not null,
    primary key (job_id, upload_id)
);

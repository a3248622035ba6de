-- Who sees what: each key, job, task and connection is of a project. Until now all were of one.

alter table api_keys add column project text not null default 'default';
-- when it stops being good; null for never
alter table api_keys add column expires_at bigint;
-- the key that this one replaced, and until when that one works yet
alter table api_keys add column previous_hash text;
alter table api_keys add column previous_until bigint;
-- null where there is no bound
alter table api_keys add column requests_per_minute bigint;
alter table api_keys add column max_queued_jobs bigint;
alter table api_keys add column bytes_per_day bigint;
alter table api_keys add column minutes_per_day bigint;

create unique index api_keys_replaced on api_keys (previous_hash) where previous_hash is not null;

alter table jobs add column project text not null default 'default';
-- the key that it was sent with; null for those of watches
alter table jobs add column key_id text;
alter table tasks add column project text not null default 'default';

create index jobs_by_project on jobs (project, id);
create index tasks_by_project on tasks (project, id);
create index jobs_queued_by_key on jobs (key_id) where status = 'queued';

-- A name is taken in its project only, and each project has a default: the table is made anew, as one database cannot
-- drop the old rule.
alter table connections rename to connections_of_all;

create table connections (
    id            text primary key,
    project       text not null,
    kind          text not null,
    name          text not null,
    endpoint      text not null,
    region        text not null,
    access_key_id text not null,
    sealed_secret text not null,
    is_default    integer not null,
    created_at    bigint not null,
    updated_at    bigint not null,
    unique (project, name)
);

insert into connections (id, project, kind, name, endpoint, region, access_key_id, sealed_secret, is_default,
        created_at, updated_at)
    select id, 'default', kind, name, endpoint, region, access_key_id, sealed_secret, is_default, created_at,
        updated_at from connections_of_all;

drop table connections_of_all;

create unique index default_connection_of_project on connections (project) where is_default = 1;

-- What the jobs of a key took of its quota. A row stays when its job is gone.
create table key_usage (
    job_id      text primary key,
    key_id      text not null,
    -- days since 1970 in UTC
    day         bigint not null,
    bytes       bigint not null,
    -- of media
    millis      bigint not null
);

create index key_usage_by_day on key_usage (key_id, day);
create index key_usage_by_age on key_usage (day);

-- One dialect for SQLite and PostgreSQL. Times are Unix milliseconds, truth values 0 or 1, JSON is text.

create table api_keys (
    id         text primary key,
    name       text not null,
    hash       text not null unique,
    created_at bigint not null
);

create table connections (
    id            text primary key,
    kind          text not null,
    name          text not null unique,
    endpoint      text not null,
    region        text not null,
    access_key_id text not null,
    sealed_secret text not null,
    is_default    integer not null,
    created_at    bigint not null,
    updated_at    bigint not null
);

create unique index one_default_connection on connections (is_default) where is_default = 1;

create table jobs (
    id                   text primary key,
    kind                 text not null,
    input                text not null,
    connection_id        text,
    output_target        text,
    output_connection_id text,
    options              text not null,
    metadata             text,
    priority             integer not null,
    status               text not null,
    progress             integer not null,
    output               text,
    error_kind           text,
    error_message        text,
    attempts             integer not null,
    -- 1 when the broker has the message of this job: a queued job without one is sent again
    sent                 integer not null,
    created_at           bigint not null,
    started_at           bigint,
    finished_at          bigint,
    updated_at           bigint not null
);

create index jobs_by_status on jobs (status, id);
create index jobs_by_kind on jobs (kind, id);
create index jobs_by_input on jobs (input, id);
create index jobs_not_sent on jobs (id) where sent = 0;
create index jobs_by_connection on jobs (connection_id, status);
create index jobs_by_output_connection on jobs (output_connection_id, status);

create table tasks (
    id            text primary key,
    job_id        text not null references jobs (id) on delete cascade,
    position      integer not null,
    kind          text not null,
    input         text,
    options       text not null,
    output        text,
    status        text not null,
    progress      integer not null,
    speed         double precision,
    error_kind    text,
    error_message text,
    created_at    bigint not null,
    started_at    bigint,
    finished_at   bigint,
    updated_at    bigint not null,
    unique (job_id, position)
);

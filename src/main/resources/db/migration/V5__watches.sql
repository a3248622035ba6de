-- What watches have made jobs of. The key says "once": a row is written in the transaction that stores its job. There
-- is no reference to jobs: an object stays known when its job is gone.
create table watched_objects (
    watch         text not null,
    bucket        text not null,
    object_key    text not null,
    etag          text not null,
    job_id        text not null unique,
    -- what becomes of the object when its job has succeeded: keep, move, delete
    after_success text not null,
    -- s3:// URL that a move goes to
    move_to       text,
    -- when that is to be tried; null before success, and when nothing is left to be done
    due_at        bigint,
    tries         integer not null,
    created_at    bigint not null,
    primary key (watch, bucket, object_key, etag)
);

create index watched_objects_due on watched_objects (due_at) where due_at is not null;

-- What this server has put into buckets itself, or is about to: watches pass over it.
create table published_objects (
    endpoint   text not null,
    bucket     text not null,
    object_key text not null,
    created_at bigint not null,
    primary key (endpoint, bucket, object_key)
);

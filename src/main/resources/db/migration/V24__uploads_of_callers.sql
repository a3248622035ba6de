-- Files that callers send, to be inputs of jobs. (The table uploads has what this server sends.) A row with a node is a
-- file on that node's disk; one with a bucket is an object, which the server removes if it is its own.
-- receiving: bytes are missing, or may be; complete: all are there; removing: nobody sees it, and its bytes may be there;
-- gone: they are not.
create table client_uploads (
    id            text primary key,
    project       text not null,
    key_id        text not null,
    status        text not null,
    filename      text not null,
    content_type  text,
    bytes         bigint not null,
    metadata      text,
    node          text,
    connection_id text,
    bucket        text,
    object_key    text,
    own_object    integer not null,
    multipart_id  text,
    part_bytes    bigint not null,
    created_at    bigint not null,
    expires_at    bigint not null
);
create index client_uploads_by_expiry on client_uploads (status, expires_at);
create index client_uploads_of_keys on client_uploads (key_id) where status = 'receiving';
create index client_uploads_of_projects on client_uploads (project) where status in ('receiving', 'complete');

-- The uploads that a job reads: they stay as long as its other files.
create table job_uploads (
    job_id    text not null references jobs (id) on delete cascade,
    upload_id text not null,
    primary key (job_id, upload_id)
);
create index job_uploads_by_upload on job_uploads (upload_id);

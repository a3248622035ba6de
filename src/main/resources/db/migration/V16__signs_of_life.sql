-- A number that grows while the worker of a job lives. Only whether it grows is looked at, so no clock matters.
alter table jobs add column beats integer not null default 0;

-- Tries that the broker knows of, but which may be lost.
create index webhooks_sent on webhooks (updated_at) where sent = 1 and status = 'pending';

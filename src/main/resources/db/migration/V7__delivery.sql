-- What the broker cannot remember of a job: it may lose its own counts when it dies.

-- light or heavy: the queue that its message goes to
alter table jobs add column lane text not null default 'heavy';
-- the message that began the current attempt: only when that one is delivered again is its worker gone
alter table jobs add column message_id text;
-- how often it was taken over from a worker that died
alter table jobs add column deaths integer not null default 0;
-- attempts that its workers gave back, as they were told to end: they are not shown
alter table jobs add column released integer not null default 0;
-- attempts that failed for a cause that passes, since it was sent or retried
alter table jobs add column failures integer not null default 0;
-- when its message is to be sent, for a job that waits for such a cause to pass
alter table jobs add column due_at bigint;
-- 1 when it has waited so long that a second message went ahead of all others
alter table jobs add column hurried integer not null default 0;

-- The queue of older versions is not read any more: its jobs are sent again, each to its lane.
update jobs set lane = 'light' where kind in ('probe', 'import', 'export', 'image');
update jobs set status = 'queued', sent = 0 where status in ('queued', 'processing');

create index jobs_waiting on jobs (lane, hurried, updated_at) where status = 'queued';

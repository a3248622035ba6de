-- There is no broker any more: a job that waits is one whose row says so, and a worker takes the next one by one
-- statement.

-- It suits whatever is asked of jobs that wait, so that neither database takes those below: PostgreSQL for as long as it
-- has not counted, SQLite ever.
drop index jobs_by_status;
drop index jobs_not_sent;
drop index jobs_waiting;
drop index webhooks_not_sent;
drop index webhooks_sent;

-- the id of the node that has the current attempt; of one that has ended, the node that had it
alter table jobs add column node text;
-- the key that it was sent with, or nothing: within a project each has its place in the queue
alter table jobs add column sender text not null default '';
-- since when it waits; an attempt that is given back does not lose its turn
alter table jobs add column queued_at bigint not null default 0;
-- its priority; the highest, once it has waited for long
alter table jobs add column urgency integer not null default 0;

update jobs set sender = coalesce(key_id, ''), queued_at = updated_at, urgency = priority
    where status in ('queued', 'processing');

-- No older node is at work any more: whoever starts has made sure of it. What was at work then waits again.
update tasks set status = 'waiting', progress = 0, speed = null, output = null, node = null, started_at = null,
        finished_at = null, input = case when id in (select task_id from jobs) then input end
    where job_id in (select id from jobs where status = 'processing');
update jobs set status = 'queued', progress = 0, deaths = deaths + 1 where status = 'processing';

alter table jobs drop column sent;
alter table jobs drop column hurried;
alter table jobs drop column message_id;
alter table jobs drop column beats;

-- The queue. A job that is not yet due is not in it, nor is any that has ended: a claim reads no row in vain.
create index jobs_queue on jobs (lane, project, sender, urgency desc, queued_at, id)
    where status = 'queued' and due_at is null;
-- With the lane, since that many are told by lane.
create index jobs_not_due on jobs (due_at, lane) where status = 'queued' and due_at is not null;
create index jobs_not_due_by_writing on jobs (updated_at) where status = 'queued' and due_at is not null;
create index jobs_patient on jobs (queued_at) where status = 'queued' and due_at is null and urgency < 9;
-- As many as there are slots on all nodes.
create index jobs_at_work on jobs (project, lane, sender) where status = 'processing';
create index jobs_at_work_by_node on jobs (node) where status = 'processing';

alter table webhooks drop column sent;
-- the id of the node that makes the current try; null while none does
alter table webhooks add column node text;
create index webhooks_due on webhooks (due_at) where status = 'pending' and node is null;
create index webhooks_due_by_writing on webhooks (updated_at) where status = 'pending' and node is null;
create index webhooks_at_work on webhooks (node) where node is not null;

-- The nodes that live. Only whether a number grows is looked at, so no clock matters.
create table nodes (
    -- from the node's data folder
    id      text primary key,
    -- as people call it; several may have the same
    name    text not null,
    -- of this life of it
    session text not null,
    beats   bigint not null
);

-- When a project was last given a job of a lane: of those with as many at work, it is another's turn. With one slot
-- nothing is at work when it becomes free, and the most urgent would always be first.
create table turns (
    lane     text not null,
    project  text not null,
    taken_at bigint not null,
    primary key (lane, project)
);

-- how many jobs of a key may be at work at a time; null where there is no bound
alter table api_keys add column max_running_jobs bigint;

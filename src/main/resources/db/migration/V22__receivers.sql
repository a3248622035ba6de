-- Whose a webhook is and where it goes, beside each other: whoever looks what is to be sent next passes over those that
-- are to wait without reading what waits behind them.
alter table webhooks add column project text not null default '';
-- with its port, as it stands in the URL, in small letters
alter table webhooks add column host text not null default '';
-- The URL, or what stands for one that is too long for an index. Of those that are here already, long ones that begin
-- alike count as one until they are delivered: they are sent one after the other.
alter table webhooks add column receiver text not null default '';

update webhooks set
    project = (select jobs.project from jobs where jobs.id = webhooks.job_id),
    receiver = substr(url, 1, 200),
    -- from behind the // to the first of what can end a host
    host = (
        with recursive ends (i) as (
            select case when substr(lower(url), 1, 8) = 'https://' then 9 else 8 end
            union all
            select i + 1 from ends where i < 300 and substr(url, i, 1) not in ('', '/', '?', '#'))
        select lower(substr(url, min(i), max(i) - min(i))) from ends);

create index webhooks_queue on webhooks (project, due_at, trying_since) where status = 'pending' and node is null;
create index webhooks_by_receiver on webhooks (project, host, receiver, due_at, trying_since)
    where status = 'pending' and node is null;
create index webhooks_receivers_at_work on webhooks (receiver) where node is not null;

-- How the owner of a job is told of its end. A row is made with its job; it falls due in the transaction that ends the
-- job, so that no end is forgotten.

create table webhooks (
    job_id       text primary key references jobs (id) on delete cascade,
    url          text not null,
    -- the webhook-id that receivers see: the same in every try to tell of one end
    message_id   text,
    -- waiting: the job has not ended; pending: to be delivered; delivered; failed: not tried any more
    status       text not null,
    -- tries that were begun, of all rounds. A message to the broker holds the number before it, so that of twins only
    -- one is obeyed
    attempts     integer not null,
    last_error   text,
    -- when the first try of this round was due, and when the next one is
    trying_since bigint,
    due_at       bigint,
    -- 1 when the broker has the message of the next try
    sent         integer not null,
    created_at   bigint not null,
    updated_at   bigint not null
);

create index webhooks_not_sent on webhooks (due_at) where sent = 0 and status = 'pending';

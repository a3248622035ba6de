-- What was answered to a request with an Idempotency-Key. A row is made in the transaction that makes the resource.
create table idempotency_keys (
    operation  text not null,
    key        text not null,
    body_hash  text not null,
    response   text not null,
    created_at bigint not null,
    primary key (operation, key)
);

create index idempotency_keys_by_age on idempotency_keys (created_at);

-- read, write or admin. Until now every key could do all.
alter table api_keys add column scope text not null default 'admin';

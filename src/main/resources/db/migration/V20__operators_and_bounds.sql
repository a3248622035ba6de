-- Who makes keys of all projects is an operator; an admin ends at his project. Until now every admin could do it.

-- 1 until a start has said in its log that this key has become one
alter table api_keys add column operator_untold integer not null default 0;
update api_keys set scope = 'operator', operator_untold = 1 where scope = 'admin' and project = 'default';

-- the highest priority that its jobs may have; null where there is no bound
alter table api_keys add column max_priority bigint;

-- What signs the webhooks of a project.
create table webhook_secrets (
    project        text primary key,
    -- null while it is the one of the settings, as that of every project was
    sealed         text,
    -- the one that it replaced, and until when that signs too
    previous       text,
    previous_until bigint
);

insert into webhook_secrets (project)
    select 'default' union select project from api_keys union select project from jobs union select project from connections;

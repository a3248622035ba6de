-- A number that grows while the worker of a job lives. Only whether it grows is looked at, so no clock matters.
alter table jobs add column beats integer not null default 0;

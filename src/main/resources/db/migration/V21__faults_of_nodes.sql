-- the id of the node that lacked something when it gave the job back last: when that is there again, so is the job
alter table jobs add column lacked_on text;

-- One text, sealed as the secrets of connections are: by it a node knows whether its key is the one that they are sealed with.
create table key_check (
    id integer primary key check (id = 1),
    sealed text not null
);

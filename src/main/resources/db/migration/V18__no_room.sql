-- How often a job came back for a trouble of its node, such as a full disk, which is not counted as its failure.
alter table jobs add column lacks integer not null default 0;

-- What a plan leaves out of its input: a JSON list, at the task of the encode and, gathered, at its job.
alter table tasks add column warnings text;
alter table jobs add column warnings text;

-- The name of the preset that a job was sent with; its options are those of the preset and the job, brought together.
alter table jobs add column preset text;

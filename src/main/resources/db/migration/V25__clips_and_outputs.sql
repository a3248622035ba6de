-- What a job reads instead of one input, and makes instead of one output: JSON lists, each entry as it was sent and with
-- its connections found.
alter table jobs add column inputs text;
alter table jobs add column outputs text;

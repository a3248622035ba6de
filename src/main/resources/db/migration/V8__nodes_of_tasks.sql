-- The name of the node that began the task last; null until one has.
alter table tasks add column node text;

-- With a million jobs each list begins where its page is, and what a node does by the clock reads only the rows that it
-- acts on.

-- Lists of jobs are those of a project, and leave out the work on tasks that were asked for on their own: there may be
-- any number between two jobs.
drop index jobs_by_project;
drop index jobs_by_kind;
drop index jobs_by_input;
create index jobs_shown on jobs (project, id) where task_id is null;
-- Where one project has nearly all, PostgreSQL would walk through all jobs by their primary key instead.
create index jobs_shown_of_all on jobs (id) where task_id is null;
create index jobs_shown_by_status on jobs (project, status, id) where task_id is null;
create index jobs_shown_by_kind on jobs (project, kind, id) where task_id is null;
create index jobs_shown_by_status_and_kind on jobs (project, status, kind, id) where task_id is null;
create index jobs_shown_by_input on jobs (project, input, id) where task_id is null;

-- How many wait and are at work, by lane: counted without a look at the jobs themselves.
drop index jobs_by_status;
create index jobs_by_status on jobs (status, lane);

-- Those that the broker may not know of: looked for each second, whatever waits besides.
drop index jobs_not_sent;
create index jobs_not_sent on jobs (status, id) where sent = 0;

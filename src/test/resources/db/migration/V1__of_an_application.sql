-- A migration of an application around the server, which has a database of its own: here it would be an error.
of an application;

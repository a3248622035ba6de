/** The connection to the database and the version of its tables. Knows no other package. */
package io.dromedary.database;

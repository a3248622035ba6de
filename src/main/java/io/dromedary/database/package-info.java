/** The database: connections, transactions and migrations. Knows no other package. */
package io.dromedary.database;

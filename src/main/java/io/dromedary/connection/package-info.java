/** Connections to stores: their S3 clients, keys, checks and sealed secrets. */
package io.dromedary.connection;

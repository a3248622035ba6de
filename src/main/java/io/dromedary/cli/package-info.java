/**
 * The command line: a client of the HTTP API, independent of the server's classes.
 *
 * <p>To start fast, it loads no Camel, no logging and no package of the server; only {@link io.dromedary.cli.ServerEntry}
 * leads to those.
 */
package io.dromedary.cli;

/**
 * The command line: a client of the HTTP contract that knows nothing of the server's insides.
 *
 * <p>It starts for every command a person types, so that it loads no Camel, no logging and no
 * package of the server; {@link io.dromedary.cli.ServerEntry} is the one door to those.
 */
package io.dromedary.cli;

/** The hosts, ports and addresses that this server connects to for callers, and those that it refuses. */
package io.dromedary.net;

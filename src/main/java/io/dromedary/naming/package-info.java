/** What the name of a result says about it. The server and the command line share it. */
package io.dromedary.naming;

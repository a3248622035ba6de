/** Where this server connects to on behalf of others, and where it never does. */
package io.dromedary.net;

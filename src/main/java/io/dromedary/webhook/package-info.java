/** Telling the owners of jobs how they ended: signing, sending, trying again. */
package io.dromedary.webhook;

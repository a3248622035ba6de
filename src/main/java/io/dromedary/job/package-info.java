/** A job and its way from the queue to its end. */
package io.dromedary.job;

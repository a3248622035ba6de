/** Jobs and tasks: what they are, where they are stored, and the events of their life. */
package io.dromedary.job;

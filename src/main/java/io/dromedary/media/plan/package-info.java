/** Plans for each kind of job: which commands to run, and what comes of them. */
package io.dromedary.media.plan;

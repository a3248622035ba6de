/** The options of each kind of job, and the rules between them. */
package io.dromedary.media.option;

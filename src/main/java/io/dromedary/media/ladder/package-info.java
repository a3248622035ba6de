/** The renditions of an adaptive result: their sizes, and the steps of the command that makes them. */
package io.dromedary.media.ladder;

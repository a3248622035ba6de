/**
 * What a media file is and which arguments turn it into another one.
 *
 * <p>Everything here is a pure function: no process is started, no file opened, no other package of
 * ours known. {@link io.dromedary.media.Probe} reads what ffprobe printed, {@link
 * io.dromedary.media.EncodingTable} what the operator configured, the options records what the caller
 * asked for; one command class per kind turns the three into a {@link io.dromedary.media.Command}.
 *
 * <p>A command is built by a list of named steps, run in order, each in a file of its own.
 */
package io.dromedary.media;

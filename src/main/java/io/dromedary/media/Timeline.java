package io.dromedary.media;

/**
 * What reading every packet of a file has shown of its times.
 *
 * @param lead       seconds: wherever a cut begins, a keyframe is at most this much earlier
 * @param continuous whether its times only increase, so that a moment can be found by its time; those of recordings that
 *                   were joined begin again
 */
public record Timeline(double lead, boolean continuous) {}

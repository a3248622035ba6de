package io.dromedary.media;

import java.util.Optional;

/**
 * What the index of a file of the MP4 family says of one of its tracks (ISO/IEC 14496-12, 8.3 to 8.7). It was read
 * without looking at a single picture or sample.
 *
 * @param handler four letters: {@code vide}, {@code soun}, or others
 * @param entry four letters of how it is coded, such as {@code avc1} or {@code mp4a}
 * @param profile the number of its profile by the codec's standard; -1 where none was found
 * @param level its level, such as 4.1; 0 where none was found
 * @param width pixels as stored; 0 for a sound
 * @param height pixels as stored; 0 for a sound
 * @param channels of a sound; 0 where they are not found
 * @param sampleRate samples a second of a sound, 0 where that is not found
 * @param end seconds from the file's beginning at which its samples end
 * @param played what of it is played; empty where several edits choose that, and where it has no samples
 * @param bytes of all its samples
 * @param bitrate bits/s
 * @param keyframeSeconds the longest time from one keyframe to the next or to the end
 * @param shownLater seconds by which a sample is shown later than it is decoded, at most
 * @param plain whether it plays from the file's beginning to its end as it is stored: nothing cut by a list of edits, one
 *     description of its codec throughout, a usual clock whose times only increase, a keyframe first, and its pictures
 *     neither turned, mirrored nor cropped
 */
public record IndexedTrack(
        String handler,
        String entry,
        int profile,
        double level,
        int width,
        int height,
        int channels,
        int sampleRate,
        double end,
        Optional<Played> played,
        long bytes,
        double bitrate,
        double keyframeSeconds,
        double shownLater,
        boolean plain) {

    /**
     * What is played of a track, in seconds from the file's beginning.
     *
     * @param lastBegins when the last sample begins
     * @param end when it ends
     */
    public record Played(double lastBegins, double end) {}
}

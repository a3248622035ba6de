package io.dromedary.media;

import java.util.Optional;

/**
 * A stream of sound.
 *
 * @param index the stream's number in its file
 * @param codec FFmpeg's name of the codec, such as {@code aac}, or {@code unknown}
 * @param channels number of channels; 0 when ffprobe could not tell
 * @param sampleRate samples per second; 0 when ffprobe could not tell
 * @param isLaidOut whether the file says where its channels belong, such as left or centre
 * @param isDefault whether the file marks this stream as the one to play
 * @param language where the file says it
 * @param title where the file has one: at most 80 characters on one line, without quotation marks
 */
public record AudioStream(
        int index, String codec, int channels, int sampleRate, boolean isLaidOut, boolean isDefault,
        Optional<Language> language, Optional<String> title)
        implements MediaStream {

    /** A stream whose channels have their usual places. */
    public AudioStream(int index, String codec, int channels, int sampleRate, boolean isDefault) {
        this(index, codec, channels, sampleRate, true, isDefault, Optional.empty(), Optional.empty());
    }
}

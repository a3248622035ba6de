package io.dromedary.media;

/**
 * A stream of sound.
 *
 * @param index the stream's number in its file
 * @param codec FFmpeg's name of the codec, such as {@code aac}, or {@code unknown}
 * @param channels number of channels; 0 when ffprobe could not tell
 * @param sampleRate samples per second; 0 when ffprobe could not tell
 * @param isDefault whether the file marks this stream as the one to play
 */
public record AudioStream(
        int index, String codec, int channels, int sampleRate, boolean isDefault)
        implements MediaStream {}

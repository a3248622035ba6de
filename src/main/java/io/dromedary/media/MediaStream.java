package io.dromedary.media;

/** One stream of a file, as ffprobe reports it. */
public sealed interface MediaStream permits VideoStream, AudioStream, MediaStream.Other {

    /** The stream's number in its file, as {@code -map 0:<index>} takes it. */
    int index();

    /** FFmpeg's name of the codec, such as {@code h264}; {@code unknown} when it has none. */
    String codec();

    /**
     * Subtitles, timecode, attachments and whatever else is neither picture nor sound.
     *
     * @param index the stream's number in its file
     * @param codec FFmpeg's name of the codec, or {@code unknown}
     * @param type FFmpeg's name of the stream type: {@code subtitle}, {@code data}, {@code attachment}
     */
    record Other(int index, String codec, String type) implements MediaStream {}
}

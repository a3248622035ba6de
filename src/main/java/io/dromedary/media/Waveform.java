package io.dromedary.media;

import java.util.stream.Stream;

/** A waveform, which is drawn when the commands of its plan are done. */
public interface Waveform {

    /** The name of the note in which ffmpeg wrote the peaks. */
    String peaks();

    /**
     * The waveform as JSON.
     *
     * @param lines of the note, read one by one
     */
    String json(Stream<String> lines);
}

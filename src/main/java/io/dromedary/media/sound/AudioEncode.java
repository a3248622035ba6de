package io.dromedary.media.sound;

import io.dromedary.media.AudioStream;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.VideoStream;
import io.dromedary.media.format.AudioCodec;
import io.dromedary.media.option.AudioOptions;
import io.dromedary.media.option.Clip;
import io.dromedary.media.table.EncodingTable;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the steps of an audio file need to know.
 *
 * @param options what the caller asked for
 * @param inputs the files that were fetched
 * @param stream the sound that is encoded
 */
public record AudioEncode(AudioOptions options, PlanInputs inputs, EncodingTable table, Path output, AudioStream stream)
        implements SoundEncode {

    @Override
    public SoundCoding soundCoding() {
        AudioCodec codec = options.format().codec();
        return new SoundCoding(codec, table.audio().get(codec), options.quality(), options.bitrate());
    }

    @Override
    public OptionalDouble targetLufs() {
        return options.targetLufs();
    }

    @Override
    public Clip clip() {
        return options.clip();
    }

    @Override
    public Optional<VideoStream> picture() {
        return Optional.empty();
    }

    @Override
    public Optional<AudioStream> sound() {
        return Optional.of(stream);
    }
}

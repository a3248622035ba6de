package io.dromedary.media.table;

import io.dromedary.media.format.AudioCodec;
import java.util.EnumMap;
import java.util.Map;

/** Reads the section {@code audio} of {@code encoding.yaml}. */
final class AudioTableReader {

    private AudioTableReader() {}

    static Map<AudioCodec, EncodingTable.Audio> read(ConfigSection section) {
        var audios = new EnumMap<AudioCodec, EncodingTable.Audio>(AudioCodec.class);
        for (AudioCodec codec : AudioCodec.values()) {
            audios.put(codec, codec(codec, section.section(codec.wireName())));
        }
        section.rejectOthers();
        return audios;
    }

    private static EncodingTable.Audio codec(AudioCodec codec, ConfigSection section) {
        boolean lossy = codec.isLossy();
        var audio =
                new EncodingTable.Audio(
                        section.text("encoder", "[A-Za-z0-9_{}-]+"),
                        section.section("options").texts("[A-Za-z0-9_-]+", ".+"),
                        lossy ? section.section("bitrate_per_channel").perQuality(6000, 512000) : Map.of(),
                        lossy ? section.integer("max_bitrate_per_channel", 6000, 512000) : 0,
                        lossy ? Map.of() : section.section("bits").perQuality(16, 24),
                        section.integer("max_sample_rate", 8000, 192000));
        section.rejectOthers();
        return audio;
    }
}

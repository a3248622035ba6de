package io.dromedary.media.table;

import io.dromedary.media.AudioTracks;
import io.dromedary.media.SegmentFormat;
import io.dromedary.media.format.Quality;
import io.dromedary.media.format.VideoCodec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads and checks the section {@code ladder} of {@code encoding.yaml}. */
final class LadderReader {

    private static final int MOST_RUNGS = 12;
    private static final int MOST_SOUNDS = 64;

    private LadderReader() {}

    static LadderTable read(ConfigSection section) {
        return new LadderTable(
                section.number("segment_seconds", 1, 30),
                section.word("segment_format", SegmentFormat.values()),
                AudioTracks.of(section.text("audio_tracks", AudioTracks.ALL + "|" + AudioTracks.FIRST)),
                section.integer("max_audio_tracks", 1, MOST_SOUNDS),
                section.each("maxrate_factor", List.of(Quality.values()), (factors, quality) -> factors.number(quality, 0.1, 10)),
                section.each("options", LadderTable.CODECS,
                        (options, codec) -> options.section(codec).texts(ConfigSection.NAME, ".+")),
                rungs(section.section("rungs")));
    }

    private static List<LadderTable.Rung> rungs(ConfigSection section) {
        var rungs = new ArrayList<LadderTable.Rung>();
        for (String height : section.keys("[1-9][0-9]{1,3}")) {
            rungs.add(section.section(height, rung -> rung(Integer.parseInt(height), rung)));
        }
        if (rungs.isEmpty() || rungs.size() > MOST_RUNGS) {
            throw new IllegalArgumentException(
                    "%s: ladder.rungs has %d entries, and must have 1 to %d"
                            .formatted(section.place(), rungs.size(), MOST_RUNGS));
        }
        rungs.sort(Comparator.comparing(LadderTable.Rung::height).reversed());
        return rungs;
    }

    private static LadderTable.Rung rung(int height, ConfigSection section) {
        var maxrates = new EnumMap<VideoCodec, Integer>(VideoCodec.class);
        for (VideoCodec codec : LadderTable.CODECS) {
            maxrates.put(codec, section.integer(codec.wireName(), 50_000, 200_000_000));
        }
        return new LadderTable.Rung(height, maxrates, section.integer("audio", 16_000, 512_000));
    }
}

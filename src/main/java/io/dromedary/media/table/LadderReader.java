package io.dromedary.media.table;

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

    private LadderReader() {}

    static LadderTable read(ConfigSection section) {
        var table =
                new LadderTable(
                        section.number("segment_seconds", 1, 30),
                        section.word("segment_format", SegmentFormat.values()),
                        factors(section.section("maxrate_factor")),
                        options(section.section("options")),
                        rungs(section.section("rungs")));
        section.rejectOthers();
        return table;
    }

    private static Map<Quality, Double> factors(ConfigSection section) {
        var factors = new EnumMap<Quality, Double>(Quality.class);
        for (Quality quality : Quality.values()) {
            factors.put(quality, section.number(quality.wireName(), 0.1, 10));
        }
        section.rejectOthers();
        return factors;
    }

    private static Map<VideoCodec, Map<String, String>> options(ConfigSection section) {
        var options = new EnumMap<VideoCodec, Map<String, String>>(VideoCodec.class);
        for (VideoCodec codec : LadderTable.CODECS) {
            options.put(codec, section.section(codec.wireName()).texts(ConfigSection.NAME, ".+"));
        }
        section.rejectOthers();
        return options;
    }

    private static List<LadderTable.Rung> rungs(ConfigSection section) {
        var rungs = new ArrayList<LadderTable.Rung>();
        for (String height : section.keys("[1-9][0-9]{1,3}")) {
            rungs.add(rung(Integer.parseInt(height), section.section(height)));
        }
        if (rungs.isEmpty() || rungs.size() > MOST_RUNGS) {
            throw new IllegalArgumentException(
                    "config/encoding.yaml: ladder.rungs has %d entries, and must have 1 to %d"
                            .formatted(rungs.size(), MOST_RUNGS));
        }
        rungs.sort(Comparator.comparing(LadderTable.Rung::height).reversed());
        return rungs;
    }

    private static LadderTable.Rung rung(int height, ConfigSection section) {
        var maxrates = new EnumMap<VideoCodec, Integer>(VideoCodec.class);
        for (VideoCodec codec : LadderTable.CODECS) {
            maxrates.put(codec, section.integer(codec.wireName(), 50_000, 200_000_000));
        }
        var rung = new LadderTable.Rung(height, maxrates, section.integer("audio", 16_000, 512_000));
        section.rejectOthers();
        return rung;
    }
}

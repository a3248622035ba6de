package io.dromedary.media.table;

import io.dromedary.media.format.AllowedFormats;
import io.dromedary.media.probe.FileType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and checks the section {@code accepted} of {@code encoding.yaml}. */
final class AcceptedReader {

    private static final List<String> KINDS = List.of("video", "audio", "image");
    private static final String CODEC = "[a-z0-9_.]+";
    private static final String DECODERS = "[A-Za-z0-9_.-]+( [A-Za-z0-9_.-]+)*";

    private AcceptedReader() {}

    static AllowedFormats read(ConfigSection section) {
        var formats = new ArrayList<String>();
        var decoders = new LinkedHashMap<String, List<String>>();
        section.section("formats", kinds -> {
            // Of a format without a rule of ours no file would ever be accepted.
            KINDS.forEach(kind -> formats.addAll(kinds.words(kind, FileType.known())));
            return kinds;
        });
        section.section("decoders", kinds -> {
            KINDS.forEach(kind -> decoders.putAll(decoders(kinds.section(kind))));
            return kinds;
        });
        return new AllowedFormats(formats, decoders);
    }

    private static Map<String, List<String>> decoders(ConfigSection section) {
        var decoders = new LinkedHashMap<String, List<String>>();
        section.texts(CODEC, DECODERS).forEach((codec, names) -> decoders.put(codec, Arrays.asList(names.split(" "))));
        return decoders;
    }
}

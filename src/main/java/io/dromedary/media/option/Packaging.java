package io.dromedary.media.option;

import io.dromedary.media.MediaException;
import io.dromedary.media.SegmentFormat;
import io.dromedary.media.format.VideoCodec;
import java.util.Optional;

/**
 * How an adaptive result is packed.
 *
 * @param dash whether it has a manifest of DASH, too
 * @param segments the format of its segments; empty leaves that to the table
 */
public record Packaging(boolean dash, Optional<SegmentFormat> segments) {

    private static final String DASH = "dash";

    /**
     * Reads {@code manifest} and {@code segment_format}, where they are given.
     *
     * @throws MediaException {@code invalid_input} for formats that exclude each other
     */
    static Packaging of(OptionReader options) {
        var manifests = options.words("manifest");
        if (!manifests.isEmpty() && !manifests.contains("hls")) {
            throw OptionReader.invalid("manifest", "DASH comes beside HLS, from the same segments. Send [\"hls\", \"dash\"].");
        }
        boolean dash = manifests.contains(DASH);
        Optional<SegmentFormat> segments = options.word("segment_format", SegmentFormat.values());
        boolean streams = segments.filter(format -> format == SegmentFormat.TS).isPresent();
        if (dash && streams) {
            throw OptionReader.invalid("segment_format", "DASH has segments of \"fmp4\". Send that, or leave 'segment_format' out.");
        }
        if (streams && options.word("codec", VideoCodec.values()).filter(codec -> codec == VideoCodec.H265).isPresent()) {
            throw OptionReader.invalid("segment_format", "Players take h265 in segments of \"fmp4\" alone. Send that, or leave"
                    + " 'segment_format' out.");
        }
        if (dash && options.has("encryption")) {
            throw OptionReader.invalid("encryption", "'encryption' is of HLS: DASH has no AES-128 of whole segments. Leave one of"
                    + " the two out.");
        }
        return new Packaging(dash, segments);
    }
}

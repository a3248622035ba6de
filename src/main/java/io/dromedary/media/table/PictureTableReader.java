package io.dromedary.media.table;

import io.dromedary.media.format.ImageFormat;
import io.dromedary.media.format.Quality;
import java.util.EnumMap;
import java.util.Map;

/** Reads the sections {@code image} and {@code animation} of {@code encoding.yaml}. */
final class PictureTableReader {

    private static final String NAME = "[A-Za-z0-9_:-]+";
    /** The values that the filter paletteuse accepts. */
    private static final String DITHER =
            "none|bayer|heckbert|floyd_steinberg|sierra2|sierra2_4a|bayer:bayer_scale=[0-5]";

    private PictureTableReader() {}

    static Map<ImageFormat, EncodingTable.Still> images(ConfigSection section) {
        var stills = new EnumMap<ImageFormat, EncodingTable.Still>(ImageFormat.class);
        for (ImageFormat format : ImageFormat.values()) {
            stills.put(format, still(section.section(format.wireName())));
        }
        section.rejectOthers();
        return stills;
    }

    static EncodingTable.Animation animation(ConfigSection section) {
        ConfigSection gif = section.section("gif");
        var animation =
                new EncodingTable.Animation(
                        section.integer("max_frames", 1, 100_000),
                        section.integer("max_pixels", 1_000_000, Integer.MAX_VALUE),
                        gif.section("colours").perQuality(4, 256),
                        dither(gif.section("dither")),
                        still(section.section("webp")));
        gif.rejectOthers();
        section.rejectOthers();
        return animation;
    }

    private static EncodingTable.Still still(ConfigSection section) {
        var still =
                new EncodingTable.Still(
                        section.text("encoder", NAME),
                        section.section("options").texts(NAME, ".+"),
                        section.text("quality_option", NAME),
                        section.section("quality").perQuality(0, 100));
        section.rejectOthers();
        return still;
    }

    private static Map<Quality, String> dither(ConfigSection section) {
        var dither = new EnumMap<Quality, String>(Quality.class);
        for (Quality quality : Quality.values()) {
            dither.put(quality, section.text(quality.wireName(), DITHER));
        }
        section.rejectOthers();
        return dither;
    }
}

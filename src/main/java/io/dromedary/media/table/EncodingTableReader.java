package io.dromedary.media.table;

import io.dromedary.media.Kind;
import io.dromedary.media.Preset;
import io.dromedary.media.format.AudioCodec;
import io.dromedary.media.format.ImageFormat;
import io.dromedary.media.format.Quality;
import io.dromedary.media.format.VideoCodec;
import io.dromedary.media.format.VideoFormat;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads and checks {@code encoding.yaml}. */
public final class EncodingTableReader {

    private static final String FILE = "config/encoding.yaml";

    /** The values that the filter paletteuse accepts. */
    private static final String DITHER =
            "none|bayer|heckbert|floyd_steinberg|sierra2|sierra2_4a|bayer:bayer_scale=[0-5]";

    /** Names and values stand between brackets and commas. */
    private static final String NAME_OF_VIPS = "[A-Za-z0-9_.-]+";
    private static final String NAME_OF_STILLS = "[A-Za-z0-9_:-]+";

    private EncodingTableReader() {}

    /**
     * Reads the text of {@code encoding.yaml}.
     *
     * @throws IllegalArgumentException naming the key and what it may be, for a table that is not valid
     */
    public static EncodingTable read(String yaml) {
        return ConfigSection.parse(FILE, yaml, EncodingTableReader::table);
    }

    /** Where the keys of that text are. */
    public static YamlPlaces places(String yaml) {
        return new YamlPlaces(FILE, yaml);
    }

    private static EncodingTable table(ConfigSection root) {
        ConfigSection bitrate = root.section("bitrate");
        var table = new EncodingTable(
                root.integer("max_pixels", 1, Integer.MAX_VALUE),
                root.section("input", InputBounds::read),
                root.section("accepted", AcceptedReader::read),
                root.number("keyframe_seconds", 0.1, 60),
                bitrate.number("peak", 1, 10),
                bitrate.number("buffer_seconds", 0.1, 60),
                root.sections("video", List.of(VideoCodec.values()), EncodingTableReader::video),
                root.sections("audio", List.of(AudioCodec.values()), EncodingTableReader::audio),
                root.section("loudness", loudness -> loudness.number("true_peak", -20, 0)),
                root.sections("image", List.of(ImageFormat.values()), (format, section) -> still(section, vips(section))),
                root.section("animation", EncodingTableReader::animation),
                presets(root.section("presets")),
                root.section("ladder", LadderReader::read),
                // Tables of earlier versions do not have it: then nothing is copied.
                root.has("copy") ? Optional.of(root.section("copy", CopyTable::read)) : Optional.empty());
        bitrate.rejectOthers();
        return table;
    }

    private static EncodingTable.Video video(VideoCodec codec, ConfigSection section) {
        return new EncodingTable.Video(
                section.text("encoder", ConfigSection.NAME),
                section.section("options").texts(ConfigSection.NAME, ".+"),
                section.perQuality("crf", 0, codec.worstCrf()),
                section.text("pixel_format", ConfigSection.NAME),
                section.section("tags", EncodingTableReader::tags),
                section.integer("min_size", 2, 8192));
    }

    private static Map<VideoFormat, String> tags(ConfigSection section) {
        var tags = new EnumMap<VideoFormat, String>(VideoFormat.class);
        for (VideoFormat format : VideoFormat.values()) {
            if (section.has(format.wireName())) {
                tags.put(format, section.text(format.wireName(), "[A-Za-z0-9]{4}"));
            }
        }
        return tags;
    }

    private static EncodingTable.Audio audio(AudioCodec codec, ConfigSection section) {
        boolean lossy = codec.isLossy();
        return new EncodingTable.Audio(
                section.text("encoder", "[A-Za-z0-9_{}-]+"),
                section.section("options").texts(ConfigSection.NAME, ".+"),
                lossy ? section.perQuality("bitrate_per_channel", 6000, 512000) : Map.of(),
                lossy ? section.integer("max_bitrate_per_channel", 6000, 512000) : 0,
                lossy ? Map.of() : section.perQuality("bits", 16, 24),
                section.integer("max_sample_rate", 8000, 192000));
    }

    private static EncodingTable.Animation animation(ConfigSection section) {
        ConfigSection gif = section.section("gif");
        var animation = new EncodingTable.Animation(
                section.integer("max_frames", 1, 100_000),
                section.integer("max_pixels", 1_000_000, Integer.MAX_VALUE),
                gif.perQuality("colours", 4, 256),
                gif.each("dither", List.of(Quality.values()), (dither, quality) -> dither.text(quality, DITHER)),
                section.section("webp", webp -> still(webp, Optional.empty())));
        gif.rejectOthers();
        return animation;
    }

    /** Checked also where it is not used. Tables of earlier versions have neither key, and leave all to FFmpeg. */
    private static Optional<EncodingTable.Vips> vips(ConfigSection section) {
        boolean used = section.has("tool") && section.text("tool", "vips|ffmpeg").equals("vips");
        Optional<EncodingTable.Vips> vips = used || section.has("vips")
                ? Optional.of(section.section("vips", EncodingTableReader::savedByVips)) : Optional.empty();
        return used ? vips : Optional.empty();
    }

    private static EncodingTable.Vips savedByVips(ConfigSection section) {
        return new EncodingTable.Vips(
                section.section("options").texts(NAME_OF_VIPS, NAME_OF_VIPS),
                section.text("quality_option", NAME_OF_VIPS),
                section.perQuality("quality", 0, 100));
    }

    private static EncodingTable.Still still(ConfigSection section, Optional<EncodingTable.Vips> vips) {
        return new EncodingTable.Still(
                section.text("encoder", NAME_OF_STILLS),
                section.section("options").texts(NAME_OF_STILLS, ".+"),
                section.text("quality_option", NAME_OF_STILLS),
                section.perQuality("quality", 0, 100), vips);
    }

    private static Map<String, Preset> presets(ConfigSection section) {
        var presets = new LinkedHashMap<String, Preset>();
        for (String name : section.keys("[A-Za-z0-9._-]{1,64}")) {
            presets.put(name, section.section(name, preset ->
                    new Preset(preset.word("kind", Kind.values()), preset.object("options"))));
        }
        return presets;
    }
}

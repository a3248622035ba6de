package io.dromedary.media.table;

import io.dromedary.media.Kind;
import io.dromedary.media.Preset;
import io.dromedary.media.format.VideoCodec;
import io.dromedary.media.format.VideoFormat;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads and checks {@code encoding.yaml}. */
public final class EncodingTableReader {

    private EncodingTableReader() {}

    /**
     * Reads the text of {@code encoding.yaml}.
     *
     * @throws IllegalArgumentException naming the key and what it may be, for a table that is not valid
     */
    public static EncodingTable read(String yaml) {
        ConfigSection root = ConfigSection.parse("config/encoding.yaml", yaml);
        ConfigSection bitrate = root.section("bitrate");
        var table =
                new EncodingTable(
                        root.integer("max_pixels", 1, Integer.MAX_VALUE),
                        InputBounds.read(root.section("input")),
                        root.number("keyframe_seconds", 0.1, 60),
                        bitrate.number("peak", 1, 10),
                        bitrate.number("buffer_seconds", 0.1, 60),
                        videos(root.section("video")),
                        AudioTableReader.read(root.section("audio")),
                        truePeak(root.section("loudness")),
                        PictureTableReader.images(root.section("image")),
                        PictureTableReader.animation(root.section("animation")),
                        presets(root.section("presets")),
                        LadderReader.read(root.section("ladder")));
        bitrate.rejectOthers();
        root.rejectOthers();
        return table;
    }

    private static double truePeak(ConfigSection section) {
        double truePeak = section.number("true_peak", -20, 0);
        section.rejectOthers();
        return truePeak;
    }

    private static Map<String, Preset> presets(ConfigSection section) {
        var presets = new LinkedHashMap<String, Preset>();
        for (String name : section.keys("[A-Za-z0-9._-]{1,64}")) {
            ConfigSection preset = section.section(name);
            Kind kind = preset.word("kind", Kind.values());
            presets.put(name, new Preset(kind, preset.object("options")));
            preset.rejectOthers();
        }
        return presets;
    }

    private static Map<VideoCodec, EncodingTable.Video> videos(ConfigSection section) {
        var videos = new EnumMap<VideoCodec, EncodingTable.Video>(VideoCodec.class);
        for (VideoCodec codec : VideoCodec.values()) {
            videos.put(codec, video(codec, section.section(codec.wireName())));
        }
        section.rejectOthers();
        return videos;
    }

    private static EncodingTable.Video video(VideoCodec codec, ConfigSection section) {
        var video =
                new EncodingTable.Video(
                        section.text("encoder", ConfigSection.NAME),
                        section.section("options").texts(ConfigSection.NAME, ".+"),
                        section.section("crf").perQuality(0, codec.worstCrf()),
                        section.text("pixel_format", ConfigSection.NAME),
                        tags(section.section("tags")),
                        section.integer("min_size", 2, 8192));
        section.rejectOthers();
        return video;
    }

    private static Map<VideoFormat, String> tags(ConfigSection section) {
        var tags = new EnumMap<VideoFormat, String>(VideoFormat.class);
        for (VideoFormat format : VideoFormat.values()) {
            if (section.has(format.wireName())) {
                tags.put(format, section.text(format.wireName(), "[A-Za-z0-9]{4}"));
            }
        }
        section.rejectOthers();
        return tags;
    }
}

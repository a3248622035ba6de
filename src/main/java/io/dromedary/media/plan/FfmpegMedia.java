package io.dromedary.media.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.media.Attachment;
import io.dromedary.media.Kind;
import io.dromedary.media.KindOptions;
import io.dromedary.media.Media;
import io.dromedary.media.MediaFile;
import io.dromedary.media.Planner;
import io.dromedary.media.Preset;
import io.dromedary.media.Renditions;
import io.dromedary.media.hls.HlsRenditions;
import io.dromedary.media.option.AdaptiveOptions;
import io.dromedary.media.option.AnimationOptions;
import io.dromedary.media.option.AudioOptions;
import io.dromedary.media.option.ImageOptions;
import io.dromedary.media.option.VideoOptions;
import io.dromedary.media.probe.FileType;
import io.dromedary.media.probe.Probe;
import io.dromedary.media.subtitle.SubtitleBytes;
import io.dromedary.media.table.EncodingTable;
import io.dromedary.media.table.EncodingTableReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/** Makes media by FFmpeg. */
public final class FfmpegMedia implements Media {

    private final EncodingTable table;

    /**
     * Reads the configuration.
     *
     * @param yaml the text of {@code encoding.yaml}
     * @throws IllegalArgumentException naming the key and what it may be, for a table that is not valid
     */
    public FfmpegMedia(String yaml) {
        this.table = EncodingTableReader.read(yaml);
    }

    /** The file and the line of a key in the text of {@code encoding.yaml}, for messages. */
    public static String place(String yaml, String key) {
        return EncodingTableReader.places(yaml).of(key);
    }

    @Override
    public SortedSet<String> encoders() {
        return table.encoders();
    }

    @Override
    public Map<String, Preset> presets() {
        return table.presets();
    }

    @Override
    public void checkType(byte[] head, String label, boolean still) {
        FileType.check(head, label, still, table.accepted());
    }

    @Override
    public List<String> probeArguments(Path input) {
        return Probe.arguments(input, table.accepted().formats(), table.input().maxStreams());
    }

    @Override
    public List<String> resultProbeArguments(Path result) {
        return Probe.arguments(result);
    }

    @Override
    public List<String> pictureProbeArguments(Path picture) {
        return Probe.pictureArguments(picture, table.accepted().pictures());
    }

    @Override
    public MediaFile probed(String json) {
        return Probe.parse(json);
    }

    @Override
    public MediaFile pictureProbed(String json, Attachment role) {
        return Probe.picture(json, role);
    }

    @Override
    public String subtitleText(byte[] file, KindOptions options) {
        return SubtitleBytes.text(file, options.subtitleEncoding());
    }

    @Override
    public Optional<String> excess(MediaFile input) {
        return table.input().excess(input);
    }

    @Override
    public Planner planner(Kind kind, JsonNode options) {
        return switch (kind) {
            case VIDEO -> new VideoPlanner(VideoOptions.of(options), table);
            case AUDIO -> new AudioPlanner(AudioOptions.of(options), table);
            case IMAGE -> new ImagePlanner(ImageOptions.of(options), table);
            case ANIMATION -> new AnimationPlanner(AnimationOptions.of(options), table);
            case ADAPTIVE_VIDEO -> new AdaptivePlanner(AdaptiveOptions.of(options), table);
        };
    }

    @Override
    public Renditions renditions() {
        return new HlsRenditions();
    }
}

package io.dromedary.media.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.media.Attachment;
import io.dromedary.media.ByteRange;
import io.dromedary.media.Command;
import io.dromedary.media.Kind;
import io.dromedary.media.KindOptions;
import io.dromedary.media.Media;
import io.dromedary.media.MediaFile;
import io.dromedary.media.PictureHeader;
import io.dromedary.media.Planner;
import io.dromedary.media.Preset;
import io.dromedary.media.Renditions;
import io.dromedary.media.Warning;
import io.dromedary.media.header.HeaderReader;
import io.dromedary.media.header.Movie;
import io.dromedary.media.header.ResultReader;
import io.dromedary.media.hls.HlsRenditions;
import io.dromedary.media.option.AdaptiveOptions;
import io.dromedary.media.option.AnimationOptions;
import io.dromedary.media.option.AudioOptions;
import io.dromedary.media.option.ImageOptions;
import io.dromedary.media.option.VideoOptions;
import io.dromedary.media.probe.FileType;
import io.dromedary.media.probe.HeaderMerge;
import io.dromedary.media.probe.IndexMerge;
import io.dromedary.media.probe.LengthMeasurement;
import io.dromedary.media.probe.Probe;
import io.dromedary.media.probe.WholeFile;
import io.dromedary.media.step.Start;
import io.dromedary.media.subtitle.SubtitleBytes;
import io.dromedary.media.table.EncodingTable;
import io.dromedary.media.table.EncodingTableReader;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.BooleanSupplier;

/** Makes media by FFmpeg, and stills by libvips where it is there. */
public final class FfmpegMedia implements Media {

    /**
     * Formats that FFmpeg reads from a pipe as it reads them from a file. MP3 is not among them, of which it leaves the padding
     * at the end out only where it can search; nor is MPEG-TS, of which the ends do not tell when each stream begins and ends.
     */
    private static final Set<String> IN_ORDER = Set.of("matroska", "ogg", "flac", "wav", "w64");

    private final String yaml;
    private final EncodingTable table;
    private final BooleanSupplier libvips;

    /**
     * Reads the configuration.
     *
     * @param yaml the text of {@code encoding.yaml}
     * @param libvips whether libvips' programs are there
     * @throws IllegalArgumentException naming the key and what it may be, for a table that is not valid
     */
    public FfmpegMedia(String yaml, BooleanSupplier libvips) {
        this.yaml = yaml;
        this.table = EncodingTableReader.read(yaml);
        this.libvips = libvips;
    }

    /** The file and the line of a key in the text of {@code encoding.yaml}, for messages. */
    public static String place(String yaml, String key) {
        return EncodingTableReader.places(yaml).of(key);
    }

    @Override
    public String configuration() {
        return yaml;
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
    public List<String> probeArguments(Path input, byte[] head) {
        return Probe.arguments(input, head, table.accepted().formats(), table.input().maxStreams());
    }

    @Override
    public Optional<MediaFile> read(Path name, SeekableByteChannel result) throws IOException {
        String file = name.getFileName().toString();
        return ResultReader.read(result, file.substring(file.lastIndexOf('.') + 1));
    }

    @Override
    public List<String> resultProbeArguments(Path result) {
        return Probe.arguments(result);
    }

    @Override
    public List<String> pictureProbeArguments(Path picture, byte[] head) {
        return Probe.pictureArguments(picture, head, table.accepted().pictures());
    }

    @Override
    public MediaFile probed(String json) {
        return Probe.parse(json);
    }

    @Override
    public MediaFile pictureProbed(String json, Attachment role, Optional<PictureHeader> header) {
        return Probe.picture(json, role, header);
    }

    @Override
    public Optional<PictureHeader> header(SeekableByteChannel file) throws IOException {
        return HeaderReader.read(file);
    }

    @Override
    public MediaFile described(PictureHeader header, long bytes) {
        return HeaderMerge.of(header, bytes);
    }

    @Override
    public MediaFile probed(String json, Optional<PictureHeader> header) {
        return Probe.parse(json, header);
    }

    @Override
    public MediaFile indexed(MediaFile input, SeekableByteChannel bytes) throws IOException {
        return input.formats().contains("mov") && !input.isStill() ? IndexMerge.merge(input, Movie.tracks(bytes)) : input;
    }

    @Override
    public List<ByteRange> read(MediaFile input, KindOptions options, SeekableByteChannel bytes) throws IOException {
        return options.part().isPresent() && input.formats().contains("mov") && !input.isStill() ? Movie.places(bytes,
                options.part().get().from() - Start.lead(input), options.part().get().until(), !options.isSilent()) : List.of();
    }

    @Override
    public Optional<ByteRange> index(SeekableByteChannel bytes) throws IOException {
        return Movie.index(bytes);
    }

    @Override
    public boolean isInOrder(MediaFile input, SeekableByteChannel bytes) throws IOException {
        return input.formats().stream().anyMatch(IN_ORDER::contains) || input.formats().contains("mov") && Movie.isInOrder(bytes);
    }

    @Override
    public Optional<Warning> noted(Command command, String messages) {
        return LetterCheck.isCheck(command) ? LetterCheck.missing(messages) : Optional.empty();
    }

    @Override
    public MediaFile whole(MediaFile input, SeekableByteChannel bytes) throws IOException {
        return WholeFile.check(input, bytes);
    }

    @Override
    public Optional<Command> lengthMeasurement(MediaFile input, Path file) {
        return LengthMeasurement.command(input, file, table.accepted(), table.input().maxStreams());
    }

    @Override
    public MediaFile lengthMeasured(MediaFile input, String printed) {
        return LengthMeasurement.measured(input, printed);
    }

    @Override
    public String subtitleText(byte[] file, Attachment role, KindOptions options) {
        return SubtitleBytes.text(file, options.subtitleEncoding(), role);
    }

    @Override
    public Optional<String> excess(MediaFile input) {
        return table.input().excess(input);
    }

    @Override
    public Planner planner(Kind kind, JsonNode options) {
        var conversions = new Conversions(libvips, table);
        return switch (kind) {
            case VIDEO -> new ConvertedPlanner(new VideoPlanner(VideoOptions.of(options), table), conversions);
            case AUDIO -> new AudioPlanner(AudioOptions.of(options), table);
            case IMAGE -> new ImagePlanner(ImageOptions.of(options), table, conversions);
            case ANIMATION -> new ConvertedPlanner(new AnimationPlanner(AnimationOptions.of(options), table), conversions);
            case ADAPTIVE_VIDEO -> new ConvertedPlanner(new AdaptivePlanner(AdaptiveOptions.of(options), table), conversions);
        };
    }

    @Override
    public Renditions renditions() {
        return new HlsRenditions();
    }
}

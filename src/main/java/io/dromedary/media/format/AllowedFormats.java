package io.dromedary.media.format;

import io.dromedary.media.AudioStream;
import io.dromedary.media.MediaFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The demuxers and decoders that callers' files may reach: section {@code accepted} of {@code encoding.yaml}. The rest of
 * FFmpeg's several hundred is out of reach: playlists and scripts, because they name other files to open ({@code hls},
 * {@code dash}, {@code concat}, {@code sdp}, {@code rtsp}, {@code image2}, {@code lavfi}, …), and rare formats, because
 * their parsers are where memory errors are found.
 *
 * @param formats  demuxers by any of their names, as {@code -format_whitelist} compares
 * @param decoders by the codec's name as ffprobe prints it; decoders have other names
 */
public record AllowedFormats(List<String> formats, Map<String, List<String>> decoders) {

    /** The most bytes, and microseconds of media, that are read to find the streams. */
    private static final String PROBE_SIZE = "10M";

    /** For files other than the input: results and attachments. */
    public static final int USUAL_STREAMS = 32;

    /** FFmpeg's name of what reads files. */
    public static final String FILE = "file";

    /** FFmpeg's name of what reads standard input. */
    public static final String PIPE = "pipe";

    /** The demuxer of a JPEG. */
    public static final String JPEG = "jpeg_pipe";

    /** The demuxers of results, whatever is accepted as an input. */
    public static final List<String> RESULTS = List.of("mov", "matroska", "mpegts", "ogg", "wav", "mp3", "aac", "flac", "gif",
            "apng", JPEG, "png_pipe", "webp_pipe");

    /** The decoders of pictures that were just encoded. */
    private static final Map<VideoCodec, List<String>> MADE = Map.of(
            VideoCodec.H264, List.of("h264"),
            VideoCodec.H265, List.of("hevc"),
            VideoCodec.VP9, List.of("vp9"),
            VideoCodec.AV1, List.of("libdav1d", "libaom-av1", "av1"));

    public AllowedFormats {
        formats = List.copyOf(formats);
        decoders = Map.copyOf(decoders);
    }

    /** The demuxers of pictures alone. */
    public List<String> pictures() {
        return formats.stream().filter(AllowedFormats::isOfPictures).toList();
    }

    /** Whether a demuxer is of stills alone. */
    public static boolean isStill(String format) {
        return format.endsWith("_pipe");
    }

    private static boolean isOfPictures(String format) {
        return isStill(format) || format.equals("gif") || format.equals("apng");
    }

    /** Whether a stream of this codec may be decoded. */
    public boolean decodes(String codec) {
        return decoders.containsKey(codec);
    }

    /**
     * The sound to encode: as {@link MediaFile#audio()}, among the streams that can be decoded. Some phones add a
     * second track in a codec of their own.
     */
    public Optional<AudioStream> usableAudio(MediaFile file) {
        return file.audio(this::isUsable);
    }

    /** Whether a sound can be decoded. */
    public boolean isUsable(AudioStream sound) {
        return sound.channels() > 0 && sound.sampleRate() > 0 && decodes(sound.codec());
    }

    /** The decoders of a codec, all of which may be used; none for a codec that is not accepted. */
    public List<String> decoders(String codec) {
        return decoders.getOrDefault(codec, List.of());
    }

    /** The decoders of pictures of a result. */
    public static List<String> decoders(VideoCodec codec) {
        return MADE.get(codec);
    }

    /**
     * Options that go before {@code -i}, for ffprobe and ffmpeg alike, so that both see the same streams.
     *
     * @param formats    the demuxers allowed for this file
     * @param maxStreams a file with more than these is not opened
     */
    public static List<String> limits(List<String> formats, int maxStreams) {
        return limits(FILE, formats, maxStreams);
    }

    /** The same for an input that is read by this protocol, and by no other. */
    public static List<String> limits(String protocol, List<String> formats, int maxStreams) {
        return List.of(
                "-protocol_whitelist", protocol,
                "-format_whitelist", String.join(",", formats),
                "-max_streams", Integer.toString(maxStreams),
                "-probesize", PROBE_SIZE,
                "-analyzeduration", PROBE_SIZE);
    }
}

package io.dromedary.media.hls;

import com.fasterxml.jackson.databind.JsonNode;
import io.dromedary.media.MediaException;
import io.dromedary.media.SegmentFormat;
import io.dromedary.media.ffmpeg.FfmpegJson;
import io.dromedary.media.probe.Probe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The name of a codec with its profile and level, as RFC 6381 and ISO/IEC 14496-15 annex E write it. It is read from
 * the stream's own header, not derived from the encoder's options.
 */
final class CodecString {

    private static final int NAL_TYPE = 0x1f;
    private static final int SEQUENCE_PARAMETERS = 7;

    private CodecString() {}

    /**
     * The arguments for ffprobe, whose answer then holds the stream's header. The format is known: in a very short
     * segment, FFmpeg would find another one.
     */
    static List<String> arguments(Path file, SegmentFormat format) {
        var arguments = new ArrayList<String>(List.of("-show_data", "-f", format.demuxer()));
        arguments.addAll(Probe.arguments(file));
        return List.copyOf(arguments);
    }

    /** The codec of the first stream in what ffprobe printed. */
    static String parse(String json) {
        return of(FfmpegJson.json(json).map(answer -> answer.path("streams").path(0))
                .orElseThrow(() -> wrong("it cannot be read")));
    }

    private static String of(JsonNode stream) {
        String codec = stream.path("codec_name").asText();
        return switch (codec) {
            case "h264" -> "avc1." + HexFormat.of().formatHex(profileOfH264(header(stream)));
            case "hevc" -> hevc(stream.path("codec_tag_string").asText().equals("hev1") ? "hev1" : "hvc1", header(stream));
            case "aac" -> aac(stream.path("profile").asText());
            default -> throw wrong("its codec is none that was asked for");
        };
    }

    /** The bytes of a hex dump, whose lines have offsets before and characters after them. */
    private static byte[] header(JsonNode stream) {
        var hex = new StringBuilder();
        stream.path("extradata").asText().lines().filter(line -> line.matches("[0-9a-f]{8}: .*"))
                .forEach(line -> hex.append(line.substring(10).split("  ", 2)[0].replace(" ", "")));
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            throw wrong("its header cannot be read");
        }
    }

    private static MediaException wrong(String what) {
        return MediaException.of(MediaException.Kind.ENCODE_FAILED,
                "The encoder left a rendition that is not what was planned: " + what + ".");
    }

    /** Profile, constraints and level: of MP4's header, or of the first parameter set in a transport stream. */
    private static byte[] profileOfH264(byte[] header) {
        if (header.length > 3 && header[0] == 1) {
            return new byte[] {header[1], header[2], header[3]};
        }
        for (int i = 0; i + 6 < header.length; i++) {
            boolean begins = header[i] == 0 && header[i + 1] == 0 && header[i + 2] == 1;
            if (begins && (header[i + 3] & NAL_TYPE) == SEQUENCE_PARAMETERS) {
                return new byte[] {header[i + 4], header[i + 5], header[i + 6]};
            }
        }
        throw wrong("its H.264 stream has no header");
    }

    private static String hevc(String tag, byte[] header) {
        if (header.length < 13) {
            throw wrong("its H.265 stream has no header");
        }
        int profile = header[1] & 0xff;
        String space = List.of("", "A", "B", "C").get(profile >> 6);
        int flags = (header[2] & 0xff) << 24 | (header[3] & 0xff) << 16 | (header[4] & 0xff) << 8 | header[5] & 0xff;
        var text = new StringBuilder("%s.%s%d.%X.%s%d".formatted(tag, space, profile & 0x1f, Integer.reverse(flags),
                (profile & 0x20) == 0 ? "L" : "H", header[12] & 0xff));
        int last = 11;
        while (last >= 6 && header[last] == 0) {
            last--;
        }
        for (int i = 6; i <= last; i++) {
            text.append(".%X".formatted(header[i] & 0xff));
        }
        return text.toString();
    }

    /** MPEG-4 audio object types (ISO/IEC 14496-3). */
    private static String aac(String profile) {
        return switch (profile) {
            case "HE-AAC" -> "mp4a.40.5";
            case "HE-AACv2" -> "mp4a.40.29";
            default -> "mp4a.40.2";
        };
    }
}

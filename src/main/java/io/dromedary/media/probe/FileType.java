package io.dromedary.media.probe;

import io.dromedary.media.ForeignFormat;
import io.dromedary.media.Media;
import io.dromedary.media.MediaException;
import io.dromedary.media.format.AllowedFormats;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Recognises by its first bytes which formats a file may have, before any demuxer of FFmpeg reads it. Whether it is whole,
 * and really of that format, is left to ffprobe.
 */
public final class FileType {

    private static final Map<String, FileRules.Rule> RULES = FileRules.all();

    private FileType() {}

    /** FFmpeg's names of the formats that a file may have, accepted or not. */
    static List<String> formats(byte[] head) {
        var looked = new Head(head);
        return RULES.entrySet().stream().filter(rule -> rule.getValue().test().test(looked)).map(Map.Entry::getKey).toList();
    }

    /** FFmpeg's names of the formats that are recognised. */
    public static Set<String> known() {
        return RULES.keySet();
    }

    /**
     * The demuxer of a still, to be named to FFmpeg: by its own guess it takes a JPEG for something else if a second picture
     * or a video follows the first, as in those with gain maps and in motion photos. Empty where the first bytes do not say
     * for sure.
     *
     * @param head     its first {@link Media#HEAD_BYTES} bytes, or all of them
     * @param accepted demuxers that may be used
     */
    static Optional<String> still(byte[] head, List<String> accepted) {
        List<String> formats = formats(head).stream().filter(accepted::contains).toList();
        return formats.contains(AllowedFormats.JPEG) ? Optional.of(AllowedFormats.JPEG)
                : formats.stream().filter(format -> formats.size() == 1).filter(AllowedFormats::isStill).findFirst();
    }

    /**
     * Refuses a file whose first bytes are those of no accepted format, by its name where that is known.
     *
     * @param head     its first {@link Media#HEAD_BYTES} bytes, or all of them
     * @param label    what it is, for the message
     * @param still    whether it must be a picture alone
     * @param accepted what is accepted
     * @throws MediaException {@code input_unsupported}
     */
    public static void check(byte[] head, String label, boolean still, AllowedFormats accepted) {
        ForeignFormat.disguised(head, label).ifPresent(FileType::refuse);
        List<String> formats = formats(head);
        if (formats.stream().noneMatch(still ? accepted.pictures()::contains : accepted.formats()::contains)) {
            refuse(reason(head, label, still, formats));
        }
    }

    private static String reason(byte[] head, String label, boolean still, List<String> formats) {
        if (still && !formats.isEmpty()) {
            return "The %s is %s. Send a PNG, JPEG or WebP.".formatted(label, RULES.get(formats.get(0)).words());
        }
        return ForeignFormat.advice(head, label)
                .or(() -> formats.stream().findFirst().map(format -> notAccepted(label, format)))
                .orElseGet(() -> ("The %s is not a media file that this server can read: its first bytes are those of no format"
                        + " that is accepted. Send %s.").formatted(label, still ? "a PNG, JPEG or WebP"
                                : "a video, audio or image file; playlists are not followed"));
    }

    private static String notAccepted(String label, String format) {
        boolean picture = format.endsWith("_pipe") || format.equals("gif");
        return ("The %s is %s, which is not accepted. Send it as %s, or let the operator add %s to accepted.formats in"
                + " config/encoding.yaml.").formatted(label, RULES.get(format).words(),
                        picture ? "PNG, JPEG or TIFF" : Optional.of(format).filter(Set.of("h264", "hevc")::contains)
                                .map(stream -> "MP4, with its frame rate").orElse("MP4, MKV, FLAC or WAV"), format);
    }

    private static void refuse(String reason) {
        throw MediaException.of(MediaException.Kind.INPUT_UNSUPPORTED, reason);
    }
}

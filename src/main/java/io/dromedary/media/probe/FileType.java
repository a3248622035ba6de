package io.dromedary.media.probe;

import io.dromedary.media.ForeignFormat;
import io.dromedary.media.Media;
import io.dromedary.media.MediaException;
import io.dromedary.media.format.AllowedFormats;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Recognises by its first bytes which of the accepted formats a file may have, before any demuxer of FFmpeg reads it.
 * Whether it is whole, and really of that format, is left to ffprobe.
 */
public final class FileType {

    /**
     * The names of boxes with which MP4 and QuickTime files begin (ISO/IEC 14496-12; QTFF; as FFmpeg accepts them).
     */
    private static final String BOXES = "ftyp|styp|moov|moof|mdat|free|skip|wide|pnot|udta|uuid|junk|pict|prfl|sidx|emsg";

    /**
     * The beginning of each format, in ISO 8859-1, or a rule where it varies. Sources: the formats' specifications,
     * named where they are not obvious; ID3v2 precedes several of them.
     */
    private static final Map<String, Predicate<Head>> RULES = rules();

    private FileType() {}

    private static Map<String, Predicate<Head>> rules() {
        Predicate<Head> tagged = begins("ID3");
        var rules = new LinkedHashMap<String, Predicate<Head>>();
        rules.put("mov", begins(".{4}(" + BOXES + ")"));
        rules.put("matroska", begins("\\x1a\\x45\\xdf\\xa3"));
        // ISO/IEC 13818-1: packets of 188 bytes, 192 with a time code (Blu-ray), 204 with error correction.
        rules.put("mpegts", Head::isTransportStream);
        // A pack, or a packet where the start was cut off; a Video CD has its sectors in RIFF.
        rules.put("mpeg", begins("\\x00\\x00\\x01[\\xba-\\xef]|RIFF.{4}CDXA"));
        rules.put("avi", begins("RIFF.{4}(AVI|ON2 )"));
        rules.put("flv", begins("FLV"));
        rules.put("asf", begins("\\x30\\x26\\xb2\\x75\\x8e\\x66\\xcf\\x11"));
        rules.put("ogg", begins("OggS"));
        rules.put("mxf", head -> head.contains("\u0006\u000e\u002b\u0034\u0002\u0005\u0001\u0001\r\u0001\u0002"));
        // SMPTE 314M: the first block of a frame, for 525 and for 625 lines.
        rules.put("dv", begins("\\x1f\\x07\\x00[\\x3f\\xbf]"));
        rules.put("ivf", begins("DKIF"));
        rules.put("wav", begins("(RIFF|RIFX|RF64|BW64).{4}WAVE"));
        rules.put("w64", begins("riff\\x2e\\x91\\xcf\\x11"));
        rules.put("aiff", begins("FORM.{4}AIF[FC]"));
        rules.put("caf", begins("caff"));
        rules.put("au", begins("\\.snd"));
        rules.put("mp3", tagged.or(head -> head.hasFrames(AudioFrames::mpeg)));
        rules.put("aac", tagged.or(head -> head.hasFrames(AudioFrames::adts)));
        // ATSC A/52, 5.4.1; some recorders swap the bytes of each word.
        rules.put("ac3", begins("\\x0b\\x77|\\x77\\x0b"));
        rules.put("eac3", begins("\\x0b\\x77"));
        rules.put("flac", tagged.or(begins("fLaC")));
        rules.put("amr", begins("#!AMR"));
        rules.put("gif", begins("GIF8[79]a"));
        rules.put("apng", begins("\\x89PNG\\r\\n\\x1a\\n"));
        rules.put("jpeg_pipe", begins("\\xff\\xd8\\xff"));
        rules.put("png_pipe", begins("\\x89PNG\\r\\n\\x1a\\n"));
        rules.put("webp_pipe", begins("RIFF.{4}WEBP"));
        rules.put("bmp_pipe", begins("BM"));
        rules.put("tiff_pipe", begins("II\\x2a\\x00|MM\\x00\\x2a"));
        return rules;
    }

    /** FFmpeg's names of the formats that a file may have; none when it has no accepted one. */
    static Set<String> formats(byte[] head) {
        var looked = new Head(head);
        return RULES.entrySet().stream().filter(rule -> rule.getValue().test(looked)).map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** FFmpeg's names of the formats that are recognised. */
    static Set<String> known() {
        return RULES.keySet();
    }

    /**
     * Refuses a file whose first bytes are those of no accepted format.
     *
     * @param head  its first {@link Media#HEAD_BYTES} bytes, or all of them
     * @param label what it is, for the message
     * @param still whether it must be a picture alone
     * @throws MediaException {@code input_unsupported}
     */
    public static void check(byte[] head, String label, boolean still) {
        Set<String> formats = formats(head);
        if (still ? formats.stream().noneMatch(AllowedFormats.PICTURES::contains) : formats.isEmpty()) {
            throw MediaException.of(MediaException.Kind.INPUT_UNSUPPORTED, ForeignFormat.advice(head).orElse(
                    "The %s is not a media file that this server can read: its first bytes are those of no format that is accepted. Send %s."
                            .formatted(label, still ? "a PNG, JPEG or WebP"
                                    : "a video, audio or image file; playlists are not followed")));
        }
    }

    private static Predicate<Head> begins(String pattern) {
        Pattern compiled = Pattern.compile(pattern, Pattern.DOTALL);
        return head -> compiled.matcher(head.text()).lookingAt();
    }

    /** The first bytes of a file, and as text in which each is a character. */
    private record Head(byte[] bytes, String text) {

        private static final List<Integer> PACKETS = List.of(188, 192, 204);
        private static final byte SYNC = 0x47;
        /** This many in a row are no coincidence. */
        private static final int IN_A_ROW = 4;

        private Head(byte[] bytes) {
            this(bytes, new String(bytes, StandardCharsets.ISO_8859_1));
        }

        private boolean contains(String part) {
            return text.contains(part);
        }

        /** Whether a packet begins within the length of one, and others follow it. */
        private boolean isTransportStream() {
            for (int size : PACKETS) {
                for (int from = 0; from < size; from++) {
                    if (isPackets(from, size)) {
                        return true;
                    }
                }
            }
            return false;
        }

        private boolean isPackets(int from, int size) {
            int count = 0;
            for (int at = from; at < bytes.length && count < IN_A_ROW; at += size) {
                if (bytes[at] != SYNC) {
                    return false;
                }
                count++;
            }
            return count == IN_A_ROW || from == 0 && count > 0 && bytes.length >= size;
        }

        /**
         * Whether there is a frame that another follows, or that is the last. Recorders leave all kinds of data before
         * it.
         */
        private boolean hasFrames(AudioFrames.FrameLength length) {
            for (int at = 0; at + AudioFrames.HEADER <= bytes.length; at++) {
                int next = at + length.of(bytes, at);
                if (next > at && (next + AudioFrames.HEADER > bytes.length
                        ? next == bytes.length || at == 0 : length.of(bytes, next) > 0)) {
                    return true;
                }
            }
            return false;
        }
    }
}

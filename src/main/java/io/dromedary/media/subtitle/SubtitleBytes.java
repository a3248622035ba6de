package io.dromedary.media.subtitle;

import io.dromedary.media.Attachment;
import io.dromedary.media.MediaException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.tika.parser.txt.CharsetDetector;
import org.apache.tika.parser.txt.CharsetMatch;

/**
 * Decodes a file of subtitles. A byte order mark says its encoding, and text that is UTF-8 throughout is nothing else. Older
 * files do not say what they are: the sender may, and otherwise the frequency of letters and of pairs of bytes decides.
 */
public final class SubtitleBytes {

    /** Of the characters beyond ASCII, the share that may be damaged, for an encoding that was found and that was named. */
    private static final double FOUND_DAMAGE = 0.02;
    private static final double NAMED_DAMAGE = 0.1;

    /** What the detector names, and what Windows, where most subtitles come from, wrote of the same letters and more. */
    private static final Map<String, String> SUPERSETS = Map.of("ISO-8859-1", "windows-1252", "ISO-8859-7", "windows-1253",
            "ISO-8859-9", "windows-1254", "ISO-8859-8", "windows-1255", "ISO-8859-8-I", "windows-1255");

    /** Every byte is a character in it. */
    private static final String LAST = "ISO-8859-1";

    private SubtitleBytes() {}

    /**
     * Decodes them.
     *
     * @param named the encoding that the sender says
     * @param file which file it is, for messages
     * @throws MediaException {@code input_unsupported} when they are not in the encoding that is said
     */
    public static String text(byte[] bytes, Optional<Charset> named, Attachment file) {
        if (bytes.length > 1 && (bytes[0] == -1 && bytes[1] == -2 || bytes[0] == -2 && bytes[1] == -1)) {
            return new String(bytes, StandardCharsets.UTF_16);
        }
        boolean marked = bytes.length > 2 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
        return named.filter(charset -> !marked).map(charset -> named(bytes, charset, file)).orElseGet(() -> found(bytes));
    }

    private static String named(byte[] bytes, Charset charset, Attachment file) {
        String text = new String(bytes, charset);
        if (damage(text) > NAMED_DAMAGE) {
            throw MediaException.of(MediaException.Kind.INPUT_UNSUPPORTED,
                    "The file at '%s' is not in %s, as 'subtitle_encoding' says. Send its own encoding, or none: then it is detected."
                            .formatted(file.shortField(), charset.name()), "options.subtitle_encoding");
        }
        return text;
    }

    private static String found(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            return Arrays.stream(new CharsetDetector().setText(foreign(bytes)).detectAll())
                    .map(SubtitleBytes::charset).flatMap(Optional::stream).map(charset -> new String(bytes, charset))
                    .filter(text -> damage(text) <= FOUND_DAMAGE).findFirst()
                    .orElseGet(() -> new String(bytes, Charset.forName(LAST)));
        }
    }

    /** The encoding that the detector means; none for those of mainframes, in which nobody writes subtitles. */
    private static Optional<Charset> charset(CharsetMatch match) {
        String name = SUPERSETS.getOrDefault(match.getName(), match.getName());
        return name.startsWith("UTF-") || name.startsWith("IBM4") || name.startsWith("IBM5") || !Charset.isSupported(name)
                ? Optional.empty() : Optional.of(Charset.forName(name));
    }

    /** The lines with characters beyond ASCII: times and English words would count as the letters of Western languages. */
    private static byte[] foreign(byte[] bytes) {
        var foreign = new ByteArrayOutputStream();
        int from = 0;
        boolean has = false;
        for (int at = 0; at < bytes.length; at++) {
            has |= bytes[at] < 0;
            if (bytes[at] == '\n' || at == bytes.length - 1) {
                if (has) {
                    foreign.write(bytes, from, at + 1 - from);
                }
                from = at + 1;
                has = false;
            }
        }
        return foreign.toByteArray();
    }

    /** The share of characters beyond ASCII that are none: bytes without a meaning, or control characters. */
    private static double damage(String text) {
        long beyond = text.codePoints().filter(character -> character > 0x7F).count();
        long damaged = text.codePoints().filter(character -> character == 0xFFFD || character >= 0x80 && character < 0xA0
                || character < ' ' && "\r\n\t\f".indexOf(character) < 0).count();
        return damaged == 0 ? 0 : (double) damaged / Math.max(1, beyond);
    }
}

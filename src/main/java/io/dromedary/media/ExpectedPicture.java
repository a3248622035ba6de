package io.dromedary.media;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A JPEG beside the main result, such as a sheet of thumbnails.
 *
 * @param width pixels
 * @param height pixels
 */
public record ExpectedPicture(Path file, int width, int height) {

    /** The number of bytes that {@link #difference} looks at. */
    public static final int HEAD_BYTES = 4096;

    private static final int START = 0xFFD8;
    private static final int DATA = 0xDA;

    /**
     * How it differs, in words for the job's owner; empty where it does not.
     *
     * @param head its first {@link #HEAD_BYTES} bytes, or all of them
     */
    public Optional<String> difference(byte[] head) {
        Optional<Size> size = head.length > 4 && number(head, 0) == START ? size(head) : Optional.empty();
        return size.filter(new Size(width, height)::equals).isPresent() ? Optional.empty()
                : Optional.of("The result is not whole: %s is %s instead of %d×%d pixels. Nothing of it is published.".formatted(
                        file.getFileName(), size.map(found -> found.width() + "×" + found.height()).orElse("no picture"),
                        width, height));
    }

    private record Size(int width, int height) {}

    /** Goes from segment to segment up to the one of the frame's size (ITU-T T.81, B.1.1.3 and B.2.2). */
    private static Optional<Size> size(byte[] head) {
        int at = 2;
        while (at + 9 <= head.length && (head[at] & 0xFF) == 0xFF) {
            int marker = head[at + 1] & 0xFF;
            if (isFrame(marker)) {
                return Optional.of(new Size(number(head, at + 7), number(head, at + 5)));
            }
            if (marker == DATA) {
                return Optional.empty();
            }
            at += 2 + number(head, at + 2);
        }
        return Optional.empty();
    }

    /** SOF0 to SOF15, among which are three others. */
    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }
}

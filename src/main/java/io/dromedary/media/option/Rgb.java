package io.dromedary.media.option;

/**
 * A colour as three numbers 0–255. It is written for filters from the numbers, so that no text of the caller reaches
 * them.
 */
public record Rgb(int red, int green, int blue) {

    static final Rgb BLACK = new Rgb(0, 0, 0);

    /**
     * Reads {@code #rgb} or {@code #rrggbb}.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static Rgb parse(String text) {
        if (text.matches("#[0-9a-fA-F]{6}")) {
            return ofNumber(Integer.parseInt(text.substring(1), 16));
        }
        if (text.matches("#[0-9a-fA-F]{3}")) {
            int digits = Integer.parseInt(text.substring(1), 16);
            return new Rgb((digits >> 8) * 17, (digits >> 4 & 15) * 17, (digits & 15) * 17);
        }
        throw new IllegalArgumentException("'" + text + "' is no colour; write #rgb or #rrggbb");
    }

    private static Rgb ofNumber(int number) {
        return new Rgb(number >> 16, number >> 8 & 255, number & 255);
    }

    /** As FFmpeg's filters read a colour. */
    public String forFilter() {
        return "0x%02x%02x%02x".formatted(red, green, blue);
    }

    /** As libvips reads a colour. */
    public String forVips() {
        return red + " " + green + " " + blue;
    }

    /** Whether it has no hue; its luma and chroma are then the same by every matrix. */
    public boolean isGrey() {
        return red == green && green == blue;
    }
}

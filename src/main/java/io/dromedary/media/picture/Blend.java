package io.dromedary.media.picture;

import io.dromedary.media.VideoStream;
import java.util.List;

/**
 * In which numbers a picture is laid over another one.
 *
 * @param under filters that bring the lower one there
 * @param over filters that bring the upper one there, from planes of red, green, blue and alpha
 * @param format as FFmpeg's overlay calls it
 */
record Blend(List<String> under, List<String> over, String format) {

    /** Red, green and blue; what is transparent below stays so. */
    static final Blend RGB = new Blend(List.of("format=gbrap"), List.of(), "gbrp");

    /**
     * Luma and chroma.
     *
     * @param pixelFormat that of the result
     * @param matrix how the lower picture has its colours, as in {@link VideoStream.Colour}
     */
    static Blend yuv(String pixelFormat, String matrix) {
        boolean deep = pixelFormat.endsWith("10le");
        return new Blend(
                List.of("format=" + pixelFormat),
                List.of("scale=out_color_matrix=%s:out_range=tv".formatted(scalersName(matrix)),
                        "format=" + (deep ? "yuva420p10le" : "yuva420p")),
                deep ? "yuv420p10" : "yuv420");
    }

    /** Players take a video that says nothing for BT.709. */
    private static String scalersName(String matrix) {
        return switch (matrix) {
            case "smpte170m", "bt470bg" -> "bt601";
            case "bt2020nc", "bt2020c" -> "bt2020";
            default -> "bt709";
        };
    }
}

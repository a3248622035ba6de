package io.dromedary.media.picture;

import io.dromedary.media.VideoStream;
import java.util.List;

/**
 * The colour model in which a picture is laid over another one.
 *
 * @param under filters that convert the lower one to it
 * @param over filters that convert the upper one to it, from planes of red, green, blue and alpha
 * @param format as FFmpeg's overlay calls it
 */
record Blend(List<String> under, List<String> over, String format) {

    /** Red, green and blue; transparent parts of the lower one stay transparent. */
    static final Blend RGB = new Blend(List.of("format=gbrap"), List.of(), "gbrp");

    /**
     * Luma and chroma.
     *
     * @param pixelFormat that of the result
     * @param matrix that of the lower picture, as in {@link VideoStream.Colour}
     */
    static Blend yuv(String pixelFormat, String matrix) {
        boolean deep = pixelFormat.endsWith("10le");
        return new Blend(
                List.of("format=" + pixelFormat),
                List.of("scale=out_color_matrix=%s:out_range=tv".formatted(scalersName(matrix)),
                        "format=" + (deep ? "yuva420p10le" : "yuva420p")),
                deep ? "yuv420p10" : "yuv420");
    }

    /** Players assume BT.709 for a video that declares nothing. */
    private static String scalersName(String matrix) {
        return switch (matrix) {
            case "smpte170m", "bt470bg" -> "bt601";
            case "bt2020nc", "bt2020c" -> "bt2020";
            default -> "bt709";
        };
    }
}

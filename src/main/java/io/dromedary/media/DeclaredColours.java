package io.dromedary.media;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Colours that a picture declares by numbers instead of a profile.
 *
 * @param gamma the exponent by which its samples become light; empty for the curve of sRGB
 * @param points x and y of its white, red, green and blue (CIE 1931)
 */
public record DeclaredColours(OptionalDouble gamma, List<Double> points) {

    /** Those of sRGB (IEC 61966-2-1). */
    public static final List<Double> SRGB = List.of(0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06);

    private static final double USUAL_GAMMA = 1 / 0.45455;
    private static final double NEAR_GAMMA = 0.0245;
    private static final double NEAR = 0.005;

    public DeclaredColours {
        points = List.copyOf(points);
    }

    /** Whether they are those of sRGB, as writers mean them. */
    public boolean isSrgb() {
        for (int i = 0; i < SRGB.size(); i++) {
            if (Math.abs(points.get(i) - SRGB.get(i)) > NEAR) {
                return false;
            }
        }
        return gamma.isEmpty() || Math.abs(gamma.getAsDouble() - USUAL_GAMMA) < NEAR_GAMMA;
    }
}

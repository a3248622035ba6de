package io.dromedary.media.picture;

import io.dromedary.media.DeclaredColours;
import io.dromedary.media.MediaFile;
import io.dromedary.media.PictureHeader;
import io.dromedary.media.VideoStream;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** Converts to sRGB what declares its colours by numbers: {@code gAMA} and {@code cHRM} of a PNG. */
final class OwnColours {

    /** From XYZ to cones (Bradford, ICC.1:2010 annex E). */
    private static final double[][] CONES = {
        {0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}};
    private static final double SMALLEST = 0.0001;
    /** FFmpeg multiplies by 2 at most; light is halved, so that twice as much is possible. */
    private static final double MOST = 2;
    /** From samples to light, and from half of the light to samples. */
    private static final String TO_LIGHT = "clip(pow(val/65535,%.5f),0,1)*65535";
    private static final String SRGB_TO_LIGHT = "if(lt(val,2651),val/12.92,65535*pow((val/65535+0.055)/1.055,2.4))";
    private static final String TO_SRGB = "if(lt(val,102.6),val*25.84,65535*(1.055*pow(min(val/32767.5,1),1/2.4)-0.055))";

    private OwnColours() {}

    static void write(PictureEncode encode, ArgumentBuilder arguments) {
        filters(encode.file(), encode.stream()).forEach(arguments::filter);
    }

    /** The filters on a picture of a file; none where its header declares nothing. */
    static List<String> filters(MediaFile file, VideoStream stream) {
        Optional<DeclaredColours> declared = file.header().flatMap(PictureHeader::declared);
        Optional<double[][]> mix = declared.flatMap(colours -> toSrgb(colours.points()));
        if (mix.isEmpty()) {
            return List.of();
        }
        boolean transparent = stream.mayBeTransparent();
        return List.of(transparent ? "format=gbrap16" : "format=gbrp16",
                curve(declared.get().gamma().isPresent()
                        ? String.format(Locale.ROOT, TO_LIGHT, declared.get().gamma().getAsDouble()) : SRGB_TO_LIGHT),
                mixer(mix.get()), curve(TO_SRGB), transparent ? "format=rgba" : "format=rgb24");
    }

    private static String curve(String expression) {
        return "lutrgb=r='%1$s':g='%1$s':b='%1$s'".formatted(expression);
    }

    private static String mixer(double[][] mix) {
        var text = new StringBuilder("colorchannelmixer=");
        for (int to = 0; to < 3; to++) {
            for (int from = 0; from < 3; from++) {
                text.append(String.format(Locale.ROOT, "%s%c%c=%.6f", to + from == 0 ? "" : ":", "rgb".charAt(to),
                        "rgb".charAt(from), mix[to][from] / 2));
            }
        }
        return text.toString();
    }

    /** From light of these colours to that of sRGB; empty where the numbers are not those of colours. */
    private static Optional<double[][]> toSrgb(List<Double> points) {
        double[][] from = toXyz(points);
        double[][] to = toXyz(DeclaredColours.SRGB);
        double[] white = times(CONES, xyz(points, 0));
        double[] wanted = times(CONES, xyz(DeclaredColours.SRGB, 0));
        double[][] adapted = times(inverse(CONES), times(diagonal(wanted[0] / white[0], wanted[1] / white[1],
                wanted[2] / white[2]), CONES));
        double[][] mix = times(inverse(to), times(adapted, from));
        // Not a number is not less, either.
        boolean serves = points.get(1) > SMALLEST
                && List.of(mix).stream().flatMapToDouble(DoubleStream::of).allMatch(each -> Math.abs(each / 2) <= MOST);
        return Optional.of(mix).filter(found -> serves);
    }

    /** From light to XYZ: all three of them together are white. */
    private static double[][] toXyz(List<Double> points) {
        var primaries = new double[3][3];
        for (int each = 0; each < 3; each++) {
            double x = points.get(2 + 2 * each);
            double y = points.get(3 + 2 * each);
            primaries[0][each] = x;
            primaries[1][each] = y;
            primaries[2][each] = 1 - x - y;
        }
        double[] parts = times(inverse(primaries), xyz(points, 0));
        return times(primaries, diagonal(parts[0], parts[1], parts[2]));
    }

    private static double[] xyz(List<Double> points, int at) {
        double x = points.get(at);
        double y = points.get(at + 1);
        return new double[] {x / y, 1, (1 - x - y) / y};
    }

    private static double[][] diagonal(double one, double two, double three) {
        return new double[][] {{one, 0, 0}, {0, two, 0}, {0, 0, three}};
    }

    private static double[] times(double[][] matrix, double[] vector) {
        var result = new double[3];
        for (int i = 0; i < 3; i++) {
            for (int k = 0; k < 3; k++) {
                result[i] += matrix[i][k] * vector[k];
            }
        }
        return result;
    }

    private static double[][] times(double[][] one, double[][] other) {
        var result = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 3; k++) {
                    result[i][j] += one[i][k] * other[k][j];
                }
            }
        }
        return result;
    }

    /** By cofactors. */
    private static double[][] inverse(double[][] m) {
        var result = new double[3][3];
        double determinant = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                result[j][i] = m[(i + 1) % 3][(j + 1) % 3] * m[(i + 2) % 3][(j + 2) % 3]
                        - m[(i + 1) % 3][(j + 2) % 3] * m[(i + 2) % 3][(j + 1) % 3];
            }
            determinant += m[0][i] * result[i][0];
        }
        for (double[] row : result) {
            for (int j = 0; j < 3; j++) {
                row[j] /= determinant;
            }
        }
        return result;
    }
}

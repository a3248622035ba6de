package io.dromedary.naming;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses the format of a result by its name, as its extension says. A result is never published under the extension of
 * another format.
 */
public final class NamedFormat {

    /** What kind {@code audio} makes with {@code "waveform": "json"}. */
    public static final String WAVEFORM = "waveform";

    private static final String AUDIO = "audio";
    private static final String IMAGE = "image";

    /** The formats of each kind in the order of the contract, with their extensions. */
    private static final List<Made> MADE = table("""
            video: mp4: mp4 m4v
            video: webm: webm
            video: mov: mov qt
            audio: mp3: mp3
            audio: aac: aac adts
            audio: m4a: m4a m4b
            audio: ogg: ogg oga
            audio: opus: opus
            audio: wav: wav wave
            audio: flac: flac
            waveform: json: json
            image: jpeg: jpeg jpg jpe jfif
            image: png: png
            image: webp: webp
            image: avif: avif
            animation: gif: gif
            animation: webp: webp
            adaptive_video: hls: m3u8
            """);

    /** Extensions of media that no kind makes as its result. */
    private static final Set<String> FOREIGN = Set.of(("3g2 3gp asf avi divx dv f4v flv h264 h265 hevc ivf m1v m2ts m2v mj2 mjpeg"
            + " mk3d mkv mpe mpeg mpg mts mxf ogm ogv rm rmvb ts vob wmv y4m"
            + " ac3 aif aifc aiff alac amr ape au caf dts eac3 m4r mid midi mka mp1 mp2 mpa mpc ra snd spx tta w64 weba wma wv"
            + " apng bmp cr2 dng exr heic heif heics hif ico jp2 jxl nef psd raw svg svgz tga tif tiff"
            + " m4s mpd ass srt ssa vtt").split(" "));

    private NamedFormat() {
    }

    private record Made(String kind, String format, List<String> extensions) {
    }

    /**
     * A name for a result.
     *
     * @param label how the caller knows it, such as {@code 'output'}
     * @param path  the name, which may have folders
     */
    public record Name(String label, String path) {

        private String extension() {
            String last = path.substring(path.lastIndexOf('/') + 1);
            return last.contains(".") ? last.substring(last.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT) : "";
        }

        private String said() {
            return label + " ends in ." + extension();
        }
    }

    /**
     * A format that was asked for beside the name.
     *
     * @param label  how the caller knows it, such as {@code 'options.format'}
     * @param advice what to do if the name says another, as a sentence
     */
    public record Asked(String label, String format, String advice) {
    }

    /**
     * The format that the name of a result chooses; empty if its extension says nothing of media.
     *
     * @param kind  the kind in requests, or {@link #WAVEFORM}
     * @param asked the format that was asked for, if any
     * @throws UnsuitableName if the kind does not make what the name says, or another format was asked for
     */
    public static Optional<String> of(String kind, Name name, Optional<Asked> asked) {
        String extension = name.extension();
        if (formats(kind).isEmpty() || !isMedia(extension, kind)) {
            return Optional.empty();
        }
        String format = MADE.stream().filter(made -> made.kind().equals(kind) && made.extensions().contains(extension))
                .map(Made::format).findFirst().orElseThrow(() -> notMade(kind, name));
        asked.filter(other -> !isIn(other.format(), format)).ifPresent(other -> {
            throw new UnsuitableName(name.said() + ", and " + other.label() + " is " + other.format() + ". " + other.advice());
        });
        return kind.equals(WAVEFORM) ? Optional.empty() : Optional.of(format);
    }

    /** Is it what this kind makes without being asked? A picture becomes what its input is. */
    public static boolean isDefault(String kind, String format) {
        return !kind.equals(IMAGE) && formats(kind).indexOf(format) == 0;
    }

    /** Do these names say the same, as far as they say anything of media? */
    public static boolean agree(String one, String other) {
        String first = new Name("", one).extension();
        String second = new Name("", other).extension();
        return first.equals(second) || !isMedia(first, AUDIO) || !isMedia(second, AUDIO)
                || MADE.stream().anyMatch(made -> made.extensions().containsAll(List.of(first, second)));
    }

    /** The formats of a kind, the default first. */
    static List<String> formats(String kind) {
        return MADE.stream().filter(made -> made.kind().equals(kind)).map(Made::format).toList();
    }

    /** JSON is what a waveform is, and for any other kind says no more than {@code .bin}. */
    private static boolean isMedia(String extension, String kind) {
        return FOREIGN.contains(extension) || MADE.stream().filter(made -> !made.kind().equals(WAVEFORM)
                || List.of(AUDIO, WAVEFORM).contains(kind)).anyMatch(made -> made.extensions().contains(extension));
    }

    /** Who asks for AAC and names the result {@code .m4a} wants it in MP4; jpg is another word for jpeg. */
    private static boolean isIn(String asked, String format) {
        return asked.equals(format) || asked.equals("aac") && format.equals("m4a")
                || asked.equals("jpg") && format.equals("jpeg");
    }

    private static UnsuitableName notMade(String kind, Name name) {
        List<String> makers = MADE.stream().filter(made -> made.extensions().contains(name.extension()))
                .map(made -> words(made.kind())).toList();
        String elsewhere = makers.isEmpty() ? "No kind makes ." + name.extension() + "."
                : "." + name.extension() + " is made by " + listed(makers, " and ") + ".";
        return new UnsuitableName(name.said() + ", which " + words(kind) + " does not make: "
                + (formats(kind).size() == 1 ? "its format is " : "its formats are ") + listed(formats(kind), " and ") + ". "
                + elsewhere);
    }

    private static String words(String kind) {
        return kind.equals(WAVEFORM) ? "kind 'audio' with \"waveform\": \"json\"" : "kind '" + kind + "'";
    }

    private static String listed(List<String> words, String last) {
        int before = words.size() - 1;
        return before == 0 ? words.get(0) : String.join(", ", words.subList(0, before)) + last + words.get(before);
    }

    private static List<Made> table(String text) {
        return text.lines().map(line -> line.split(": "))
                .map(cells -> new Made(cells[0], cells[1], Arrays.asList(cells[2].split(" ")))).toList();
    }
}

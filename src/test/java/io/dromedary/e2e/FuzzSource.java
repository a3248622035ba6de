package io.dromedary.e2e;

import io.dromedary.media.Ffmpeg;
import io.dromedary.media.MediaFile;
import io.dromedary.media.StillSamples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A small whole file of one format, to be damaged.
 *
 * @param format what it is called in the table, and how its name ends
 * @param bytes  the same ones on each run of one version of ffmpeg
 * @param wishes what jobs ask for of it
 */
record FuzzSource(String format, byte[] bytes, List<Wish> wishes) {

    /** An ordinary video, which is what a damaged watermark or subtitles are put on. */
    static final String ORDINARY = "ordinary.mp4";

    /** Larger ones are damaged in places that are never reached. */
    private static final int LARGEST = 1 << 20;

    private static final String PICTURE = "testsrc2=size=48x32:rate=10:duration=0.8";
    private static final String SOUND = "sine=frequency=440:sample_rate=8000:duration=0.8";

    private static final List<Wish> OF_MOVIES = List.of(
            Wish.of("video", "\"width\": 32"),
            Wish.of("video", "\"format\": \"mov\", \"fps\": 5, \"normalize\": \"lufs\""),
            Wish.of("video", "\"format\": \"webm\", \"height\": 16, \"quality\": \"very_low\""),
            Wish.of("video", "\"width\": 32, \"height\": 32, \"fit\": \"cover\", \"frames\": 4,"
                    + " \"thumbnails\": {}"),
            Wish.of("image", "\"format\": \"jpeg\", \"start\": 0.3"),
            Wish.of("image", "\"format\": \"png\""),
            Wish.of("animation", "\"format\": \"gif\", \"width\": 32, \"end\": 0.5"),
            Wish.of("audio", "\"format\": \"mp3\""),
            Wish.of("adaptive_video", "\"codec\": \"h264\""));
    private static final List<Wish> OF_SOUNDS = List.of(
            Wish.of("audio", "\"format\": \"mp3\""),
            Wish.of("audio", "\"format\": \"wav\", \"normalize\": \"lufs\""),
            Wish.of("audio", "\"format\": \"flac\", \"start\": 0.2"),
            Wish.of("audio", "\"format\": \"opus\""),
            Wish.of("audio", "\"format\": \"aac\""),
            Wish.of("video", "\"width\": 32"));
    private static final List<Wish> OF_PICTURES = List.of(
            Wish.of("image", "\"format\": \"png\""),
            Wish.of("image", "\"format\": \"webp\", \"width\": 32"),
            Wish.of("image", "\"format\": \"jpeg\", \"quality\": \"low\""),
            Wish.beside("\"width\": 128, \"frames\": 2, \"watermark\": {\"url\": \"%s\"}"));
    private static final List<Wish> OF_SUBTITLES = List.of(
            Wish.beside("\"frames\": 2, \"subtitle_url\": \"%s\", \"subtitle_style\": \"burn_in\""),
            Wish.beside("\"frames\": 2, \"subtitle_url\": \"%s\", \"subtitle_style\": \"embed\""),
            Wish.beside("\"frames\": 2, \"subtitle_url\": \"%s\", \"subtitle_style\": \"sidecar\""));

    /**
     * What a job asks for.
     *
     * @param body of the job, given the URL of the damaged file
     */
    record Wish(String kind, Function<String, String> body) {

        private static Wish of(String kind, String options) {
            return new Wish(kind, url -> body(kind, url, options));
        }

        private static Wish beside(String options) {
            return new Wish("video", url -> body("video", "s3://inbox/" + ORDINARY, options.formatted(url)));
        }

        private static String body(String kind, String url, String options) {
            return """
                    {"kind": "%s", "connection_id": "store", "input": "%s", "options": {%s}}"""
                    .formatted(kind, url, options);
        }
    }

    /** Makes all of them. */
    static List<FuzzSource> all(Path folder) throws IOException {
        var all = new ArrayList<>(usual(folder));
        all.addAll(ofArchives(folder));
        all.addAll(ofLibvips(folder));
        return all;
    }

    /**
     * Pictures that libvips reads, one of each kind that each of its loaders takes here: profiles, inks, turned and
     * assembled pictures, transparency, and the first one of an animation.
     */
    static List<FuzzSource> ofLibvips(Path folder) throws IOException {
        var samples = new StillSamples(Files.createDirectories(folder.resolve("stills")));
        return List.of(
                still("profile.jpg", samples.adobe("jpg")),
                still("inks.jpg", samples.cmyk("jpg")),
                still("profile.png", samples.adobe("png")),
                still("turned.png", samples.turned("png", 6)),
                still("profile.webp", samples.adobe("webp")),
                still("turned.webp", samples.turned("webp", 6)),
                still("moving.webp", samples.film("moving.webp", PICTURE, "-c:v", "libwebp_anim", "-loop", "0")),
                still("profile.tiff", samples.adobe("tiff")),
                still("inks.tiff", samples.cmyk("tiff")),
                still("jpeg.tiff", samples.tiffWithJpeg()),
                still("transparent.gif", samples.transparent("gif")),
                still("heic", samples.turned("heic", 6)),
                still("profile.heic", samples.adobeHeif("heic")),
                still("avif", samples.transparent("avif")),
                still("profile.avif", samples.adobeHeif("avif")),
                still("grid.avif", samples.grid()));
    }

    private static FuzzSource still(String format, Path file) throws IOException {
        return new FuzzSource(format, Files.readAllBytes(file), OF_PICTURES);
    }

    /** The small ones of somebody's folder: of formats for which FFmpeg has no encoder. */
    static List<FuzzSource> found(Path folder) throws IOException {
        var found = new ArrayList<FuzzSource>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.getFileName().toString();
                if (Files.size(file) <= LARGEST) {
                    MediaFile media = Ffmpeg.probe(file);
                    found.add(new FuzzSource(name.replaceAll("[^A-Za-z0-9.]", "-"), Files.readAllBytes(file),
                            media.isStill() ? OF_PICTURES : media.video().isPresent() ? OF_MOVIES : OF_SOUNDS));
                }
            }
        }
        return found;
    }

    private static List<FuzzSource> ofArchives(Path folder) throws IOException {
        return List.of(
                new FuzzSource("m1v", HostileFiles.made(folder, "fuzz.m1v", with(inputs(), "-an", "-c:v", "mpeg1video", "-r", "25")),
                        OF_MOVIES),
                movie(folder, "msmpeg4.avi", "-c:v", "msmpeg4v2", "-c:a", "libgsm_ms", "-ar", "8000", "-ac", "1"),
                movie(folder, "cinepak.avi", "-c:v", "cinepak", "-c:a", "pcm_s16le"),
                movie(folder, "msvideo1.avi", "-c:v", "msvideo1", "-c:a", "pcm_u8"),
                movie(folder, "svq1.mov", "-c:v", "svq1", "-c:a", "pcm_f32be"),
                movie(folder, "truehd.mkv", "-c:v", "mpeg4", "-strict", "-2", "-c:a", "truehd", "-ar", "48000"),
                movie(folder, "dts.ts", "-c:v", "mpeg2video", "-r", "25", "-strict", "-2", "-c:a", "dca", "-ar", "48000",
                        "-ac", "2"),
                movie(folder, "nellymoser.flv", "-c:v", "flv1", "-c:a", "nellymoser", "-ar", "22050", "-ac", "1"),
                movie(folder, "swf.flv", "-c:v", "flv1", "-c:a", "adpcm_swf", "-ar", "22050", "-ac", "1"),
                sound(folder, "wv", "-f", "wv"),
                sound(folder, "tta"),
                sound(folder, "spx", "-c:a", "libspeex", "-page_duration", "100000"),
                sound(folder, "dts", "-strict", "-2", "-c:a", "dca", "-ar", "48000", "-ac", "2"),
                sound(folder, "thd", "-strict", "-2", "-c:a", "truehd", "-ar", "48000"),
                sound(folder, "mlp", "-strict", "-2", "-c:a", "mlp", "-ar", "48000"),
                sound(folder, "gsm.mov", "-c:a", "libgsm", "-ar", "8000", "-ac", "1"),
                sound(folder, "float.caf", "-c:a", "pcm_f64be"),
                still(folder, "jxl", "-c:v", "libjxl"),
                still(folder, "jp2", "-c:v", "jpeg2000"));
    }

    private static List<FuzzSource> usual(Path folder) throws IOException {
        return List.of(
                movie(folder, "mp4", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"),
                movie(folder, "fragments.mp4", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p",
                        "-c:a", "aac", "-movflags", "frag_keyframe+empty_moov+default_base_moof"),
                movie(folder, "mov", "-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-c:a", "pcm_s16be"),
                movie(folder, "mkv", "-c:v", "ffv1", "-c:a", "flac"),
                movie(folder, "webm", "-c:v", "libvpx", "-b:v", "200k", "-c:a", "libopus"),
                movie(folder, "avi", "-c:v", "mpeg4", "-c:a", "libmp3lame"),
                movie(folder, "ts", "-c:v", "mpeg2video", "-c:a", "mp2", "-ar", "48000"),
                movie(folder, "flv", "-c:v", "flv1", "-c:a", "libmp3lame", "-ar", "22050"),
                movie(folder, "wmv", "-c:v", "wmv2", "-c:a", "wmav2"),
                movie(folder, "ogg", "-c:v", "libtheora", "-c:a", "libvorbis", "-page_duration", "100000"),
                sound(folder, "mp3", "-c:a", "libmp3lame", "-metadata", "title=a title"),
                sound(folder, "wav", "-c:a", "pcm_s16le"),
                sound(folder, "flac", "-c:a", "flac"),
                sound(folder, "opus", "-c:a", "libopus", "-page_duration", "100000"),
                sound(folder, "aac", "-c:a", "aac"),
                sound(folder, "aiff", "-c:a", "pcm_s16be"),
                picture(folder, "jpg", "-pix_fmt", "yuvj420p"),
                picture(folder, "png", "-c:v", "png"),
                picture(folder, "webp", "-c:v", "libwebp"),
                picture(folder, "bmp", "-c:v", "bmp"),
                picture(folder, "tiff", "-c:v", "tiff"),
                new FuzzSource("gif", HostileFiles.made(folder, "fuzz.gif", with(new String[] {"-f", "lavfi", "-i", PICTURE})),
                        OF_MOVIES),
                text("srt", "1\n00:00:00,000 --> 00:00:00,500\n<i>one</i> {\\an8}two\n\n2\n00:00:00,500 --> 00:00:09,000\n"
                        + "<font color=\"#ff0000\">three</font>\nfour\n"),
                text("vtt", "WEBVTT - a\n\nSTYLE\n::cue { color: red }\n\na\n00:00.000 --> 00:00.500 line:0 align:start\n"
                        + "<v Roger>one <b>two</b> &amp; &lt;\n\n00:01.000 --> 99:59:59.999\nthree\n"));
    }

    private static FuzzSource movie(Path folder, String format, String... codecs) throws IOException {
        return new FuzzSource(format, HostileFiles.made(folder, "fuzz." + format, with(inputs(), codecs)), OF_MOVIES);
    }

    private static FuzzSource sound(Path folder, String format, String... codec) throws IOException {
        return new FuzzSource(format,
                HostileFiles.made(folder, "fuzz." + format, with(new String[] {"-f", "lavfi", "-i", SOUND}, codec)),
                OF_SOUNDS);
    }

    private static FuzzSource picture(Path folder, String format, String... codec) throws IOException {
        return new FuzzSource(format, HostileFiles.made(folder, "fuzz." + format,
                with(new String[] {"-f", "lavfi", "-i", PICTURE, "-frames:v", "1", "-update", "1"}, codec)),
                OF_PICTURES);
    }

    /** Without the muxer of numbered series, which writes no name of these. */
    private static FuzzSource still(Path folder, String format, String... codec) throws IOException {
        return new FuzzSource(format, HostileFiles.made(folder, "fuzz." + format,
                with(new String[] {"-f", "lavfi", "-i", PICTURE, "-frames:v", "1", "-f", "image2pipe"}, codec)),
                OF_PICTURES);
    }

    private static FuzzSource text(String format, String text) {
        return new FuzzSource(format, text.getBytes(StandardCharsets.UTF_8), OF_SUBTITLES);
    }

    private static String[] inputs() {
        return new String[] {"-f", "lavfi", "-i", PICTURE, "-f", "lavfi", "-i", SOUND};
    }

    /** No versions, dates and chance identifiers in the file. */
    private static String[] with(String[] inputs, String... codec) {
        var all = new ArrayList<>(Arrays.asList(inputs));
        all.addAll(List.of("-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-threads", "1"));
        all.addAll(Arrays.asList(codec));
        return all.toArray(String[]::new);
    }
}

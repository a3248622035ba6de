package io.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The published use cases, one a row. */
final class Guides {

    private Guides() {
    }

    static Stream<Guide> all() {
        return Stream.of(videos(), social(), adaptive(), animations(), images(), sounds()).flatMap(List::stream);
    }

    private static List<Guide> videos() {
        return List.of(
                Guide.of("convert uploads for the web", "video", "upload.mov", "{'format': 'mp4'}",
                        "H.264 and AAC in an mp4 whose index comes first", result -> {
                            assertThat(result.videoCodec()).isEqualTo("h264");
                            assertThat(result.audioCodec()).isEqualTo("aac");
                            assertThat(result.container()).contains("mp4");
                            assertThat(result.startsFast()).isTrue();
                        }),
                Guide.of("medium quality", "video", "scene.mp4", "{'quality': 'medium'}",
                        "the picture is that of the input (SSIM), at its size", result -> {
                            assertThat(result.size()).isEqualTo("320x180");
                            assertThat(result.likeness(result.file().resolveSibling("scene.mp4"))).isGreaterThan(0.95);
                        }),
                Guide.of("trim 124 to 154 s", "video", "long.mp4", "{'start': 124, 'end': 154}",
                        "30 s that begin and end with the picture of that moment", result -> {
                            assertThat(result.seconds()).isCloseTo(30, within(0.2));
                            assertThat(result.brightness(0, "iw:ih:0:0")).isCloseTo(grey(124), within(6));
                            assertThat(result.brightness(29, "iw:ih:0:0")).isCloseTo(grey(153), within(6));
                        }),
                Guide.of("h265, 1080 wide", "video", "upload.mov", "{'codec': 'h265', 'width': 1080}",
                        "codec and size", codec("hevc", "1080x608")),
                Guide.of("AV1 in mp4", "video", "upload.mov", "{'codec': 'av1', 'format': 'mp4'}",
                        "codec and size", codec("av1", "640x360")),
                Guide.of("VP9 in WebM", "video", "upload.mov", "{'codec': 'vp9', 'format': 'webm'}",
                        "codec and size", codec("vp9", "640x360")),
                Guide.of("h265 at 15 frames a second", "video", "upload.mov", "{'codec': 'h265', 'fps': 15}",
                        "codec, rate and number of frames", result -> {
                            assertThat(result.videoCodec()).isEqualTo("hevc");
                            assertThat(result.framesPerSecond()).isEqualTo("15/1");
                            assertThat(result.frames()).isBetween(11, 13);
                        }),
                Guide.of("WebVTT burnt in", "video", "long.mp4", "{'subtitle_url': 's3://media/subtitles.vtt', "
                                + "'subtitle_style': 'burn_in', 'end': 4, 'width': 640}",
                        "letters light up the lower third of the dark picture while the cue lasts", result -> {
                            assertThat(result.lit(0.5, "iw:ih/3:0:ih*2/3")).isZero();
                            assertThat(result.lit(1.5, "iw:ih/3:0:ih*2/3")).isGreaterThan(300);
                            assertThat(result.lit(1.5, "iw:ih*2/3:0:0")).isZero();
                            assertThat(result.lit(3, "iw:ih/3:0:ih*2/3")).isZero();
                        }),
                new Guide("S3 to S3", "video", "upload.mov", "{'width': 320}", "s3://results/small/upload.mp4",
                        "the object under that key has that size", result -> {
                            assertThat(result.output()).isEqualTo("s3://results/small/upload.mp4");
                            assertThat(result.size()).isEqualTo("320x180");
                        }));
    }

    private static List<Guide> social() {
        var rows = new ArrayList<Guide>();
        for (String size : List.of("1920x1080", "1080x1080", "1080x1920", "1280x720")) {
            String[] sides = size.split("x");
            rows.add(Guide.of("social crop " + size, "video", "upload.mov",
                    "{'width': %s, 'height': %s, 'fit': 'cover', 'end': 0.2}".formatted(sides[0], sides[1]),
                    "size, and no bars at the edges", result -> {
                        assertThat(result.size()).isEqualTo(size);
                        for (String edge : List.of("iw:8:0:0", "iw:8:0:ih-8", "8:ih:0:0", "8:ih:iw-8:0")) {
                            assertThat(result.brightness(0.1, edge)).isGreaterThan(20);
                        }
                    }));
        }
        return rows;
    }

    private static List<Guide> adaptive() {
        return List.of(
                Guide.of("HLS", "adaptive_video", "upload.mov", "{}",
                        "the master names renditions no larger than the input, with codecs", result -> {
                            assertThat(result.output()).endsWith("/master.m3u8");
                            assertThat(result.text()).startsWith("#EXTM3U").contains("RESOLUTION=640x360", "avc1.",
                                    "mp4a.40.2", "360p/stream.m3u8").doesNotContain("1080p");
                        }),
                Guide.of("HLS of 0 to 1800 s", "adaptive_video", "scene.mp4", "{'start': 0, 'end': 1800}",
                        "an end past the input's is the input's", result ->
                                assertThat(duration(result.job())).isCloseTo(16, within(0.3))),
                Guide.of("audio-only HLS from WAV", "adaptive_video", "speech.wav", "{}",
                        "the master has sound and no picture", result -> assertThat(result.text())
                                .contains("mp4a.40.2").doesNotContain("RESOLUTION", "avc1")));
    }

    private static List<Guide> animations() {
        return List.of(
                Guide.of("GIF of 3 to 6 s, 320 wide", "animation", "scene.mp4",
                        "{'start': 3, 'end': 6, 'width': 320}", "format, size, number of frames", result -> {
                            assertThat(result.videoCodec()).isEqualTo("gif");
                            assertThat(result.size()).isEqualTo("320x180");
                            assertThat(result.frames()).isBetween(29, 31);
                        }),
                Guide.of("WebP of 10 to 15 s, 480 wide", "animation", "scene.mp4",
                        "{'start': 10, 'end': 15, 'width': 480, 'format': 'webp'}",
                        "an animated WebP of that size", result -> {
                            assertThat(result.text(12)).startsWith("RIFF").endsWith("WEBP");
                            assertThat(result.webpCanvas()).isEqualTo("480x270");
                            assertThat(result.webpFrames()).isBetween(40, 51);
                        }));
    }

    private static List<Guide> images() {
        return List.of(
                Guide.of("poster at 5 s, WebP, 640 wide", "image", "long.mp4",
                        "{'start': 5, 'format': 'webp', 'width': 640}", "format, size, moment", result -> {
                            assertThat(result.videoCodec()).isEqualTo("webp");
                            assertThat(result.size()).isEqualTo("640x360");
                            assertThat(result.brightness(0, "iw:ih:0:0")).isCloseTo(grey(5), within(2));
                        }),
                Guide.of("JPEG, 600 wide, at 3 s", "image", "scene.mp4", "{'start': 3, 'width': 600}",
                        "format and size", codec("mjpeg", "600x338")),
                Guide.of("AVIF, high quality", "image", "photo.jpg", "{'format': 'avif', 'quality': 'high'}",
                        "format and size", result -> {
                            assertThat(result.output()).endsWith(".avif");
                            assertThat(result.videoCodec()).isEqualTo("av1");
                            assertThat(result.size()).isEqualTo("1600x1200");
                        }),
                Guide.of("PNG to WebP, 1200 wide", "image", "photo.png", "{'format': 'webp', 'width': 1200}",
                        "format and size", codec("webp", "1200x900")),
                Guide.of("responsive, 640 wide WebP", "image", "photo.jpg", "{'format': 'webp', 'width': 640}",
                        "format and size", codec("webp", "640x480")));
    }

    private static List<Guide> sounds() {
        return List.of(
                Guide.of("WAV to mp3, high quality", "audio", "speech.wav", "{'format': 'mp3', 'quality': 'high'}",
                        "codec, length, bitrate", result -> {
                            assertThat(result.audioCodec()).isEqualTo("mp3");
                            assertThat(result.seconds()).isCloseTo(6, within(0.1));
                            assertThat(result.bitrate()).isGreaterThan(60_000);
                        }),
                Guide.of("-16 LUFS", "audio", "speech.wav", "{'normalize': 'lufs', 'target_lufs': -16}",
                        "loudness by EBU R 128", result -> assertThat(result.loudness()).isCloseTo(-16, within(1.0))),
                Guide.of("waveform of 200 points", "audio", "steps.wav",
                        "{'waveform': 'json', 'waveform_points': 200}",
                        "a quarter is silent, a quarter at half height, the rest full", result -> {
                            List<Double> peaks = StreamSupport.stream(result.json().get("data").spliterator(), false)
                                    .map(JsonNode::asDouble).toList();
                            assertThat(peaks).hasSize(200);
                            assertThat(peaks.subList(1, 49)).allSatisfy(peak -> assertThat(peak).isLessThan(0.01));
                            assertThat(peaks.subList(51, 99)).allSatisfy(peak ->
                                    assertThat(peak).isCloseTo(0.5, within(0.02)));
                            assertThat(peaks.subList(101, 199)).allSatisfy(peak ->
                                    assertThat(peak).isCloseTo(0.99, within(0.02)));
                        }),
                Guide.of("mp3 out of a video", "audio", "upload.mov", "{'format': 'mp3'}", "codec, length",
                        sound("mp3", GuideInputs.UPLOAD_SECONDS)),
                Guide.of("aac out of a video", "audio", "upload.mov", "{'format': 'aac'}", "codec, length",
                        sound("aac", GuideInputs.UPLOAD_SECONDS)),
                Guide.of("flac out of a video", "audio", "upload.mov", "{'format': 'flac'}", "codec, length",
                        sound("flac", GuideInputs.UPLOAD_SECONDS)),
                Guide.of("60 to 120 s of sound", "audio", "long.mp4", "{'start': 60, 'end': 120}", "codec, length",
                        sound("mp3", 60)));
    }

    private static Consumer<GuideResult> codec(String codec, String size) {
        return result -> {
            assertThat(result.videoCodec()).isEqualTo(codec);
            assertThat(result.size()).isEqualTo(size);
        };
    }

    private static Consumer<GuideResult> sound(String codec, double seconds) {
        return result -> {
            assertThat(result.audioCodec()).isEqualTo(codec);
            assertThat(result.seconds()).isCloseTo(seconds, within(0.15));
        };
    }

    /** The brightness of the long film at a moment: from 16 to 235 in its own numbers, 0 to 255 as shown. */
    private static int grey(double at) {
        return (int) Math.round(255 * at / GuideInputs.LONG_SECONDS);
    }

    private static double duration(JsonNode job) {
        for (JsonNode task : job.get("tasks")) {
            if (task.get("kind").asText().equals("adaptive_video")) {
                return task.at("/output/duration").asDouble();
            }
        }
        throw new AssertionError("No such task in " + job);
    }
}

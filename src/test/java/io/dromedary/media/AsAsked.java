package io.dromedary.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Holds a result against the options that it was made by, with rules of its own: those of the contract's words, not
 * those of the commands.
 */
record AsAsked(String told, ObjectNode options, MediaFile input) {

    private static final Map<String, String> SOUNDS = Map.of("mp3", "mp3", "aac", "aac", "m4a", "aac", "ogg", "vorbis", "opus",
            "opus", "wav", "pcm_s16le", "flac", "flac");
    private static final Map<String, String> STILLS =
            Map.of("jpeg", "mjpeg", "png", "png", "webp", "webp", "avif", "av1");
    private static final Map<String, String> VIDEOS =
            Map.of("h264", "h264", "h265", "hevc", "vp9", "vp9", "av1", "av1");

    void check(Kind kind, Plan plan) throws IOException {
        // The manifest is written once the renditions are measured.
        plan.more().values().stream().filter(file -> plan.dash().filter(file::equals).isEmpty())
                .forEach(file -> assertThat(file).as(told).exists());
        switch (kind) {
            case VIDEO -> video(plan);
            case AUDIO -> audio(plan);
            case IMAGE -> image(plan);
            case ANIMATION -> animation(plan);
            case ADAPTIVE_VIDEO -> ladder(plan);
        }
    }

    private void video(Plan plan) {
        MediaFile file = Ffmpeg.probe(plan.main());
        String format = text("format", "mp4");
        VideoStream picture = file.video().orElseThrow();
        assertThat(plan.main().toString()).as(told).endsWith("." + format);
        assertThat(picture.codec()).as(told)
                .isEqualTo(VIDEOS.get(text("codec", format.equals("webm") ? "vp9" : "h264")));
        size(picture.width(), picture.height());
        boolean silent = options.path("no_audio").asBoolean(false) || options.path("mute").asBoolean(false)
                || !options.path("audio").asBoolean(true);
        assertThat(file.audio().isPresent()).as(told).isEqualTo(!silent && input.audio().isPresent());
        if (options.has("fps") && !options.has("frames") && length().orElse(0) > 0.5) {
            assertThat(picture.frameRate().orElse(0)).as(told)
                    .isCloseTo(options.get("fps").asDouble(), within(Math.max(1.0, options.get("fps").asDouble() * 0.1)));
        }
        if (options.has("frames")) {
            assertThat(Ffmpeg.values(plan.main(), "v:0", "packet=pts").size()).as(told)
                    .isLessThanOrEqualTo(options.get("frames").asInt());
        } else {
            length().ifPresent(seconds -> assertThat(file.duration().orElse(0)).as(told)
                    .isCloseTo(seconds, within(0.3 + 1 / options.path("fps").asDouble(12))));
        }
        boolean embedded = options.has("subtitle_url") && text("subtitle_style", "burn_in").equals("embed")
                || options.has("subtitles") && text("subtitle_style", "embed").equals("embed");
        assertThat(file.streams().stream().anyMatch(stream -> stream instanceof MediaStream.Other other
                && other.type().equals("subtitle"))).as(told).isEqualTo(embedded);
        assertThat(plan.more().containsKey("thumbnails")).as(told).isEqualTo(options.has("thumbnails"));
    }

    private void audio(Plan plan) throws IOException {
        if (options.has("waveform")) {
            String json;
            try (var lines = Files.lines(plan.main().resolveSibling(plan.waveform().orElseThrow().peaks()))) {
                json = plan.waveform().get().json(lines);
            }
            JsonNode data = new ObjectMapper().readTree(json).get("data");
            assertThat(data).as(told).hasSize(options.path("waveform_points").asInt(200));
            data.forEach(peak -> assertThat(peak.asDouble()).as(told).isBetween(0.0, 1.0));
            return;
        }
        MediaFile file = Ffmpeg.probe(plan.main());
        assertThat(file.video()).as(told).isEmpty();
        assertThat(file.audio().orElseThrow().codec()).as(told).isEqualTo(SOUNDS.get(text("format", "mp3")));
        length().ifPresent(seconds -> assertThat(file.duration().orElse(0)).as(told).isCloseTo(seconds, within(0.3)));
    }

    private void image(Plan plan) {
        MediaFile file = Ffmpeg.probe(plan.main());
        String extension = plan.main().toString().replaceFirst(".*\\.", "").replace("jpg", "jpeg");
        assertThat(extension).as(told).isEqualTo(text("format", extension).replace("jpg", "jpeg"));
        assertThat(file.video().orElseThrow().codec()).as(told).isEqualTo(STILLS.get(extension));
        size(file.video().get().width(), file.video().get().height());
    }

    private void animation(Plan plan) throws IOException {
        if (text("format", "gif").equals("webp")) {
            byte[] bytes = Files.readAllBytes(plan.main());
            assertThat(new String(bytes, 0, 12, StandardCharsets.ISO_8859_1)).as(told).startsWith("RIFF").endsWith("WEBP");
            int header = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("VP8X");
            if (header > 0) {
                size(1 + little(bytes, header + 12), 1 + little(bytes, header + 15));
            } else {
                // One picture was all there was: a plain WebP, which ffprobe reads.
                Ffmpeg.probe(plan.main()).video().ifPresent(one -> size(one.width(), one.height()));
            }
            return;
        }
        VideoStream picture = Ffmpeg.probe(plan.main()).video().orElseThrow();
        assertThat(picture.codec()).as(told).isEqualTo("gif");
        size(picture.width(), picture.height());
    }

    /** The segments hold what was asked for; the master playlist is written from them afterwards. */
    private void ladder(Plan plan) throws IOException {
        assertThat(plan.renditions()).as(told).isNotEmpty();
        for (Rendition rendition : plan.renditions()) {
            assertThat(rendition.playlist()).as(told).exists().content().contains("#EXT-X-ENDLIST");
        }
        boolean silent = options.path("no_audio").asBoolean(false) || options.path("mute").asBoolean(false)
                || !options.path("audio").asBoolean(true);
        assertThat(plan.renditions().stream().anyMatch(rendition -> !rendition.isPicture())).as(told)
                .isEqualTo(!silent && input.audio().isPresent());
        assertThat(plan.renditions().stream().anyMatch(Rendition::isPicture)).as(told)
                .isEqualTo(input.video().isPresent() && !options.path("mute_video").asBoolean(false));
        assertThat(plan.more().containsKey("thumbnails")).as(told).isEqualTo(options.has("thumbnails"));
        if (options.has("thumbnails")) {
            double every = options.at("/thumbnails/every").asDouble(5);
            assertThat(cues(plan.more().get("thumbnails_vtt"))).as(told)
                    .isEqualTo(Math.max(1, (int) Math.ceil((length().orElseThrow() - 0.001) / every)));
        }
        boolean track = (options.has("subtitle_url") || options.has("subtitles")) && text("subtitle_style", "sidecar").equals("sidecar");
        assertThat(plan.more().containsKey("subtitles")).as(told).isEqualTo(track);
        if (track) {
            double start = options.path("start").asDouble(0);
            boolean within = start < CombinationInputs.WORDS_END
                    && start + length().orElseThrow() > CombinationInputs.WORDS_START;
            assertThat(cues(plan.more().get("subtitles"))).as(told).isEqualTo(within ? 1 : 0);
        }
    }

    private static int cues(Path webVtt) throws IOException {
        return Files.readString(webVtt).split(" --> ").length - 1;
    }

    private static int little(byte[] bytes, int at) {
        return (bytes[at] & 255) | (bytes[at + 1] & 255) << 8 | (bytes[at + 2] & 255) << 16;
    }

    /** Sizes are rounded to what the codec holds: at most two pixels away, or three where a small side is scaled. */
    private void size(int width, int height) {
        VideoStream from = input.video().orElseThrow();
        double[] asked = asked(from.width(), from.height());
        assertThat((double) width).as("width, %s", told).isCloseTo(asked[0], within(2.01));
        assertThat((double) height).as("height, %s", told).isCloseTo(asked[1], within(2.01));
    }

    private double[] asked(double width, double height) {
        double wide = side("width", width);
        double high = side("height", height);
        if (wide == 0 && high == 0) {
            return new double[] {width, height};
        }
        if (high == 0) {
            return new double[] {wide, wide * height / width};
        }
        if (wide == 0) {
            return new double[] {high * width / height, high};
        }
        if (options.has("fit")) {
            return new double[] {wide, high};
        }
        double scale = Math.min(wide / width, high / height);
        return new double[] {width * scale, height * scale};
    }

    private double side(String name, double of) {
        String value = options.path(name).asText("");
        return value.isEmpty() ? 0 : value.endsWith("%")
                ? of * Integer.parseInt(value.substring(0, value.length() - 1)) / 100 : Double.parseDouble(value);
    }

    private String text(String option, String otherwise) {
        return options.path(option).asText(otherwise);
    }

    /** Seconds that should come out. */
    private OptionalDouble length() {
        if (input.duration().isEmpty()) {
            return OptionalDouble.empty();
        }
        double start = options.path("start").asDouble(0);
        double asked = options.has("duration") ? start + options.get("duration").asDouble()
                : options.path("end").asDouble(Double.MAX_VALUE);
        return OptionalDouble.of(Math.min(asked, input.duration().getAsDouble()) - start);
    }
}

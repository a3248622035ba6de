package io.dromedary.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.media.picture.VideoEncode;
import io.dromedary.media.plan.VideoCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The argument lists, as kept in {@code golden/video}: one file a case, with the options, the input, and the
 * arguments, one option a line. A change shows up as the difference of two texts.
 */
class VideoCommandTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/video");

    static List<Path> cases() throws IOException {
        return GoldenArguments.in(GOLDEN);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theArgumentsAreAsKept(Path file) throws IOException {
        assertThat(lines(file)).isEqualTo(GoldenArguments.kept(file));
    }

    @Test
    void thereAreCases() throws IOException {
        assertThat(cases()).hasSizeGreaterThan(12);
    }

    @Test
    void theCommandSaysWhatComesOfIt() {
        Command webm = command("{'format': 'webm', 'start': 2, 'end': 20}", "plain");

        assertThat(webm.duration()).hasValue(8);
        assertThat(command("{'frames': 50}", "plain").duration()).hasValue(2);
        assertThat(command("{'frames': 5000}", "plain").duration()).hasValue(10);
        assertThat(command("{'frames': 50, 'fps': 10}", "plain").duration()).hasValue(5);
        assertThat(command("{}", "endless").duration()).isEmpty();
        assertThat(command("{'start': 2, 'end': 5}", "endless").duration()).hasValue(3);
    }

    @Test
    void aStartPastTheEndIsAConflictThatNamesBoth() {
        assertConflict("{'start': 12.5}", "plain", "option_conflict",
                "'start' is 12.5 s, but the input ends at 10 s. Choose an earlier start.");
        assertConflict("{'start': 10}", "plain", "option_conflict",
                "'start' is 10 s, but the input ends at 10 s. Choose an earlier start.");
    }

    @Test
    void anInputWithoutAMovingPictureIsRefused() {
        for (String input : List.of("song", "still")) {
            assertConflict("{}", input, "no_video_stream",
                    "The input has no moving picture. Use kind 'audio' for sound, 'image' for a still.");
        }
    }

    @Test
    void aCodecThatIsNotAcceptedIsRefused() {
        assertConflict("{}", "exotic", "input_unsupported",
                "The input's video codec, smc, is not accepted. Convert it to H.264 first.");
    }

    @Test
    void aPictureLargerThanTheTableAllowsIsRefused() {
        assertConflict("{'width': 640}", "huge", "resource_limit",
                "The input's picture is 20000×10000 pixels; this server decodes up to 67108864 in all.");
    }

    @Test
    void aPictureTooSmallForTheEncoderIsRefused() {
        assertConflict("{'codec': 'av1', 'width': 64}", "plain", "option_conflict",
                "The output's height would be 36 pixels; this codec takes 64 to 8192. Ask for another size.");
    }

    private static void assertConflict(String options, String input, String kind, String message) {
        assertThatThrownBy(() -> command(options, input)).isInstanceOfSatisfying(MediaException.class, e -> {
            assertThat(e.kind()).isEqualTo(kind);
            assertThat(e).hasMessage(message);
        });
    }

    private static Command command(String options, String input) {
        return VideoCommand.build(VideoEncode.of(VideoEncodes.options(options),
                PlanInputs.of(probed(input), Path.of("/job/input"), Path.of("/job"), Path.of("/job/out"), "result"),
                ShippedMedia.table(), Path.of("/job/output")));
    }

    /** Inputs by name: how a file of that sort is probed. */
    static MediaFile probed(String input) {
        return switch (input) {
            case "plain" -> file("mov,mp4", 10, video("h264", 1920, 1080, 0, "yuv420p", "bt709"), audio(1, 2));
            case "silent" -> file("mov,mp4", 10, video("h264", 1920, 1080, 0, "yuv420p", "bt709"));
            case "phone" -> file("mov,mp4", 10, video("hevc", 1920, 1080, 90, "yuv420p10le", "arib-std-b67"),
                    audio(1, 1));
            case "surround" -> file("matroska,webm", 10, video("vp9", 1920, 1080, 0, "yuv420p", "bt709"),
                    audio(1, 2, "unknown"), audio(2, 6), new MediaStream.Other(3, "subrip", "subtitle"));
            case "screen" -> file("mov,mp4", 10, video("qtrle", 1279, 719, 0, "rgb24", "unknown"));
            case "endless" -> file("matroska,webm", 0, video("vp8", 640, 480, 0, "yuv420p", "unknown"));
            case "song" -> file("mp3", 10, audio(0, 2));
            case "voice" -> file("wav", 10, audio(0, 1, "pcm_s16le"));
            case "still" -> file("png_pipe", 0, video("png", 640, 480, 0, "rgb24", "unknown"));
            case "logo" -> file("png_pipe", 0, video("png", 64, 48, 0, "rgba", "unknown"));
            case "photo" -> file("jpeg_pipe", 0, video("mjpeg", 640, 480, 90, "yuvj420p", "unknown"));
            case "gif" -> file("gif", 10, video("gif", 640, 480, 0, "bgra", "unknown"));
            case "exotic" -> file("mov,mp4", 10, video("smc", 640, 480, 0, "pal8", "unknown"));
            case "huge" -> file("mov,mp4", 10, video("h264", 20000, 10000, 0, "yuv420p", "unknown"));
            case "television" -> file("mpegts", 10, new VideoStream(0, "mpeg2video", 720, 576, 1024, 576, "yuv420p",
                    OptionalDouble.of(25), 0, true, false, true, colour("unknown")), audio(1, 2));
            default -> throw new AssertionError("no input named " + input);
        };
    }

    private static MediaFile file(String formats, double duration, MediaStream... streams) {
        return new MediaFile(Arrays.asList(formats.split(",")), "isom",
                duration == 0 ? OptionalDouble.empty() : OptionalDouble.of(duration), OptionalLong.of(1_000_000),
                OptionalLong.of(800_000), List.of(streams));
    }

    private static VideoStream video(
            String codec, int storedWidth, int storedHeight, int rotation, String pixels, String transfer) {
        boolean turned = rotation % 180 != 0;
        return new VideoStream(0, codec, storedWidth, storedHeight, turned ? storedHeight : storedWidth,
                turned ? storedWidth : storedHeight, pixels, OptionalDouble.of(25),
                rotation, false, false, true, colour(transfer));
    }

    private static VideoStream.Colour colour(String transfer) {
        return new VideoStream.Colour("tv", "unknown", "unknown", transfer);
    }

    private static AudioStream audio(int index, int channels) {
        return audio(index, channels, "aac");
    }

    private static AudioStream audio(int index, int channels, String codec) {
        return new AudioStream(index, codec, channels, 96000, index == 1);
    }

    private static List<String> lines(Path file) throws IOException {
        List<String> head = GoldenArguments.head(file);
        return GoldenArguments.lines(command(head.get(0).substring("options: ".length()),
                head.get(1).substring("input:   ".length())).arguments());
    }

    /** Writes the cases anew after a change that was meant; what changed is then for the reader to judge. */
    public static void main(String[] none) throws IOException {
        for (Path file : cases()) {
            GoldenArguments.write(file, lines(file));
        }
    }
}

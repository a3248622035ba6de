package io.dromedary.media.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dromedary.media.Ffmpeg;
import io.dromedary.media.VideoEncodes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pictures and sound of a result are as long as what was asked for, whatever the container of the input counts in. */
@Tag("encode")
class WholeLengthTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "webm, libvpx,     libopus,    1", "webm, libvpx,     libopus,    2", "mkv,  libx264,    aac,        2",
        "wmv,  wmv2,       wmav2,      2", "avi,  mpeg4,      libmp3lame, 2", "avi,  mpeg4,      aac,        2",
        "flv,  flv1,       aac,        2", "mpg,  mpeg2video, mp2,        2", "ts,   mpeg2video, mp2,        2"
    })
    void aCutHasAsMuchSoundAsPicture(String container, String video, String audio, double end) {
        Path input = film("film." + container, 3, 3, "-c:v", video, "-c:a", audio);

        Path output = new VideoEncodes(folder).encode(input, "{'end': %s}".formatted(end));

        assertLengths(output, end, end);
    }

    /** An AVI whose index marks no packet of sound as a keyframe, as some cameras write it. */
    @Test
    void soundWithoutFlagsIsCutLikeThePicture() throws Exception {
        Path input = film("film.avi", 3, 3, "-c:v", "mpeg4", "-c:a", "aac");
        byte[] bytes = Files.readAllBytes(input);
        var index = new String(bytes, StandardCharsets.ISO_8859_1);
        for (int entry = index.lastIndexOf("idx1") + 8; entry + 16 <= bytes.length; entry += 16) {
            if (index.startsWith("01wb", entry)) {
                bytes[entry + 4] = 0;
            }
        }

        assertLengths(new VideoEncodes(folder).encode(Files.write(input, bytes), "{'start': 1, 'end': 2.5}"), 1.5, 1.5);
    }

    private Path film(String name, double pictures, double sound, String... coding) {
        Path file = folder.resolve(name);
        var arguments = new ArrayList<>(List.of("-v", "error", "-f", "lavfi", "-i",
                "testsrc2=s=160x90:r=25:d=" + pictures, "-f", "lavfi", "-i", "sine=440:r=48000:d=" + sound));
        arguments.addAll(List.of(coding));
        arguments.add(file.toString());
        Ffmpeg.run(arguments);
        return file;
    }

    static void assertLengths(Path file, double pictures, double sound) {
        assertThat(length(file, "v:0")).as("pictures").isCloseTo(pictures, within(0.08));
        assertThat(length(file, "a:0")).as("sound").isCloseTo(sound, within(0.08));
    }

    /** Seconds of a stream, by the MP4's own table of its packets. */
    static double length(Path file, String stream) {
        return Double.parseDouble(Ffmpeg.values(file, stream, "stream=duration").get(0));
    }
}

package io.dromedary.e2e;

import io.dromedary.media.Ffmpeg;
import java.nio.file.Path;
import java.util.List;

/** Small real media files for jobs. */
final class Samples {

    private Samples() {
    }

    /** A moving test picture with a tone, quick to make and to encode. */
    static Path video(Path folder, String name, int width, int height, int seconds) {
        Path file = folder.resolve(name);
        Ffmpeg.run(List.of("-v", "error", "-y",
                "-f", "lavfi", "-i", "testsrc2=size=" + width + "x" + height + ":rate=25:duration=" + seconds,
                "-f", "lavfi", "-i", "sine=frequency=440:duration=" + seconds,
                "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest",
                file.toString()));
        return file;
    }

    /** A tone that is quick to make and to convert, and large in formats that do not compress. */
    static Path sound(Path folder, String name, int seconds) {
        Path file = folder.resolve(name);
        Ffmpeg.run(List.of("-v", "error", "-y", "-f", "lavfi", "-i", "sine=frequency=440:duration=" + seconds,
                "-c:a", "flac", file.toString()));
        return file;
    }

    /** Width, height and codec of the picture in a file; fails when it is not playable to its end. */
    static List<String> picture(Path file) {
        Ffmpeg.run(List.of("-v", "error", "-xerror", "-i", file.toString(), "-f", "null", "-"));
        return Ffmpeg.values(file, "v:0", "stream=codec_name,width,height");
    }
}

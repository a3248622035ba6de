package io.dromedary.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that jobs read: made once by ffmpeg, and kept for the next run.
 *
 * @param folder where they are kept
 * @param quick whether they are small
 */
record Inputs(Path folder, boolean quick) {

    /** Noise, as that of a camera, makes pictures that take bits. */
    private static final String NOISY = "testsrc2=s=%s:r=25:d=%d,noise=alls=20:allf=t";
    private static final List<String> FAST = List.of("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p");
    private static final List<String> KEY_FRAMES = List.of("-g", "50", "-keyint_min", "50", "-sc_threshold", "0", "-bf", "2");

    /** A recording of a camera: 20 s of 1080p in 290 MB. */
    Path camera() throws IOException, InterruptedException {
        int seconds = quick ? 4 : 20;
        return video("camera", ".mov", seconds, NOISY.formatted("1920x1080", seconds), FAST, KEY_FRAMES, rate(quick ? 40 : 116));
    }

    /** A film of 300 s in 614 MB, with a key frame each 2 s. */
    Path film() throws IOException, InterruptedException {
        int seconds = quick ? 6 : 20;
        int times = quick ? 5 : 15;
        Path scene = video("scene", ".mp4", seconds, NOISY.formatted("1920x1080", seconds), FAST, KEY_FRAMES, rate(quick ? 24 : 16));
        return made("film", ".mp4", file -> List.of("-stream_loop", Integer.toString(times - 1), "-i", scene.toString(), "-c", "copy", file));
    }

    /** A clip of a second. */
    Path clip() throws IOException, InterruptedException {
        return video("clip", ".mov", 1, "testsrc2=s=640x360:r=25:d=1", FAST);
    }

    /** An MP4 as an encode makes it: a minute of 1080p. */
    Path encoded() throws IOException, InterruptedException {
        int seconds = quick ? 5 : 60;
        return video("encoded", ".mp4", seconds, "testsrc2=s=1920x1080:r=25:d=" + seconds,
                List.of("-c:v", "libx264", "-preset", "veryfast", "-crf", "26", "-pix_fmt", "yuv420p", "-g", "100"));
    }

    /** A photo of 12 megapixels. */
    Path photo() throws IOException, InterruptedException {
        return made("photo", ".jpg", file -> List.of("-f", "lavfi", "-i", "mandelbrot=s=4000x3000,noise=alls=8:allf=u", "-frames:v",
                "1", "-q:v", "3", file));
    }

    /** Bits a second, as many in each second. */
    private static List<String> rate(int megabits) {
        return List.of("-b:v", megabits + "M", "-maxrate", megabits + "M", "-bufsize", megabits + "M");
    }

    @SafeVarargs
    private Path video(String name, String ending, int seconds, String picture, List<String>... coding)
            throws IOException, InterruptedException {
        return made(name, ending, file -> {
            var words = new ArrayList<>(List.of("-f", "lavfi", "-i", picture, "-f", "lavfi", "-i",
                    "sine=f=440:r=48000:d=" + seconds));
            for (List<String> part : coding) {
                words.addAll(part);
            }
            words.addAll(List.of("-c:a", "aac", "-b:a", "96k", "-shortest", "-movflags", "+faststart", file));
            return words;
        });
    }

    private interface Arguments {
        List<String> of(String file);
    }

    private Path made(String name, String ending, Arguments arguments) throws IOException, InterruptedException {
        Path kept = folder.resolve((quick ? "small-" : "") + name + ending);
        if (!Files.exists(kept)) {
            Files.createDirectories(folder);
            System.err.println("bench: making " + kept.getFileName() + " ...");
            Path unfinished = folder.resolve("unfinished" + ending);
            var command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y"));
            command.addAll(arguments.of(unfinished.toString()));
            Shell.run(folder, List.of(command));
            Files.move(unfinished, kept, StandardCopyOption.ATOMIC_MOVE);
        }
        return kept;
    }
}

package io.dromedary.published;

import io.dromedary.media.Ffmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The media that stand for those of published requests; made once, and kept. */
final class Samples {

    private final Path folder;

    Samples(Path folder) {
        this.folder = folder;
    }

    /**
     * The sample of this name: {@code v} has 3 s of 1280x720, {@code v6} 8 s, {@code l130} 135 s and so on, each as
     * {@code .mp4} and {@code .mov}; the others are pictures, sounds and subtitles.
     */
    synchronized Path of(String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            Path made = folder.resolve("new-" + name);
            make(name, made);
            Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    private void make(String name, Path to) throws IOException {
        String stem = name.substring(0, name.lastIndexOf('.'));
        switch (name) {
            case "a.wav" -> ffmpeg(to, "-f", "lavfi", "-i", "sine=f=440:d=5,volume=-12dB,aformat=channel_layouts=stereo");
            case "l160.mp3" -> ffmpeg(to, "-f", "lavfi", "-i", "sine=f=440:d=160", "-b:a", "64k");
            case "photo.png", "photo.jpg" -> ffmpeg(to, "-f", "lavfi", "-i", "testsrc2=s=1600x1200:r=1:d=1", "-frames:v", "1");
            case "logo.png" -> ffmpeg(to, "-f", "lavfi", "-i", "color=red:s=120x60:r=1:d=1", "-frames:v", "1");
            case "photo.heic" -> heic(to);
            case "s.vtt" -> Files.writeString(to, "WEBVTT\n\n00:00:00.500 --> 00:00:02.500\nHello\n");
            default -> film(stem, to);
        }
    }

    private void film(String stem, Path to) {
        switch (stem) {
            case "v" -> film(to, "1280x720", 25, 3);
            case "v6" -> film(to, "640x360", 25, 8);
            case "l130" -> film(to, "320x180", 10, 135);
            case "l320" -> film(to, "320x180", 10, 320);
            case "l1860" -> film(to, "320x180", 5, 1860);
            default -> throw new IllegalArgumentException("There is no sample '" + to.getFileName() + "'");
        }
    }

    private void film(Path to, String size, int rate, int seconds) {
        ffmpeg(to, "-f", "lavfi", "-i", "testsrc2=s=" + size + ":r=" + rate + ":d=" + seconds, "-f", "lavfi", "-i",
                "sine=f=440:d=" + seconds, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac");
    }

    /** FFmpeg writes no HEIC. */
    private void heic(Path to) throws IOException {
        Path png = of("photo.png");
        var builder = new ProcessBuilder("vips", "copy", png.toString(), to + "[compression=hevc]").inheritIO();
        try {
            if (builder.start().waitFor() != 0) {
                throw new IOException("vips cannot write HEIC");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void ffmpeg(Path to, String... arguments) {
        var all = new ArrayList<>(List.of("-v", "error", "-y"));
        all.addAll(List.of(arguments));
        all.add(to.toString());
        Ffmpeg.run(all);
    }
}

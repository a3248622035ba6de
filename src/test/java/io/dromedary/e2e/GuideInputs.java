package io.dromedary.e2e;

import io.dromedary.media.Ffmpeg;
import io.dromedary.r2.R2Double;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files that the use cases begin with: small, but real. */
final class GuideInputs {

    /** Seconds of the long film, in which the picture goes from black to white evenly. */
    static final double LONG_SECONDS = 160;
    /** Of the upload, which is encoded most often. */
    static final double UPLOAD_SECONDS = 0.8;

    private final Path folder;
    private final R2Double r2;

    GuideInputs(Path folder, R2Double r2) {
        this.folder = folder;
        this.r2 = r2;
    }

    void put(String bucket) {
        put(bucket, "upload.mov", "video/quicktime", "-f", "lavfi", "-i", "testsrc2=s=640x360:r=30:d=" + UPLOAD_SECONDS,
                "-f", "lavfi", "-i", "sine=f=440:d=" + UPLOAD_SECONDS, "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt",
                "yuv420p", "-c:a", "aac");
        put(bucket, "scene.mp4", "video/mp4", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=10:d=16",
                "-f", "lavfi", "-i", "sine=f=440:d=16", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt",
                "yuv420p", "-c:a", "aac");
        put(bucket, "long.mp4", "video/mp4", "-f", "lavfi", "-i", "color=white:s=160x90:r=10:d=160,fade=in:d=160",
                "-f", "lavfi", "-i", "sine=f=440:d=160", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt",
                "yuv420p", "-c:a", "aac", "-b:a", "48k");
        put(bucket, "speech.wav", "audio/wav", "-f", "lavfi", "-i", "sine=f=440:r=44100:d=6,volume=-12dB");
        // A second of silence, a second at half scale, two at full scale.
        put(bucket, "steps.wav", "audio/wav", "-f", "lavfi", "-i",
                "aevalsrc='sin(2*PI*441*t)*(gte(t,1)*0.5+gte(t,2)*0.49)':s=44100:d=4");
        put(bucket, "photo.png", "image/png", "-f", "lavfi", "-i", "testsrc2=s=1600x1200:r=1:d=1", "-frames:v", "1");
        put(bucket, "photo.jpg", "image/jpeg", "-f", "lavfi", "-i", "testsrc2=s=1600x1200:r=1:d=1", "-frames:v", "1");
        r2.put(bucket, "subtitles.vtt", write("subtitles.vtt",
                "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nHELLO HELLO HELLO\n"), "text/vtt");
    }

    private void put(String bucket, String key, String type, String... arguments) {
        Path file = folder.resolve(key);
        var command = new ArrayList<>(List.of("-v", "error", "-y"));
        command.addAll(List.of(arguments));
        command.add(file.toString());
        Ffmpeg.run(command);
        r2.put(bucket, key, file, type);
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

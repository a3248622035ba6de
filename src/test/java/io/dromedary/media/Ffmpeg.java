package io.dromedary.media;

import static io.dromedary.Patience.SOON;

import io.dromedary.media.header.HeaderReader;
import io.dromedary.media.option.Rgb;
import io.dromedary.media.probe.HeaderMerge;
import io.dromedary.media.probe.Probe;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Runs the system's ffmpeg and ffprobe for tests; a missing program or a failed run fails the test. */
public final class Ffmpeg {

    /** What was seen of files that are still the same: samples, and results that the run of their plan has looked at. */
    private static final Map<Version, MediaFile> SEEN = new ConcurrentHashMap<>();

    /** A file as it is now: another of the same name, and the same one written anew, differ. */
    private record Version(Path file, Object key, long bytes, FileTime written, boolean picture) {

        static Version of(Path file, boolean picture) {
            try {
                var attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new Version(file, attributes.fileKey(), attributes.size(), attributes.lastModifiedTime(), picture);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Ffmpeg() {
    }

    /** Runs a command of a plan. */
    static void run(Command command) {
        start(command.program(), command.arguments());
    }

    /** Runs ffmpeg and gives its standard output. */
    public static byte[] run(List<String> arguments) {
        return start("ffmpeg", arguments);
    }

    public static String text(String program, String... arguments) {
        return new String(start(program, List.of(arguments)), StandardCharsets.UTF_8);
    }

    /** Looks at a file as the product does, once as long as it stays as it is. */
    public static MediaFile probe(Path file) {
        Optional<PictureHeader> header = header(file);
        if (header.filter(each -> !each.isProbed()).isPresent()) {
            return whole(HeaderMerge.of(header.get(), file.toFile().length()), file);
        }
        return SEEN.computeIfAbsent(Version.of(file, false), version -> probed(file, header));
    }

    private static MediaFile probed(Path file, Optional<PictureHeader> header) {
        MediaFile probed = whole(indexed(Probe.parse(new String(start("ffprobe",
                ShippedMedia.media().probeArguments(file, head(file))), StandardCharsets.UTF_8), header), file), file);
        return ShippedMedia.media().lengthMeasurement(probed, file.toAbsolutePath())
                .map(command -> ShippedMedia.media().lengthMeasured(probed, measurement(command))).orElse(probed);
    }

    /** What ffprobe says of a result, as the product asks it. */
    public static MediaFile result(Path file) {
        return indexed(ShippedMedia.media().probed(
                new String(start("ffprobe", ShippedMedia.media().resultProbeArguments(file)), StandardCharsets.UTF_8)), file);
    }

    private static byte[] head(Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            return bytes.readNBytes(Media.HEAD_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MediaFile indexed(MediaFile probed, Path file) {
        try (var channel = Files.newByteChannel(file)) {
            return ShippedMedia.media().indexed(probed, channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MediaFile whole(MediaFile probed, Path file) {
        try (var channel = Files.newByteChannel(file)) {
            return ShippedMedia.media().whole(probed, channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<PictureHeader> header(Path file) {
        try (var channel = Files.newByteChannel(file)) {
            return HeaderReader.read(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a measurement in a folder of its own, and gives what it prints. */
    private static String measurement(Command command) {
        try {
            Path folder = Files.createTempDirectory("measurement");
            String printed = new String(start(folder, "ffmpeg", command.arguments()), StandardCharsets.UTF_8);
            for (ExpectedFile made : command.makes()) {
                Files.delete(folder.resolve(made.prefix()));
            }
            Files.delete(folder);
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Looks at a file that must be a still picture, as the product does, once as long as it stays as it is. */
    public static MediaFile picture(Path file) {
        return SEEN.computeIfAbsent(Version.of(file, true), version -> Probe.picture(new String(
                start("ffprobe", ShippedMedia.media().pictureProbeArguments(file, head(file))), StandardCharsets.UTF_8),
                Attachment.WATERMARK, header(file)));
    }

    /** One value that ffprobe prints for every packet, frame or stream chosen, in order. */
    public static List<String> values(Path file, String selector, String entry) {
        String out = text("ffprobe", "-v", "error", "-select_streams", selector, "-show_entries", entry, "-of",
                "default=noprint_wrappers=1:nokey=1", file.toString());
        return out.lines().filter(line -> !line.isBlank()).toList();
    }

    /** The colour of a pixel as a player shows it, at a moment in seconds. */
    public static Rgb pixel(Path file, int x, int y, double at) {
        byte[] rgb = run(List.of("-v", "error", "-ss", Double.toString(at), "-i", file.toString(), "-vf",
                "scale,format=rgb24,crop=1:1:%d:%d".formatted(x, y), "-frames:v", "1", "-f", "rawvideo", "-"));
        return new Rgb(rgb[0] & 255, rgb[1] & 255, rgb[2] & 255);
    }

    /** How much neighbouring lines differ in the middle of a picture: large where two fields do not fit. */
    public static int combing(Path file, double at) {
        return combing(List.of("-ss", Double.toString(at), "-i", file.toString(), "-frames:v", "1"));
    }

    /** The same of the picture where it is largest. */
    public static int combing(Path file) {
        return combing(List.of("-i", file.toString()));
    }

    private static int combing(List<String> input) {
        var arguments = new ArrayList<>(List.of("-v", "error"));
        arguments.addAll(input);
        arguments.addAll(List.of("-vf", "crop=320:2:0:90,format=gray", "-f", "rawvideo", "-"));
        byte[] lines = run(arguments);
        int most = 0;
        for (int picture = 0; picture < lines.length; picture += 640) {
            int sum = 0;
            for (int x = picture; x < picture + 320; x++) {
                sum += Math.abs((lines[x] & 255) - (lines[320 + x] & 255));
            }
            most = Math.max(most, sum);
        }
        return most;
    }

    private static byte[] start(String program, List<String> arguments) {
        return start(Path.of("").toAbsolutePath(), program, arguments);
    }

    private static byte[] start(Path folder, String program, List<String> arguments) {
        var command = new ArrayList<>(List.of(program));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        // SVT-AV1 prints its settings unless told to print errors only.
        builder.environment().put("SVT_LOG", "1");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            var errors = CompletableFuture.supplyAsync(() -> readAll(process.getErrorStream()));
            var output = CompletableFuture.supplyAsync(() -> readAll(process.getInputStream()));
            if (!process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(program + " took more than " + SOON.toSeconds() + " s: " + command);
            }
            if (process.exitValue() != 0) {
                throw new ToolFailure(program, process.exitValue(),
                        new String(errors.join(), StandardCharsets.UTF_8) + "\n" + command);
            }
            return output.join();
        } catch (IOException e) {
            throw new AssertionError(program + " could not be run; these tests need it installed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static byte[] readAll(InputStream stream) {
        try (stream) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program ran and left with an error. */
    public static final class ToolFailure extends AssertionError {

        private static final long serialVersionUID = 1L;

        public ToolFailure(String program, int exit, String errors) {
            super(program + " left with " + exit + ": " + errors);
        }
    }
}

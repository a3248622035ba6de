package io.dromedary.ffmpeg;

import io.dromedary.machine.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder of a test that stands for a machine: files that no guest may read or change, and beside them the folders of a
 * job.
 */
final class Machine {

    /** What stands in the secret file. */
    static final String CANARY = "canary-of-this-machine-2718";

    final Path secret;
    final Path folder;
    final JobFolder job;
    private final Path root;

    Machine(Path root) throws IOException {
        this.root = root;
        folder = Files.createDirectories(root.resolve("machine/cdn/v"));
        secret = Files.writeString(root.resolve("machine/secret.key"), CANARY);
        Files.writeString(root.resolve("machine/cdn/x.mp4"), CANARY);
        for (String name : new String[] {"stream.m3u8", "segment-0.ts", "segment-1.ts"}) {
            Files.writeString(folder.resolve(name), CANARY);
        }
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        job = new JobFolder(root.resolve("work/job-1"));
        job.open();
        Files.writeString(job.given().resolve("input"), "the input");
    }

    /** All that is outside of the guest's folder: what it is, its rights, its links, its length and its text. */
    Map<String, String> outside() {
        var found = new TreeMap<String, String>();
        for (Path place : new Path[] {root.resolve("machine"), job.given()}) {
            try (Stream<Path> files = Files.walk(place)) {
                files.forEach(file -> found.put(root.relativize(file).toString(), describe(file)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    private static String describe(Path file) {
        try {
            var attributes = Files.readAttributes(file, "unix:mode,nlink,uid,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
            boolean isFile = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
            return attributes.get("mode") + " " + attributes.get("uid")
                    + (isFile ? " " + attributes.get("nlink") + " " + attributes.get("lastModifiedTime") + " "
                    + Files.readString(file) : "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What has come through the door, with its text. */
    Map<String, String> taken() {
        var found = new TreeMap<String, String>();
        for (Path place : new Path[] {job.results(), job.notes()}) {
            try (Stream<Path> files = Files.walk(place)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    if (!Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isDirectory()) {
                        found.put(place.getFileName() + "/" + place.relativize(file), Files.isRegularFile(file,
                                LinkOption.NOFOLLOW_LINKS) ? Files.readString(file) : "no file");
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    /** A program of Python in ffmpeg's place. */
    String program(String name, String text) {
        try {
            return Programs.write(Files.createDirectories(root.resolve("bin")).resolve(name),
                    "#!/usr/bin/env -S python3 -I -S\n" + text.replace("MACHINE", root.resolve("machine").toString()) + "\n")
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.dromedary.work;

import io.dromedary.ffmpeg.JobFolder;
import io.dromedary.storage.ObjectUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The result of an attempt that is being published. */
public final class Export {

    private final String subfolder;
    private final Encoded result;
    private final JobFolder folder;
    private final Optional<ObjectUrl> target;
    private final List<ObjectUrl> uploaded = new CopyOnWriteArrayList<>();
    private final long size;
    private volatile Optional<String> url = Optional.empty();

    /**
     * Creates an export that has published nothing.
     *
     * @param target where the result goes in a bucket; none for the CDN folder
     * @param subfolder the folder there, with a slash at its end, of a result whose files have fixed names; or nothing
     */
    Export(Encoded result, JobFolder folder, Optional<ObjectUrl> target, String subfolder) {
        this.subfolder = subfolder;
        this.result = result;
        this.folder = folder;
        this.target = target;
        this.size = files().stream().mapToLong(file -> file.toFile().length()).sum();
    }

    Encoded result() {
        return result;
    }

    Optional<ObjectUrl> target() {
        return target;
    }

    /** Does the result go into the CDN folder? */
    public boolean isForCdnFolder() {
        return target.isEmpty();
    }

    /** The main file. */
    Path main() {
        return folder.resolve(result.plan().main());
    }

    /** Where a file of the result is, by the name that the plan has for it. */
    Path path(Path file) {
        return folder.resolve(file);
    }

    /** The name under which a file is published. */
    String name(Path file) {
        return subfolder + folder.results().relativize(file);
    }

    /** All files but the main one, on their way to the bucket. */
    Stream<Publication> beside() {
        return files().stream().filter(file -> !file.equals(main())).map(this::publication);
    }

    /** A file on its way to the bucket. */
    Publication publication(Path file) {
        ObjectUrl to = target.orElseThrow();
        if (to.isDirectory()) {
            return new Publication(file, to.resolve(name(file)));
        }
        String folder = result.plan().renditions().isEmpty() ? "" : MasterName.folder(to);
        return new Publication(file, file.equals(main()) ? to : to.sibling(folder + name(file)));
    }

    /** The size of all files together, also when they have been moved. */
    long size() {
        return size;
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.walk(folder.results())) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The results cannot be listed", e);
        }
    }

    void uploaded(ObjectUrl object) {
        uploaded.add(object);
    }

    /** What it has put into a bucket. */
    List<ObjectUrl> uploaded() {
        return uploaded;
    }

    void published(String at) {
        url = Optional.of(at);
    }

    /** The URL of the published result, once there is one. */
    Optional<String> url() {
        return url;
    }
}

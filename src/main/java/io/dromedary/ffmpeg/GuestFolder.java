package io.dromedary.ffmpeg;

import io.dromedary.ffmpeg.ProcessFailure.Reason;
import io.dromedary.media.ExpectedFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Inspects the folder of a guest, without following links, and opens only expected folders. */
final class GuestFolder {

    private static final int S_IFMT = 0xf000;
    private static final int S_IFDIR = 0x4000;
    private static final int S_IFREG = 0x8000;

    private final Path made;
    private final ExpectedFiles expected;

    GuestFolder(Path made, ExpectedFiles expected) {
        this.made = made;
        this.expected = expected;
    }

    /**
     * Lists the files that the guest has left after its end.
     *
     * @return the files, which are all expected
     * @throws ProcessFailure if there is anything else, or a file is missing
     */
    Map<Path, ExpectedFile> look() throws IOException {
        var found = new LinkedHashMap<Path, ExpectedFile>();
        try {
            long bytes = look(made, found);
            expected.checkWhole(found.keySet(), bytes);
            return found;
        } catch (AccessDeniedException | NoSuchFileException | NotDirectoryException e) {
            throw ExpectedFiles.refused(e.getFile().substring(e.getFile().lastIndexOf('/') + 1), "was closed, or exchanged");
        }
    }

    private long look(Path folder, Map<Path, ExpectedFile> found) throws IOException {
        long bytes = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                Entry status = status(entry);
                String name = made.relativize(entry).toString();
                if (status.type() == S_IFDIR && folder.equals(made) && expected.isFolder(entry)) {
                    bytes += look(entry, found);
                    continue;
                }
                ExpectedFile what = expected.of(entry).orElseThrow(() -> ExpectedFiles.refused(name, "has no place in the result"));
                if (status.type() != S_IFREG || status.links() != 1) {
                    throw ExpectedFiles.refused(name, "is no file, or has other names");
                }
                expected.checkSize(what, name, status.size());
                found.put(entry, what);
                bytes += status.size();
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return bytes;
    }

    /** The limit that the folder exceeds while the guest runs; entries that disappear during the check are ignored. */
    Optional<Reason> excess() throws IOException {
        var sum = new Sum();
        add(made, sum);
        return sum.bytes > expected.maxBytes() ? Optional.of(Reason.FILE_TOO_LARGE)
                : sum.entries > expected.mostEntries() ? Optional.of(Reason.LEFT_OTHERS) : Optional.empty();
    }

    private static final class Sum {
        private long entries;
        private long bytes;
    }

    private void add(Path folder, Sum sum) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                addEntry(folder, entry, sum);
                if (sum.entries > expected.mostEntries()) {
                    return;
                }
            }
        } catch (NoSuchFileException | NotDirectoryException gone) {
            return;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void addEntry(Path folder, Path entry, Sum sum) throws IOException {
        sum.entries++;
        try {
            Entry status = status(entry);
            sum.bytes += status.type() == S_IFREG ? status.size() : 0;
            if (status.type() == S_IFDIR) {
                if (folder.equals(made) && expected.isFolder(entry)) {
                    add(entry, sum);
                } else {
                    // ffmpeg creates only the expected folders; the content of this one is not counted.
                    sum.entries = Integer.MAX_VALUE + 1L;
                }
            }
        } catch (NoSuchFileException gone) {
            return;
        }
    }

    private record Entry(int type, int links, long size) {
    }

    private static Entry status(Path entry) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(entry, "unix:mode,nlink,size", LinkOption.NOFOLLOW_LINKS);
        return new Entry((int) attributes.get("mode") & S_IFMT, (int) attributes.get("nlink"),
                (long) attributes.get("size"));
    }
}

package io.dromedary.ffmpeg;

import io.dromedary.ffmpeg.ProcessFailure.Reason;
import io.dromedary.media.ExpectedFile;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The files that a guest may leave in its folder. Names are compared byte by byte. */
final class ExpectedFiles {

    /** Temporary entries in addition to the expected ones: files that a program renames when they are complete. */
    private static final int MOMENTARY = 16;

    private final Path made;
    private final List<ExpectedFile> makes;
    private final long maxBytes;
    private final Set<Path> folders = new HashSet<>();
    private final Map<Path, ExpectedFile> singles = new HashMap<>();

    /**
     * @param made     the guest's folder
     * @param maxBytes of all files together
     */
    ExpectedFiles(Path made, List<ExpectedFile> makes, long maxBytes) {
        this.made = made;
        this.makes = makes;
        this.maxBytes = maxBytes;
        for (ExpectedFile each : makes) {
            Path path = made.resolve(each.name(each.first()));
            if (!path.getParent().equals(made)) {
                folders.add(path.getParent());
            }
            if (each.isSingle()) {
                singles.put(path, each);
            }
        }
    }

    /** Is it a folder with expected files? */
    boolean isFolder(Path path) {
        return folders.contains(path);
    }

    /** How many files and folders there may be while the guest runs. */
    int mostEntries() {
        long most = (long) MOMENTARY + folders.size() + makes.stream().mapToLong(ExpectedFile::most).sum();
        return (int) Math.min(most, Integer.MAX_VALUE);
    }

    long maxBytes() {
        return maxBytes;
    }

    /** The expected file with this path; empty if it is not expected. */
    Optional<ExpectedFile> of(Path file) {
        ExpectedFile single = singles.get(file);
        return single != null ? Optional.of(single) : makes.stream()
                .filter(each -> !each.isSingle() && number(each, file).isPresent()).findFirst();
    }

    private Optional<Integer> number(ExpectedFile series, Path file) {
        String name = made.relativize(file).toString();
        if (!name.startsWith(series.prefix()) || !name.endsWith(series.suffix())
                || name.length() <= series.prefix().length() + series.suffix().length()) {
            return Optional.empty();
        }
        String digits = name.substring(series.prefix().length(), name.length() - series.suffix().length());
        if (!digits.matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        int number = Integer.parseInt(digits);
        // Formats the number again: a name with leading zeros, or with other digits, is another name.
        return number >= series.first() && number - series.first() < series.most()
                && made.resolve(series.name(number)).equals(file) ? Optional.of(number) : Optional.empty();
    }

    /** Refuses a file above its size limit. */
    void checkSize(ExpectedFile what, String name, long size) {
        if (size > what.maxBytes()) {
            throw refused(name, "is larger than it can be");
        }
    }

    /** Refuses more bytes than the rest of the limit. */
    void checkBytes(long bytes, long most) {
        if (bytes > most) {
            throw new ProcessFailure(Reason.FILE_TOO_LARGE, "it left more than " + maxBytes + " bytes", "", null);
        }
    }

    /** Checks that all required files exist, within the total limit. */
    void checkWhole(Collection<Path> files, long bytes) {
        checkBytes(bytes, maxBytes);
        for (ExpectedFile each : makes) {
            var numbers = new TreeSet<Integer>();
            for (Path file : files) {
                if (each.isSingle() ? file.equals(made.resolve(each.prefix())) : number(each, file).isPresent()) {
                    numbers.add(each.isSingle() ? each.first() : number(each, file).get());
                }
            }
            if (numbers.isEmpty()) {
                throw new ProcessFailure(Reason.EMPTY, "it left no " + each.name(each.first()), "", null);
            }
            if (numbers.last() - each.first() + 1 != numbers.size()) {
                throw refused(each.name(numbers.last()), "is there without those before it");
            }
        }
    }

    /** The failure for unexpected output. */
    static ProcessFailure refused(String name, String what) {
        return new ProcessFailure(Reason.LEFT_OTHERS, "it left what was not asked for: '" + shortened(name) + "' " + what,
                "", null);
    }

    /** Shortens a name, and removes control characters, which could forge lines of the log. */
    private static String shortened(String name) {
        String line = name.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 80 ? line : line.substring(0, 80) + "…";
    }
}

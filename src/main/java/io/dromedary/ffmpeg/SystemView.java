package io.dromedary.ffmpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The parts of the system that a guest in bubblewrap sees: programs, libraries and fonts, all read-only, and none of this
 * server's files.
 */
final class SystemView {

    /** Programs, libraries and their alternatives, fonts and their cache. */
    private static final List<Path> SYSTEM = Stream.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store",
            "/etc/alternatives", "/etc/ld.so.cache", "/etc/fonts", "/var/cache/fontconfig").map(Path::of).toList();
    /** Settings of locally installed software, which may include keys; a guest needs only those of fonts. */
    private static final Path LOCAL_SETTINGS = Path.of("/usr/local/etc");
    private static final Path LOCAL_FONTS = Path.of("/usr/local/etc/fonts");

    private final List<Path> hidden;
    private final List<Path> seen;
    private final List<String> systemWords;

    /** @param hidden folders and files that stay hidden even inside visible folders; they need not exist yet */
    SystemView(List<Path> hidden) {
        this.hidden = hidden.stream().map(Path::toAbsolutePath).map(Path::normalize).distinct().toList();
        seen = SYSTEM.stream().filter(Files::exists).map(SystemView::real).distinct().toList();
        systemWords = SYSTEM.stream().filter(Files::exists).flatMap(this::systemWords).toList();
    }

    /**
     * Keeps a link as a link: if it were bound, its target would appear twice, and hidden files in one would be visible
     * in the other.
     */
    private Stream<String> systemWords(Path each) {
        try {
            return Files.isSymbolicLink(each) && isIn(seen, real(each))
                    ? Stream.of("--symlink", Files.readSymbolicLink(each).toString(), each.toString()) : bind(each);
        } catch (IOException e) {
            throw new UncheckedIOException("The folders of the system cannot be looked at", e);
        }
    }

    private static Stream<String> bind(Path each) {
        return Stream.concat(parents(each), Stream.of("--ro-bind", each.toString(), each.toString()));
    }

    /** The words that create the parents of a path; by default, bubblewrap creates them without permissions for others. */
    private static Stream<String> parents(Path each) {
        return Stream.iterate(each.getParent(), Objects::nonNull, Path::getParent)
                .filter(parent -> parent.getParent() != null).sorted()
                .flatMap(parent -> Stream.of("--dir", parent.toString()));
    }

    /**
     * The words that create the view.
     *
     * @param program the guest's program, which is made visible with its libraries if it is not the system's
     */
    List<String> words(Path program) {
        var words = new ArrayList<>(systemWords);
        var closing = new ArrayList<String>();
        if (Files.isDirectory(LOCAL_SETTINGS, LinkOption.NOFOLLOW_LINKS)) {
            words.addAll(empty(LOCAL_SETTINGS, closing));
            if (Files.isDirectory(LOCAL_FONTS)) {
                bind(LOCAL_FONTS).forEach(words::add);
            }
        }
        hide(seen, words, closing);
        Stream.of(program, real(program)).filter(each -> !isSeen(each)).distinct()
                .forEach(each -> bind(each).forEach(words::add));
        // If ffmpeg is not the system's, its libraries are usually beside it.
        Stream.of(program, real(program)).flatMap(each -> libraries(each).stream()).filter(each -> !isSeen(each)).distinct()
                .forEach(each -> {
                    bind(each).forEach(words::add);
                    hide(List.of(each), words, closing);
                });
        words.addAll(closing);
        return words;
    }

    private boolean isSeen(Path file) {
        return isIn(SYSTEM, file) && isIn(seen, real(file));
    }

    private void hide(List<Path> within, List<String> words, List<String> closing) {
        List<Path> there = hidden.stream().filter(Files::exists).map(SystemView::real).distinct()
                .filter(each -> isIn(within, each)).toList();
        List<Path> folders = there.stream().filter(Files::isDirectory).filter(each -> !isIn(there, each)).toList();
        folders.forEach(each -> words.addAll(empty(each, closing)));
        there.stream().filter(each -> !Files.isDirectory(each) && !isIn(folders, each) && !each.startsWith(LOCAL_SETTINGS))
                .forEach(each -> words.addAll(List.of("--ro-bind", "/dev/null", each.toString())));
    }

    /** Covers a folder by an empty one, which is made read-only at the end. */
    private static List<String> empty(Path folder, List<String> closing) {
        closing.addAll(List.of("--remount-ro", folder.toString()));
        return List.of("--tmpfs", folder.toString());
    }

    private static boolean isIn(List<Path> folders, Path file) {
        return folders.stream().anyMatch(each -> file.startsWith(each) && !file.equals(each));
    }

    /** The real path; the path itself if the file has just been removed. */
    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file;
        }
    }

    /** The folder {@code lib} beside a program's folder {@code bin}. */
    private static Optional<Path> libraries(Path program) {
        return Optional.ofNullable(program.getParent()).filter(folder -> folder.endsWith("bin")).map(Path::getParent)
                .filter(Objects::nonNull).map(folder -> folder.resolve("lib")).filter(Files::isDirectory);
    }
}

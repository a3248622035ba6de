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
 * What a guest in bubblewrap sees of the system: programs, libraries and fonts, all of it read-only, and nothing that is
 * this server's, wherever it lies.
 */
final class SystemView {

    /** Programs, libraries, the alternatives that libraries are chosen by, fonts and the list of them. */
    private static final List<Path> SYSTEM = Stream.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store",
            "/etc/alternatives", "/etc/ld.so.cache", "/etc/fonts", "/var/cache/fontconfig").map(Path::of).toList();
    /** Settings of what an administrator has installed, keys among them; of these a guest needs the list of fonts. */
    private static final Path LOCAL_SETTINGS = Path.of("/usr/local/etc");
    private static final Path LOCAL_FONTS = Path.of("/usr/local/etc/fonts");

    private final List<Path> hidden;
    private final List<Path> seen;
    private final List<String> systemWords;

    /**
     * A view.
     *
     * @param hidden folders and files that are not seen, even where they are a part of what is; they need not exist yet
     */
    SystemView(List<Path> hidden) {
        this.hidden = hidden.stream().map(Path::toAbsolutePath).map(Path::normalize).distinct().toList();
        seen = SYSTEM.stream().filter(Files::exists).map(SystemView::real).distinct().toList();
        systemWords = SYSTEM.stream().filter(Files::exists).flatMap(this::systemWords).toList();
    }

    /** A link stays one: bound, its folder would be there twice, and what is hidden in one be seen in the other. */
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

    /** The words that make the parents of a path; bubblewrap would make them for itself, closed to others. */
    private static Stream<String> parents(Path each) {
        return Stream.iterate(each.getParent(), Objects::nonNull, Path::getParent)
                .filter(parent -> parent.getParent() != null).sorted()
                .flatMap(parent -> Stream.of("--dir", parent.toString()));
    }

    /**
     * The words that make it.
     *
     * @param program the guest's own, which is seen as well, with its libraries, where it is not the system's
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
        // Where ffmpeg is not the system's own, its libraries are usually beside it.
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

    /** An empty folder in the place of another; closed at the end, when all that belongs into it is there. */
    private static List<String> empty(Path folder, List<String> closing) {
        closing.addAll(List.of("--remount-ro", folder.toString()));
        return List.of("--tmpfs", folder.toString());
    }

    private static boolean isIn(List<Path> folders, Path file) {
        return folders.stream().anyMatch(each -> file.startsWith(each) && !file.equals(each));
    }

    /** Behind all links; of what has just gone, as it is called. */
    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file;
        }
    }

    /** The folder {@code lib} beside the folder {@code bin} of a program. */
    private static Optional<Path> libraries(Path program) {
        return Optional.ofNullable(program.getParent()).filter(folder -> folder.endsWith("bin")).map(Path::getParent)
                .filter(Objects::nonNull).map(folder -> folder.resolve("lib")).filter(Files::isDirectory);
    }
}

package io.dromedary.ffmpeg;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The words of bubblewrap (bwrap(1)): the program has namespaces of its own, so no network and no sight of other
 * processes, no capabilities, and can get no new rights. It sees the system's programs, libraries and fonts, and
 * of everything else only what its run names: its folder, and the files that it reads.
 */
final class Bubblewrap {

    /** Programs, libraries, the alternatives that libraries are chosen by, fonts and the list of them. */
    private static final List<String> SYSTEM = List.of("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/nix/store",
            "/etc/alternatives", "/etc/ld.so.cache", "/etc/fonts", "/var/cache/fontconfig");

    private final Path program;
    private final List<Path> hidden;

    /**
     * Bubblewrap.
     *
     * @param program where it is
     * @param hidden  folders that are not seen, even where they are a part of what is: the data folder, say
     */
    Bubblewrap(Path program, List<Path> hidden) {
        this.program = program;
        this.hidden = List.copyOf(hidden);
    }

    List<String> words(Path guest, Place place) {
        var words = new ArrayList<String>(List.of(program.toString(), "--unshare-all", "--die-with-parent",
                "--new-session", "--cap-drop", "ALL", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"));
        SYSTEM.forEach(each -> words.addAll(List.of("--ro-bind-try", each, each)));
        hidden.stream().filter(Bubblewrap::isInSystem).filter(Files::isDirectory)
                .forEach(each -> words.addAll(List.of("--tmpfs", each.toString())));
        // Where ffmpeg is not the system's own, its libraries are usually beside it.
        Stream.of(Optional.of(guest), libraries(guest)).flatMap(Optional::stream).filter(each -> !isInSystem(each))
                .forEach(each -> words.addAll(List.of("--ro-bind", each.toString(), each.toString())));
        words.addAll(List.of("--ro-bind", place.given().toString(), "/job/given", "--ro-bind", place.results().toString(), "/job/out", "--bind", place.made().toString(), "/job/made", "--as-pid-1", "--chdir", "/job/made", "--"));
        return words;
    }

    private static boolean isInSystem(Path file) {
        return SYSTEM.stream().anyMatch(each -> file.startsWith(each) && !file.equals(Path.of(each)));
    }

    /** The folder {@code lib} beside the folder {@code bin} of a program. */
    private static Optional<Path> libraries(Path guest) {
        return Optional.ofNullable(guest.getParent()).filter(folder -> folder.endsWith("bin")).map(Path::getParent)
                .filter(Objects::nonNull).map(folder -> folder.resolve("lib")).filter(Files::isDirectory);
    }
}

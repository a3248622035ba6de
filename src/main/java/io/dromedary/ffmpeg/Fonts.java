package io.dromedary.ffmpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The fonts of this machine, by which ffmpeg draws text. It finds them by fontconfig. */
public final class Fonts {

    /** The folders that fontconfig searches without a home folder, on Linux and macOS. */
    public static final List<Path> USUAL_FOLDERS = Stream.of("/usr/share/fonts", "/usr/local/share/fonts",
            "/System/Library/Fonts", "/Library/Fonts").map(Path::of).toList();

    /** What an operator can do if there are none. */
    public static final String WAY_OUT = "'apt-get install fonts-dejavu-core' brings one.";

    private static final int DEEP = 6;

    private final List<Path> folders;

    public Fonts(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    public boolean areInstalled() {
        return folders.stream().filter(Files::isDirectory).anyMatch(Fonts::holdsFont);
    }

    private static boolean holdsFont(Path folder) {
        try (Stream<Path> files = Files.find(folder, DEEP, (file, attributes) ->
                file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(ttf|otf|ttc|pfb)"))) {
            return files.findAny().isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException("The fonts cannot be looked for", e);
        }
    }
}

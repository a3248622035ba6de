package io.dromedary.ffmpeg;

import java.nio.file.Path;
import java.util.Map;

/**
 * What a guest is given, and where it works. All of them are folders of the server that exist when it is admitted.
 *
 * @param given     what the server hands to it, which it reads and cannot change
 * @param results   what has become of earlier guests of the same job, which it reads and cannot change
 * @param made      its working directory, and all that it can write to
 * @param elsewhere files of this machine that it sees as {@code given/<name>} and cannot change, by that name
 */
record GuestMounts(Path given, Path results, Path made, Map<String, Path> elsewhere) {

    /** Where each of the folders is seen behind walls that have mounts. */
    static final String FOLDER = "/job";
    static final String GIVEN = FOLDER + "/given";
    static final String RESULTS = FOLDER + "/out";
    static final String MADE = FOLDER + "/made";

    GuestMounts {
        given = given.toAbsolutePath().normalize();
        results = results.toAbsolutePath().normalize();
        made = made.toAbsolutePath().normalize();
        elsewhere = Map.copyOf(elsewhere);
        elsewhere.keySet().forEach(GuestMounts::checkName);
    }

    /** The same, with these files elsewhere. */
    GuestMounts with(Map<String, Path> files) {
        return new GuestMounts(given, results, made, files);
    }

    /** A name that leads out of the folder would have another file taken for what is given. */
    private static void checkName(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/")) {
            throw new IllegalArgumentException("'" + name + "' is no name of a file in the folder of what is given");
        }
    }
}

package io.dromedary.ffmpeg;

import java.nio.file.Path;
import java.util.Map;

/**
 * The folders of a guest. All of them exist when it is admitted.
 *
 * @param given     files from the server, read-only
 * @param results   results of earlier guests of the same job, read-only
 * @param made      its working directory, the only one that it can write to
 * @param elsewhere files elsewhere that it sees as {@code given/<name>}, read-only, by that name
 */
record GuestMounts(Path given, Path results, Path made, Map<String, Path> elsewhere) {

    /** The mount points of the folders, in sandboxes with mounts. */
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

    /** The same folders with other files elsewhere. */
    GuestMounts with(Map<String, Path> files) {
        return new GuestMounts(given, results, made, files);
    }

    /** Refuses a name that leads out of the folder. */
    private static void checkName(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/")) {
            throw new IllegalArgumentException("'" + name + "' is no name of a file in the folder of what is given");
        }
    }
}

package io.dromedary.e2e;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One attack of the program in ffmpeg's place ({@code hostile/guest.py}), and how its job must end.
 *
 * @param name of it there
 * @param job  during which it is made
 * @param ends the kinds of error as which the job may end; {@link #WELL} where it may succeed, as nothing that is hostile
 *             is taken; {@link #REFUSED} where the door is to find it
 * @param needs what must stand between it and the machine
 * @param what it does, for people
 */
record HostileAttack(String name, Sort job, Set<String> ends, Needs needs, String what) {

    static final String WELL = "succeeded";
    static final String REFUSED = "refused";
    static final String CANCELLED = "cancelled";

    /** What is made by the job. */
    enum Sort { VIDEO, SHEETS, SUBTITLED, SEGMENTS, FRAGMENTS, PEAKS, CDN_INPUT }

    /** What is needed to stop it. */
    enum Needs {
        /** The door alone. */
        DOOR,
        /** A user id that is not that of the server. */
        OTHER_USER,
        /** Namespaces. */
        NAMESPACES
    }

    @Override
    public String toString() {
        return name;
    }

    /** All of them, in an order in which no two that are heavy are neighbours. */
    static List<HostileAttack> all() {
        return Stream.of(playlists(), files(), texts(), answers(), runs(), walls()).flatMap(each -> each).toList();
    }

    private static Stream<HostileAttack> playlists() {
        return Stream.of(
                segments("routes", "segments named by the path of a route", WELL),
                segments("routes-dots", "segments named by '..' and a route", WELL),
                segments("routes-url", "segments named by the URL of a route", WELL),
                segments("cdn-secret", "segments named by the secret of signed URLs", WELL),
                segments("map", "EXT-X-MAP of a file of the server", WELL),
                fragments("map-init", "EXT-X-MAP of a file of the server, in place of the header", WELL),
                segments("extinf-0", "EXTINF of 0", "encode_failed"),
                segments("extinf-negative", "EXTINF below 0", "encode_failed"),
                segments("extinf-nan", "EXTINF that is no number", "encode_failed"),
                segments("extinf-infinite", "EXTINF without an end", "encode_failed"),
                segments("extinf-1e9", "EXTINF of 30 years", "encode_failed"),
                segments("extinf-hex", "EXTINF of another spelling", "encode_failed"),
                segments("extinf-doubled", "each EXTINF twice", "encode_failed"),
                segments("extinf-one-more", "one EXTINF more than segments", "encode_failed"),
                segments("extinf-one-less", "one EXTINF less than segments", "encode_failed"),
                segments("extinf-shifted", "EXTINFs whose sum alone is right", "encode_failed"),
                segments("playlist-none", "an empty playlist", "encode_failed"),
                segments("playlist-binary", "a playlist with zeros", WELL, "encode_failed"),
                segments("playlist-long-line", "a playlist with a long line", "encode_failed"),
                segments("playlist-700M", "a playlist of 700 MiB", REFUSED, "resource_limit"),
                segments("playlist-link", "a link as playlist", REFUSED),
                segments("playlist-fifo", "a FIFO as playlist", REFUSED),
                segments("segment-link", "a link as segment", REFUSED),
                segments("segment-fifo", "a FIFO as segment", REFUSED),
                segments("segment-gap", "a gap in the numbers", REFUSED),
                segments("segment-zeros", "a number with a zero before it", REFUSED),
                segments("segment-garbage", "a segment of noise", "encode_failed"),
                segments("segment-emptied", "an empty segment", "encode_failed"),
                segments("segment-repeated", "a segment twice", "encode_failed"),
                fragments("segment-million-samples", "a fragment of 4 thousand million samples", "encode_failed"),
                fragments("init-link", "a link as header", REFUSED),
                fragments("init-garbage", "a header of noise", "encode_failed"),
                segments("folder-link", "a link as folder of a rendition", REFUSED));
    }

    private static Stream<HostileAttack> files() {
        return Stream.concat(
                Stream.of("link", "link-key", "link-database", "link-cdn-secret", "link-environ", "fifo", "socket", "folder",
                        "device", "hard-link", "hard-link-given").map(kind -> video("result-" + kind,
                                "as or beside the result: " + kind.replace('-', ' '), REFUSED)),
                Stream.of(
                        video("result-terabyte", "a sparse terabyte", WELL, "resource_limit"),
                        video("result-missing", "no result", "encode_failed"),
                        video("result-garbage", "noise as result", "encode_failed", "input_unsupported"),
                        video("result-setuid", "a result that is setuid, for all to write", WELL),
                        video("result-closed", "a result that nobody may read", WELL, REFUSED),
                        video("folder-closed", "a folder that nobody may read", WELL, REFUSED),
                        video("unplanned", "a name that nobody planned", REFUSED),
                        video("beside-vtt", "a link where subtitles are written", REFUSED),
                        video("beside-sheets-vtt", "a link where the table of thumbnails is written", REFUSED),
                        segments("beside-master", "a link where the master playlist is written", REFUSED),
                        video("beside-json", "a link where the waveform is written", REFUSED),
                        new HostileAttack("beside-ass", Sort.SUBTITLED, Set.of(REFUSED, WELL), Needs.DOOR,
                                "a link where the subtitles to draw are written"),
                        segments("beside-sample", "a link where the sample for ffprobe is written", REFUSED),
                        video("beside-fifo", "a FIFO beside the result", REFUSED),
                        new HostileAttack("thumbnails-link", Sort.SHEETS, Set.of(REFUSED, WELL), Needs.DOOR, "a link as thumbnails"),
                        new HostileAttack("thumbnails-fifo", Sort.SHEETS, Set.of(REFUSED, WELL), Needs.DOOR, "a FIFO as thumbnails"),
                        video("name-255", "a name of 255 bytes", REFUSED),
                        video("name-bytes", "a name that is no text", REFUSED),
                        video("name-lines", "a name of lines for the log and the terminal", REFUSED),
                        video("names-10000", "10,000 files", REFUSED),
                        video("swaps", "a link that comes and goes while the door looks", WELL, REFUSED),
                        new HostileAttack("stays-behind", Sort.VIDEO, Set.of(WELL, REFUSED), Needs.OTHER_USER,
                                "a process that stays to change files afterwards")));
    }

    private static Stream<HostileAttack> texts() {
        return Stream.of(
                peaks("peaks-link", "a link as peaks", REFUSED),
                peaks("peaks-fifo", "a FIFO as peaks", REFUSED),
                peaks("peaks-line", "20 MiB of peaks without a line's end", "encode_failed"),
                peaks("peaks-700M", "700 MiB of peaks", REFUSED, "resource_limit"),
                peaks("peaks-words", "peaks that are words", "encode_failed"),
                peaks("peaks-infinite", "peaks without end", WELL, "encode_failed"));
    }

    private static Stream<HostileAttack> answers() {
        String[] flood = {"resource_limit"};
        String[] none = {"input_unsupported", "input_corrupt", "resource_limit", "no_video_stream", "option_conflict",
            "encode_failed"};
        return Stream.of(
                video("line-stdout", "700 MiB without a line's end on standard output", flood),
                video("line-stderr", "700 MiB without a line's end on standard error", flood),
                video("line-answer", "700 MiB without a line's end as ffprobe's answer", flood),
                video("lines-answer", "lines without end as ffprobe's answer", flood),
                video("lines-stderr", "lines without end on ffprobe's standard error", flood),
                video("lines-stderr-2", "lines without end on ffmpeg's standard error", flood),
                video("lines-progress", "progress without end", flood),
                video("nested", "JSON of 100,000 levels of lists", none),
                video("nested-2", "JSON of 100,000 levels of objects", none),
                video("brackets", "JSON of 4 MiB of brackets", none),
                video("many-streams", "JSON of 100,000 streams", none),
                video("huge-numbers", "JSON of numbers of 1e308", none),
                video("negative-numbers", "JSON of numbers below 0", none),
                video("no-numbers", "JSON of NaN and Infinity", none),
                video("long-digits", "JSON of a number of 900,000 digits", none),
                video("long-word", "JSON of a codec of 900,000 letters", WELL, "input_unsupported", "encode_failed"),
                video("word-of-lines", "JSON of a codec that is lines for the log", WELL, "encode_failed", "input_unsupported"),
                video("no-answer", "ffprobe says nothing", none));
    }

    private static Stream<HostileAttack> runs() {
        return Stream.of(
                video("nothing", "ffmpeg makes nothing and goes well", "encode_failed"),
                video("forged-lines", "lines for the log, and a path, on standard error", "encode_failed"),
                new HostileAttack("fork-bomb", Sort.VIDEO, Set.of("encode_failed", "resource_limit"), Needs.NAMESPACES,
                        "processes without end"),
                video("memory-bomb", "memory without end", "resource_limit", "encode_failed"),
                video("levels", "a thousand levels of folders", REFUSED),
                video("million-files", "a million files", REFUSED),
                video("hang", "no signal is heard; cancelled", CANCELLED),
                video("hang-closed", "all pipes are closed; cancelled", CANCELLED),
                video("hang-stopped", "a stopped process; cancelled", CANCELLED),
                video("hang-fifo", "a FIFO is waited for; cancelled", CANCELLED));
    }

    private static Stream<HostileAttack> walls() {
        return Stream.concat(
                Stream.of("write", "overwrite", "chmod", "rename", "read", "environ", "server", "kill", "ptrace", "kernel",
                        "mount", "mknod", "root", "later").map(kind -> wall(kind, Needs.OTHER_USER)),
                Stream.concat(
                        Stream.of("list", "network", "namespaces").map(kind -> wall(kind, Needs.NAMESPACES)),
                        Stream.of(new HostileAttack("wall-overwrite", Sort.CDN_INPUT, Set.of(WELL), Needs.OTHER_USER,
                                "a published file that is given as input is written to"),
                                new HostileAttack("wall-chmod", Sort.CDN_INPUT, Set.of(WELL), Needs.OTHER_USER,
                                "a published file that is given as input gets other rights"),
                                new HostileAttack("wall-rename", Sort.CDN_INPUT, Set.of(WELL), Needs.OTHER_USER,
                                "a published file that is given as input is exchanged"))));
    }

    private static HostileAttack wall(String kind, Needs needs) {
        return new HostileAttack("wall-" + kind, Sort.VIDEO, Set.of(WELL), needs, "beyond its folder: " + kind);
    }

    private static HostileAttack video(String name, String what, String... ends) {
        return of(name, Sort.VIDEO, what, ends);
    }

    private static HostileAttack segments(String name, String what, String... ends) {
        return of(name, Sort.SEGMENTS, what, ends);
    }

    private static HostileAttack fragments(String name, String what, String... ends) {
        return of(name, Sort.FRAGMENTS, what, ends);
    }

    private static HostileAttack peaks(String name, String what, String... ends) {
        return of(name, Sort.PEAKS, what, ends);
    }

    /** Where walls do not let it make what it wants to, nothing but the real result is left. */
    private static HostileAttack of(String name, Sort job, String what, String... ends) {
        Stream<String> all = Arrays.asList(ends).contains(REFUSED) ? Stream.concat(Stream.of(ends), Stream.of(WELL))
                : Stream.of(ends);
        return new HostileAttack(name, job, Set.copyOf(all.distinct().toList()), Needs.DOOR, what);
    }
}

package io.dromedary.media;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One stream of an adaptive result, with a playlist of its own. All names of its files come from here; none is read
 * from what FFmpeg wrote.
 *
 * @param name its name, and that of its folder
 * @param isPicture whether it holds pictures, or sound
 * @param sound the name of the sound that goes with its pictures
 * @param playlist the list of its segments; they are in the same folder
 * @param format what its segments are
 * @param number its place among the streams of its command, from 0; none where it is the only one
 * @param longestSeconds the longest duration of a segment in which no picture is held: the target and a group of
 *     pictures
 * @param expected what it must have to be whole
 * @param track which of several sounds it is; empty for pictures, and for the only sound of an input that says nothing of it
 * @param keyUrl where players find the key of its segments; empty where they are not encrypted
 */
public record Rendition(
        String name, boolean isPicture, Optional<String> sound, Path playlist, SegmentFormat format, OptionalInt number,
        double longestSeconds, ExpectedResult expected, Optional<Track> track,
        Optional<String> keyUrl) {

    /**
     * A sound among those that viewers choose from.
     *
     * @param group the name of the sounds that differ by nothing else: that of its default
     * @param name by which viewers choose it; no other of the group has it
     * @param language where it is known
     * @param isDefault whether players play it unless the viewer chooses otherwise
     */
    public record Track(String group, String name, Optional<Language> language, boolean isDefault) {}

    /** A rendition of any length and size. */
    public Rendition(
            String name, boolean isPicture, Optional<String> sound, Path playlist, SegmentFormat format, OptionalInt number,
            double longestSeconds) {
        this(name, isPicture, sound, playlist, format, number, longestSeconds, ExpectedResult.ANY, Optional.empty(), Optional.empty());
    }

    /** The name of the file of a playlist of segments. */
    public static final String PLAYLIST = "stream.m3u8";

    /** The most bytes that the lines of one segment take in a playlist. */
    private static final long SEGMENT_LINES = 100;
    private static final long OTHER_LINES = 4_000;

    /** Of AES. */
    private static final int BLOCK_BYTES = 16;

    /** The name of the file that goes before every segment, where the format has one; FFmpeg numbers them among several. */
    public Optional<String> header() {
        return format != SegmentFormat.FMP4 ? Optional.empty()
                : Optional.of(number.isPresent() ? "init_" + number.getAsInt() + ".mp4" : "init.mp4");
    }

    /** The size of a segment's file as it is published: encryption fills up to whole blocks (PKCS #7). */
    public long publishedBytes(long bytes) {
        return keyUrl.isPresent() ? (bytes / BLOCK_BYTES + 1) * BLOCK_BYTES : bytes;
    }

    /** The name of a segment's file; they are counted from 0. */
    public String segment(int index) {
        return segmentPrefix() + index + segmentSuffix();
    }

    /** The names of all segments as DASH writes them. */
    public String segmentPattern() {
        return segmentPrefix() + "$Number$" + segmentSuffix();
    }

    /** One of its files. */
    public Path file(String fileName) {
        return playlist.resolveSibling(fileName);
    }

    /** The name of the note that FFmpeg writes: its own playlist. */
    public String note() {
        return name + "/" + playlist.getFileName();
    }

    /** The files that its command leaves. */
    public List<ExpectedFile> makes(int mostSegments) {
        var makes = new ArrayList<ExpectedFile>();
        makes.add(ExpectedFile.note(note(), OTHER_LINES + mostSegments * SEGMENT_LINES));
        header().ifPresent(header -> makes.add(ExpectedFile.file(name, header)));
        makes.add(ExpectedFile.numbered(name + "/" + segmentPrefix(), segmentSuffix(), 0, mostSegments));
        return makes;
    }

    private static String segmentPrefix() {
        return "segment-";
    }

    private String segmentSuffix() {
        return "." + format.extension();
    }
}

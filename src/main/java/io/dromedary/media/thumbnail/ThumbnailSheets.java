package io.dromedary.media.thumbnail;

import io.dromedary.media.ExpectedFile;
import io.dromedary.media.ExpectedPicture;
import io.dromedary.media.MediaException;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.option.Thumbnails;
import io.dromedary.media.picture.Geometry;
import io.dromedary.media.subtitle.WebVtt;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The layout of thumbnails: how many, how large, and where each is.
 *
 * @param width of one in pixels
 * @param height of one in pixels
 * @param columns how many in a row
 * @param rows how many rows a sheet has
 * @param count how many in all, one for each interval of {@code every} that begins
 * @param every seconds from one to the next
 * @param duration seconds of the result
 */
public record ThumbnailSheets(int width, int height, int columns, int rows, int count, double every, double duration) {

    /** Keeps sheets small, so that the first one holds only some minutes of a film, whatever the columns. */
    private static final int MOST_ON_A_SHEET = 100;

    /** Width × height: phones refuse to decode pictures larger than this. */
    private static final int MOST_PIXELS = 4096 * 4096;

    /**
     * Calculates the layout.
     *
     * @param width of the result, in square pixels; no thumbnail is wider
     * @param height of the result
     * @param duration seconds of the result
     */
    public static ThumbnailSheets of(Thumbnails request, int width, int height, double duration) {
        int across = Math.min(request.width(), width);
        int down = Math.max(1, (int) Math.round((double) across * height / width));
        // An interval of less than a thousandth of a second is rounding, not a picture.
        int count = Math.max(1, (int) Math.ceil((duration - 0.001) / request.every()));
        int columns = Math.min(request.columns(), count);
        int most = Math.min(MOST_ON_A_SHEET, MOST_PIXELS / (across * down));
        int rows = Math.min(Math.max(1, most / columns), (count + columns - 1) / columns);
        return new ThumbnailSheets(across, down, columns, rows, count, request.every(), duration);
    }

    /**
     * Calculates the layout for a result that is not made yet.
     *
     * @throws MediaException {@code option_conflict} when its duration is unknown
     */
    public static ThumbnailSheets of(Thumbnails request, Geometry geometry, OptionalDouble duration) {
        return of(request, geometry.outputWidth(), geometry.outputHeight(),
                duration.orElseThrow(() -> MediaException.of(MediaException.Kind.OPTION_CONFLICT,
                        "The input does not say how long it is, so its thumbnails cannot be laid out. Give 'end' too, or"
                                + " make them of the converted video.", "options.thumbnails")));
    }

    int perSheet() {
        return columns * rows;
    }

    /** How many sheets there are. */
    int sheets() {
        return (count + perSheet() - 1) / perSheet();
    }

    /** The files, by the names that the job's result gives them. */
    public Map<String, Path> files(PlanInputs inputs) {
        var files = new LinkedHashMap<String, Path>();
        for (int sheet = 0; sheet < sheets(); sheet++) {
            files.put(sheet == 0 ? "thumbnails" : "thumbnails_" + (sheet + 1), inputs.result(ending(sheet)));
        }
        files.put("thumbnails_vtt", inputs.result(".thumbnails.vtt"));
        return files;
    }

    /** The sheets as they must be: each has room for the same number. */
    public List<ExpectedPicture> expected(PlanInputs inputs) {
        return IntStream.range(0, sheets())
                .mapToObj(sheet -> new ExpectedPicture(inputs.result(ending(sheet)), columns * width, rows * height)).toList();
    }

    /** The end of a sheet's name: {@code .thumbnails.jpg}, or {@code .thumbnails-2.jpg} among several. */
    private String ending(int sheet) {
        return sheets() == 1 ? ".thumbnails.jpg" : ".thumbnails-%d.jpg".formatted(sheet + 1);
    }

    /**
     * The WebVTT file of their times and positions, as players read it: a cue's text is a sheet's URL, relative to this
     * file, and the rectangle in it (W3C Media Fragments §4.2.2).
     */
    public String webVtt(PlanInputs inputs) {
        return IntStream.range(0, count)
                .mapToObj(index -> WebVtt.cue(index * every, Math.min((index + 1) * every, duration),
                        "%s#xywh=%s".formatted(
                                PercentEncoding.encode(inputs.stem() + ending(index / perSheet())), place(index))))
                .collect(Collectors.joining("", WebVtt.HEADER, ""));
    }

    private String place(int index) {
        int onSheet = index % perSheet();
        return List.of(onSheet % columns * width, onSheet / columns * height, width, height).stream()
                .map(String::valueOf).collect(Collectors.joining(","));
    }

    /** The name that FFmpeg fills in with each sheet's number, from 1; of a single one, its own. */
    public Path pattern(PlanInputs inputs) {
        return sheets() == 1 ? inputs.made(ending(0))
                : inputs.made().resolve(inputs.stem().replace("%", "%%") + ".thumbnails-%d.jpg");
    }

    /** The files that are written to it. */
    public ExpectedFile made(PlanInputs inputs) {
        return sheets() == 1 ? ExpectedFile.file(inputs.made(ending(0)))
                : ExpectedFile.numbered(inputs.stem() + ".thumbnails-", ".jpg", 1, sheets());
    }
}

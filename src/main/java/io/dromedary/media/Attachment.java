package io.dromedary.media;

/**
 * A file that a job needs beside its input.
 *
 * @param field the field of the request that names it, as a path from the body's root
 * @param label its name in messages
 * @param isPicture whether ffprobe is asked about it; the others are text
 * @param maxBytes the largest accepted size in bytes, far more than a real one needs
 * @param fileName the name of its file in the job's folder
 */
public record Attachment(String field, String label, boolean isPicture, long maxBytes, String fileName) {

    /** A still picture that is laid over the result. */
    public static final Attachment WATERMARK =
            new Attachment("options.watermark.url", "watermark", true, 32 << 20, "watermark");

    private static final String SUBTITLE_LABEL = "subtitle file";
    private static final int SUBTITLE_BYTES = 8 << 20;

    /** Subtitles as SubRip or WebVTT, where there are only these. */
    public static final Attachment SUBTITLES =
            new Attachment("options.subtitle_url", SUBTITLE_LABEL, false, SUBTITLE_BYTES, "subtitles");

    /** The field as callers write it in the options. */
    public String shortField() {
        return field.replaceFirst("^options\\.", "");
    }

    /**
     * One of several subtitles.
     *
     * @param index its place in the request's list, from 0
     */
    public static Attachment subtitles(int index) {
        return new Attachment("options.subtitles." + index + ".url", SUBTITLE_LABEL, false, SUBTITLE_BYTES, "subtitles-" + index);
    }
}

package io.dromedary.media.option;

import io.dromedary.media.Attachment;
import io.dromedary.media.KindOptions;
import java.nio.charset.Charset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is added to a result, or made beside it.
 *
 * @param watermark a picture over it
 * @param subtitles its subtitles
 * @param thumbnails small pictures of it
 */
public record Extras(
        Optional<Watermark> watermark, Optional<SubtitleRequest> subtitles, Optional<Thumbnails> thumbnails) {

    /**
     * Reads all of them.
     *
     * @param usual the style of one file of subtitles when none is given
     * @param usualOfList the style of a list of them when none is given
     */
    static Extras of(OptionReader options, SubtitleStyle usual, SubtitleStyle usualOfList) {
        return new Extras(Watermark.of(options), SubtitleRequest.of(options, usual, usualOfList), Thumbnails.of(options));
    }

    /** As {@link KindOptions#drawsText}. */
    public boolean drawsText() {
        return subtitles.filter(request -> request.style() == SubtitleStyle.BURN_IN).isPresent();
    }

    /** As {@link KindOptions#subtitleEncoding}. */
    Optional<Charset> subtitleEncoding() {
        return subtitles.flatMap(SubtitleRequest::encoding);
    }

    /** As {@link KindOptions#attachments}. */
    Map<Attachment, String> attachments() {
        var urls = new LinkedHashMap<>(Watermark.attachments(watermark));
        subtitles.ifPresent(request -> request.files().forEach(file -> urls.put(file.attachment(), file.url())));
        return Collections.unmodifiableMap(urls);
    }
}

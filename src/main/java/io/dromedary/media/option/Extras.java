package io.dromedary.media.option;

import io.dromedary.media.Attachment;
import io.dromedary.media.KindOptions;
import java.nio.charset.Charset;
import java.util.EnumMap;
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
     * @param usual the style of subtitles when none is given
     */
    static Extras of(OptionReader options, SubtitleStyle usual) {
        return new Extras(Watermark.of(options), SubtitleRequest.of(options, usual), Thumbnails.of(options));
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
        var urls = new EnumMap<Attachment, String>(Attachment.class);
        urls.putAll(Watermark.attachments(watermark));
        subtitles.ifPresent(request -> urls.put(Attachment.SUBTITLES, request.url()));
        return Map.copyOf(urls);
    }
}

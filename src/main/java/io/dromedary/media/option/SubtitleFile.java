package io.dromedary.media.option;

import io.dromedary.media.Attachment;
import io.dromedary.media.Language;
import io.dromedary.media.MediaException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One file of subtitles that a caller names.
 *
 * @param attachment which file it is
 * @param url where it is
 * @param label the name that viewers see
 * @param language where the caller says it
 * @param isDefault whether players show it unless the viewer chooses otherwise
 */
public record SubtitleFile(
        Attachment attachment, String url, Optional<String> label, Optional<Language> language, boolean isDefault) {

    /** The subtitles of {@code subtitle_url}. */
    static SubtitleFile only(String url) {
        return new SubtitleFile(Attachment.SUBTITLES, url, Optional.empty(), Optional.empty(), false);
    }

    /**
     * Reads {@code subtitles}.
     *
     * @throws MediaException {@code invalid_input} when a language is none, or more than one is the default
     */
    static List<SubtitleFile> listed(List<OptionReader> items) {
        var files = new ArrayList<SubtitleFile>();
        for (int i = 0; i < items.size(); i++) {
            OptionReader item = items.get(i);
            boolean isDefault = item.flag("default").orElse(false);
            if (isDefault && files.stream().anyMatch(SubtitleFile::isDefault)) {
                throw item.wrong("default", "'subtitles' has more than one with \"default\": true. Players show one: leave it at"
                        + " that one.");
            }
            files.add(new SubtitleFile(Attachment.subtitles(i), item.text("url"),
                    item.has("label") ? Optional.of(item.text("label")) : Optional.empty(), language(item), isDefault));
        }
        return List.copyOf(files);
    }

    private static Optional<Language> language(OptionReader item) {
        return item.has("language") ? Optional.of(item.language("language")) : Optional.empty();
    }

    /** Whether the caller says what only a track that viewers choose has. */
    boolean isDescribed() {
        return label.isPresent() || isDefault;
    }
}

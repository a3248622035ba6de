package io.dromedary.media;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The subtitles of an adaptive result: one WebVTT file, with a playlist of its own.
 *
 * @param folder of both files, beside the master playlist
 * @param language as BCP 47 writes it, where it is known
 */
public record SubtitleRendition(Path folder, Optional<String> language) {}

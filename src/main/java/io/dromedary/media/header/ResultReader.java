package io.dromedary.media.header;

import io.dromedary.media.MediaFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.channels.SeekableByteChannel;
import java.util.Optional;

/**
 * Describes a result by its own index or header, as ffprobe does, without starting a program. What it cannot tell for sure it
 * leaves to ffprobe: files in fragments, several pictures or sounds, lists of edits, and pixels that are not square, among others.
 * Of pixel formats and colours it says nothing.
 */
public final class ResultReader {

    private ResultReader() {}

    /**
     * Reads a result.
     *
     * @param ending of its name, such as {@code mp4}
     * @return empty where it cannot tell
     */
    public static Optional<MediaFile> read(SeekableByteChannel file, String ending) throws IOException {
        var bytes = new Bytes(file);
        try {
            return switch (ending) {
                case "mp4", "mov", "m4a" -> MovieResult.read(bytes);
                case "wav" -> WaveResult.read(bytes);
                case "flac" -> FlacResult.read(bytes);
                case "jpg", "jpeg", "png", "webp", "avif" -> StillResult.read(file, bytes);
                case "gif" -> GifResult.read(bytes);
                default -> Optional.empty();
            };
        } catch (EOFException | BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

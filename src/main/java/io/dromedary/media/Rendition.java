package io.dromedary.media;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One stream of an adaptive result, with a playlist of its own.
 *
 * @param name its name, and that of its folder
 * @param isPicture whether it holds pictures, or sound
 * @param sound the name of the sound that goes with its pictures
 * @param playlist the list of its segments; they are in the same folder
 */
public record Rendition(String name, boolean isPicture, Optional<String> sound, Path playlist) {}

package io.dromedary.media.picture;

/**
 * A rectangle, in pixels.
 *
 * @param width its width
 * @param height its height
 * @param x its left edge; of a canvas, that of the picture on it
 * @param y its top edge; of a canvas, that of the picture on it
 */
public record Box(int width, int height, int x, int y) {

    /** In the order in which the filters {@code crop} and {@code pad} read it. */
    String forFilter() {
        return "%d:%d:%d:%d".formatted(width, height, x, y);
    }
}

package io.dromedary.media.option;

import java.util.Optional;

/**
 * The size and cut of the picture that a caller asks for; the same for every kind that has one.
 *
 * @param width asked width; the aspect is kept where only one of the two is given
 * @param height asked height
 * @param fit how the picture is fitted into width and height; without it they are the maximum, and the picture keeps
 *     its aspect. Ignored unless both are given
 * @param position what stays when cut, and where the picture is placed when padded
 * @param background what padding is filled with
 */
public record Framing(
        Optional<Size> width,
        Optional<Size> height,
        Optional<Fit> fit,
        Position position,
        Rgb background) {}

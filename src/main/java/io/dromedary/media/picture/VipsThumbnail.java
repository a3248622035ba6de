package io.dromedary.media.picture;

import io.dromedary.media.PictureHeader;
import io.dromedary.media.VideoStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The arguments of {@code vips thumbnail}, the operation of {@code vipsthumbnail}, which names the result by itself: it
 * shrinks a picture while it loads it, turns it upright, and converts it to sRGB by its profile.
 */
public final class VipsThumbnail {

    private VipsThumbnail() {}

    /**
     * The arguments that make a picture of this geometry, which has no canvas.
     *
     * @param saver options of the format that the name of the output ends with
     * @param header of the file
     * @param stream the picture
     */
    public static List<String> arguments(
            Path input, Path output, Map<String, String> saver, PictureHeader header, VideoStream stream,
            Geometry geometry) {
        var options = new ArrayList<String>();
        saver.forEach((name, value) -> options.add(name + "=" + value));
        // The profile, the orientation and all that a camera noted: the pixels are upright and sRGB.
        options.add("strip=true");
        // Brackets at the end of a name are options, so that those of the name itself are not.
        var arguments = new ArrayList<>(List.of("thumbnail", input + "[]", output + "[" + String.join(",", options) + "]",
                Integer.toString(geometry.width()), "--height", Integer.toString(geometry.height())));
        // Otherwise libvips fills what is cut off with grey; it takes a JPEG without its end for cut off, too.
        arguments.addAll(List.of("--fail-on", header.lacksEnd() ? "none" : "truncated"));
        geometry.crop().ifPresentOrElse(box -> arguments.addAll(List.of("--crop", kept(box, stream))),
                () -> arguments.addAll(List.of("--size", "force")));
        if (!header.isTurnedByLibvips()) {
            arguments.add("--no-rotate");
        }
        // libvips 8.14 would change the colours of a picture that has none.
        if (header.profile().isPresent()) {
            header.impliedProfile().ifPresent(name -> arguments.addAll(List.of("--import-profile", name)));
            arguments.addAll(List.of("--export-profile", "srgb"));
        }
        return List.copyOf(arguments);
    }

    /** Which end of the side that is cut stays, in libvips' words. */
    private static String kept(Box box, VideoStream stream) {
        boolean atEnd = box.x() + box.width() == stream.uprightWidth() && box.y() + box.height() == stream.uprightHeight();
        return box.x() == 0 && box.y() == 0 ? "low" : atEnd ? "high" : "centre";
    }
}

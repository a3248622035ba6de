package io.dromedary.media;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A watermark whose file is here.
 *
 * @param wish what the caller asks for
 * @param path the picture's file
 * @param file what ffprobe says of it
 */
record Mark(Watermark wish, Path path, MediaFile file) {

    /**
     * Brings the wish and its picture together.
     *
     * @throws MediaException {@code input_unsupported} when its codec is not accepted
     */
    static Optional<Mark> of(Optional<Watermark> wish, Material material) {
        return wish.map(mark -> {
            Material.Picture picture = material.watermark()
                    .orElseThrow(() -> new IllegalStateException("The watermark was not fetched"));
            var made = new Mark(mark, picture.path(), picture.file());
            if (!SafeInput.decodes(made.stream().codec())) {
                throw MediaException.of(MediaException.Kind.INPUT_UNSUPPORTED,
                        "The watermark's codec, %s, is not accepted. Send a PNG, JPEG or WebP."
                                .formatted(made.stream().codec()), Attachment.WATERMARK.field());
            }
            return made;
        });
    }

    /** Its picture. What EXIF says of turning it is not followed. */
    VideoStream stream() {
        return file.video().orElseThrow(() -> new IllegalStateException("The watermark was not looked at"));
    }

    /**
     * Where it stands on a result of this size, and how large: no larger than fits between the margins.
     *
     * @throws MediaException {@code option_conflict} when the margins leave no room
     */
    Box placeOn(int width, int height) {
        int roomWidth = width - 2 * wish.margin();
        int roomHeight = height - 2 * wish.margin();
        if (roomWidth < 2 || roomHeight < 2) {
            throw MediaException.of(MediaException.Kind.OPTION_CONFLICT,
                    ("A margin of %d pixels leaves no room for the watermark on a result of %d×%d."
                            + " Ask for a smaller one.")
                            .formatted(wish.margin(), width, height), "options.watermark.margin");
        }
        double asked = wish.width().map(size -> size.of(width)).orElse((double) stream().storedWidth());
        double aspect = (double) stream().storedHeight() / stream().storedWidth();
        double fitting = Math.min(asked, Math.min(roomWidth, roomHeight / aspect));
        int across = Math.max(1, (int) Math.round(fitting));
        int down = Math.max(1, (int) Math.round(fitting * aspect));
        return new Box(across, down, wish.margin() + wish.position().x(roomWidth - across),
                wish.margin() + wish.position().y(roomHeight - down));
    }
}

package io.dromedary.media.plan;

import io.dromedary.media.Attachment;
import io.dromedary.media.Command;
import io.dromedary.media.ExpectedFile;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import io.dromedary.media.PictureHeader;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.VideoStream;
import io.dromedary.media.picture.Geometry;
import io.dromedary.media.picture.PictureInput;
import io.dromedary.media.picture.VipsThumbnail;
import io.dromedary.media.table.EncodingTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * Converts pictures that FFmpeg cannot read, or whose colours it would change, by libvips to upright PNGs in sRGB, from
 * which FFmpeg goes on.
 *
 * @param libvips whether libvips' programs are there
 * @param table has the limits of pictures
 */
record Conversions(BooleanSupplier libvips, EncodingTable table) {

    /** It is read once. */
    private static final Map<String, String> SAVER = Map.of("compression", "1", "bitdepth", "8");
    private static final VideoStream.Colour SRGB = new VideoStream.Colour("pc", "gbr", "bt709", "iec61966-2-1");

    /**
     * What a plan reads.
     *
     * @param commands those that make it
     * @param inputs the inputs of the plan's own commands
     */
    record Converted(List<Command> commands, PlanInputs inputs) {}

    /** Whether libvips is there. */
    boolean isThere() {
        return libvips.getAsBoolean();
    }

    /**
     * Checks that nothing of a picture that needs libvips would be lost.
     *
     * @param what the file, for the message
     * @param field the field that names it; empty for the input
     * @throws MediaException {@code input_unsupported}
     */
    private void check(MediaFile file, String what, Optional<String> field) {
        Optional<String> reason = file.header().flatMap(PictureHeader::needsLibvips);
        if (reason.isPresent() && !isThere()) {
            throw new MediaException(MediaException.Kind.INPUT_UNSUPPORTED, ("The %s %s, for which this server needs libvips"
                    + " (Debian's package libvips-tools), which is not installed. Send it as a JPEG or PNG in sRGB.")
                            .formatted(what, reason.get()), field);
        }
        if (reason.isPresent() && file.picture().orElseThrow().colour().isHdr()) {
            throw new MediaException(MediaException.Kind.INPUT_UNSUPPORTED, ("The %s %s and is of high dynamic range, which"
                    + " this server cannot convert together. Send it as a JPEG or PNG in sRGB.")
                            .formatted(what, reason.get()), field);
        }
    }

    /** Checks the input alone, for a plan in which libvips does all. */
    void checkInput(PlanInputs inputs) {
        check(inputs.file(), "input", Optional.empty());
    }

    /**
     * Converts what must be: the input, the watermark, or neither.
     *
     * @throws MediaException {@code input_unsupported} where libvips is not there
     */
    Converted convert(PlanInputs inputs) {
        var commands = new ArrayList<Command>();
        PlanInputs converted = inputs;
        if (needs(inputs.file())) {
            checkInput(inputs);
            PictureInput.check(inputs.file().picture().orElseThrow(), table);
            commands.add(command("convert", inputs.file(), inputs.input(), inputs.made().resolve("input.png")));
            converted = converted.reading(inputs.between("input.png"), png(inputs.file()));
        }
        Converted marked = watermark(converted);
        commands.addAll(marked.commands());
        return new Converted(commands, marked.inputs());
    }

    /** Converts the watermark alone. */
    Converted watermark(PlanInputs inputs) {
        Optional<PlanInputs.Picture> mark = inputs.watermark().filter(picture -> needs(picture.file()));
        if (mark.isEmpty()) {
            return new Converted(List.of(), inputs);
        }
        check(mark.get().file(), Attachment.WATERMARK.label(), Optional.of(Attachment.WATERMARK.field()));
        return new Converted(List.of(command("convert-watermark", mark.get().file(), mark.get().path(),
                inputs.made().resolve("watermark.png"))), inputs.marked(
                new PlanInputs.Picture(inputs.between("watermark.png"), png(mark.get().file()))));
    }

    private static boolean needs(MediaFile file) {
        return file.header().flatMap(PictureHeader::needsLibvips).isPresent();
    }

    private static Command command(String name, MediaFile file, Path from, Path to) {
        VideoStream stream = png(file).picture().orElseThrow();
        var whole = new Geometry(Optional.empty(), true, stream.storedWidth(), stream.storedHeight(), Optional.empty());
        return Command.vips(name, VipsThumbnail.arguments(from, to, SAVER,
                file.header().orElseThrow(), stream, whole), ExpectedFile.between(to));
    }

    /** What a converted picture is. */
    private static MediaFile png(MediaFile file) {
        VideoStream from = file.picture().orElseThrow();
        PictureHeader header = file.header().orElseThrow().converted();
        boolean turns = header.orientation() > 4;
        var stream = new VideoStream(0, "png", turns ? from.height() : from.width(), turns ? from.width() : from.height(),
                from.width(), from.height(), from.mayBeTransparent() ? "rgba" : "rgb24", OptionalDouble.empty(),
                turns ? from.rotation() : 0, false, false, true, SRGB);
        return new MediaFile(List.of("png_pipe"), "", OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty(),
                List.of(stream)).with(header, List.of(stream));
    }
}

package io.dromedary.media.plan;

import io.dromedary.media.Command;
import io.dromedary.media.ExpectedFile;
import io.dromedary.media.PictureHeader;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.VideoStream;
import io.dromedary.media.format.ImageFormat;
import io.dromedary.media.format.Quality;
import io.dromedary.media.option.Framing;
import io.dromedary.media.option.ImageOptions;
import io.dromedary.media.picture.Geometry;
import io.dromedary.media.picture.VipsThumbnail;
import io.dromedary.media.table.EncodingTable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Builds the command by which libvips makes a whole still. */
final class VipsStill {

    private VipsStill() {}

    /**
     * The command; empty where FFmpeg is configured for this format, and where libvips does not serve: for other inputs
     * than pictures whose header is known, for high dynamic range, for CMYK without a profile, for
     * colours declared by numbers, for a watermark and for padding.
     */
    static Optional<Command> command(
            ImageOptions options, ImageFormat format, PlanInputs inputs, VideoStream stream, Conversions conversions) {
        Optional<EncodingTable.Vips> coding = conversions.table().image().get(format).vips();
        Geometry geometry = Geometry.of(stream, options.framing(), 1, 1);
        boolean oblong = stream.uprightWidth() != stream.width() || stream.uprightHeight() != stream.height();
        Optional<PictureHeader> header = inputs.file().header()
                .filter(each -> (each.orientation() > 4) == (stream.rotation() % 180 != 0))
                .filter(each -> each.declared().isEmpty())
                .filter(each -> each.isForLibvips() && each.isTurnedByLibvips() && (!each.isCmyk() || each.profile().isPresent()));
        boolean serves = conversions.isThere() && header.isPresent() && !stream.colour().isHdr() && options.watermark().isEmpty() && geometry.canvas().isEmpty()
                && !(oblong && geometry.crop().isPresent());
        if (!serves || coding.isEmpty()) {
            return Optional.empty();
        }
        Path output = inputs.made("." + format.wireName());
        return Optional.of(Command.vips("encode", VipsThumbnail.arguments(inputs.input(), output,
                saver(coding.get(), options.quality(), format, options.framing()), header.get(), stream, geometry),
                ExpectedFile.file(output)));
    }

    private static Map<String, String> saver(
            EncodingTable.Vips coding, Quality quality, ImageFormat format, Framing framing) {
        var saver = new LinkedHashMap<>(coding.options());
        saver.put(coding.qualityOption(), coding.quality().get(quality).toString());
        if (!format.isTransparent()) {
            saver.put("background", framing.background().forVips());
        }
        return saver;
    }
}

package io.dromedary.media.plan;

import io.dromedary.media.Command;
import io.dromedary.media.ExpectedResult;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import io.dromedary.media.Plan;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.Planner;
import io.dromedary.media.VideoStream;
import io.dromedary.media.format.ImageFormat;
import io.dromedary.media.option.Clip;
import io.dromedary.media.option.ImageOptions;
import io.dromedary.media.picture.Geometry;
import io.dromedary.media.picture.ImageEncode;
import io.dromedary.media.picture.PictureInput;
import io.dromedary.media.step.WatermarkImage;
import io.dromedary.media.table.EncodingTable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Plans a still picture, by libvips where that serves, or one for each interval of a video. */
record ImagePlanner(ImageOptions options, EncodingTable table, Conversions conversions) implements Planner {

    /** Each is a run of FFmpeg, which seeks to its moment. */
    private static final int MOST_PICTURES = 1000;
    /** An interval of less than a thousandth of a second is rounding, not a picture. */
    private static final double ROUNDING = 0.001;

    @Override
    public Plan plan(PlanInputs inputs) {
        MediaFile file = inputs.file();
        VideoStream stream = file.picture().orElseThrow(() -> MediaException.of(MediaException.Kind.NO_VIDEO_STREAM,
                "The input has no picture. Send a picture or a video, or use kind 'audio' for its sound."));
        PictureInput.check(stream, table);
        checkStart(file, stream);
        ImageFormat format = options.format().orElseGet(() -> ImageFormat.of(file));
        if (options.interval().isPresent()) {
            return series(inputs, stream, format);
        }
        String ending = ending(format);
        Optional<Command> whole = VipsStill.command(options, format, inputs, stream, conversions);
        if (whole.isPresent()) {
            conversions.checkInput(inputs);
            return plan(whole.get(), encode(options, inputs, format, stream), ending);
        }
        Conversions.Converted converted = conversions.convert(inputs);
        PlanInputs read = converted.inputs();
        ImageEncode encode = encode(options, read, format, read.file().picture().orElseThrow());
        return plan(ImageCommand.build(encode), encode, ending).after(converted.commands());
    }

    private ImageEncode encode(ImageOptions asked, PlanInputs inputs, ImageFormat format, VideoStream stream) {
        return new ImageEncode(asked, inputs, table, inputs.made(ending(format)), format, stream,
                Geometry.of(stream, asked.framing(), 1, 1), WatermarkImage.of(asked.watermark(), inputs, table));
    }

    /** A series has the names that its readers expect; all others are named by their format. */
    private String ending(ImageFormat format) {
        return options.interval().isPresent() && format == ImageFormat.JPEG ? ".jpg" : "." + format.wireName();
    }

    private static Plan plan(Command command, ImageEncode encode, String ending) {
        return Plan.of(command, encode.inputs().result(ending))
                .expecting(ExpectedResult.of(Lengths.still(encode.geometry()))).warning(LeftOut.of(encode));
    }

    private Plan series(PlanInputs inputs, VideoStream stream, ImageFormat format) {
        double interval = options.interval().getAsDouble();
        int count = count(inputs.file(), interval);
        Conversions.Converted converted = conversions.watermark(inputs);
        var encodes = IntStream.range(0, count).mapToObj(number -> encode(options.at(options.start() + number * interval),
                converted.inputs().named("thumb-%03d".formatted(number)), format, stream)).toList();
        var files = new LinkedHashMap<String, Path>();
        encodes.forEach(each -> files.put(each.inputs().stem(), each.inputs().result(ending(format))));
        return new Plan(Map.of(), encodes.stream().map(ImageCommand::build).toList(), files.values().iterator().next(), files)
                .expecting(ExpectedResult.of(Lengths.still(encodes.get(0).geometry()))).warning(LeftOut.of(encodes.get(0)))
                .after(converted.commands());
    }

    private int count(MediaFile file, double interval) {
        double length = options.clip().expected(file.duration()).orElse(0);
        if (file.duration().isEmpty()) {
            throw MediaException.of(MediaException.Kind.OPTION_CONFLICT, "The input does not say how long it is, so 'interval'"
                    + " cannot be counted. Make the pictures of the converted video.", "options.interval");
        }
        double count = Math.max(1, Math.ceil((length - ROUNDING) / interval));
        if (count > MOST_PICTURES) {
            throw MediaException.of(MediaException.Kind.OPTION_CONFLICT, ("%.0f pictures are more than a job makes, which is %d."
                    + " Choose a longer 'interval', or a part by 'start' and 'end'.").formatted(count, MOST_PICTURES),
                    "options.interval");
        }
        return (int) count;
    }

    private void checkStart(MediaFile file, VideoStream stream) {
        boolean still = file.isStill() || stream.attachedPicture();
        if (options.interval().isPresent() && still) {
            throw MediaException.of(MediaException.Kind.OPTION_CONFLICT,
                    "'interval' is for a video, and the input is one picture. Leave 'interval' out.", "options.interval");
        }
        if (options.start() > 0 && still) {
            throw MediaException.of(MediaException.Kind.OPTION_CONFLICT,
                    "'start' is a moment of a video, and the input is one picture. Leave 'start' out.", "options.start");
        }
        new Clip(options.start(), OptionalDouble.empty()).checkAgainst(file);
    }
}

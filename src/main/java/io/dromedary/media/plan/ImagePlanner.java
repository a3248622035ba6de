package io.dromedary.media.plan;

import io.dromedary.media.Command;
import io.dromedary.media.MediaException;
import io.dromedary.media.MediaFile;
import io.dromedary.media.Plan;
import io.dromedary.media.PlanInputs;
import io.dromedary.media.Planner;
import io.dromedary.media.VideoStream;
import io.dromedary.media.format.ImageFormat;
import io.dromedary.media.option.Clip;
import io.dromedary.media.option.ImageOptions;
import io.dromedary.media.picture.PictureInput;
import io.dromedary.media.table.EncodingTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Plans a still picture, or one for each interval of a video. */
record ImagePlanner(ImageOptions options, EncodingTable table) implements Planner {

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
        String ending = "." + format.wireName();
        return Plan.of(ImageCommand.build(options, format, inputs, table, stream, inputs.made(ending)),
                inputs.result(ending));
    }

    private Plan series(PlanInputs inputs, VideoStream stream, ImageFormat format) {
        double interval = options.interval().getAsDouble();
        int count = count(inputs.file(), interval);
        var commands = new ArrayList<Command>();
        var files = new LinkedHashMap<String, Path>();
        for (int number = 0; number < count; number++) {
            PlanInputs one = inputs.named("thumb-%03d".formatted(number));
            String ending = format == ImageFormat.JPEG ? ".jpg" : "." + format.wireName();
            commands.add(ImageCommand.build(options.at(options.start() + number * interval), format, one, table, stream,
                    one.made(ending)));
            files.put(one.stem(), one.result(ending));
        }
        return new Plan(Map.of(), commands, files.values().iterator().next(), files);
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
        new Clip(options.start(), OptionalDouble.empty()).checkAgainst(file.duration());
    }
}

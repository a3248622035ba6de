package io.dromedary.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code ffmpeg}: refuses arguments of FFmpeg, and names the options that do the same. */
@Command(name = RawCommand.NAME, hidden = true, description = "Not offered: arguments of FFmpeg are not taken.")
final class RawCommand implements Callable<Integer> {
    static final String NAME = "ffmpeg";

    /** Arguments of FFmpeg, each with the option that does the same. */
    private static final Map<String, String> SAME = Map.ofEntries(
            Map.entry("-ss", "--start"), Map.entry("-to", "--end"), Map.entry("-t", "--duration"), Map.entry("-r", "--fps"),
            Map.entry("-an", "--mute"), Map.entry("-vn", "the command audio"), Map.entry("-s", "--width and --height"),
            Map.entry("-vf", "--width, --height and --fit"), Map.entry("-crf", "--quality"), Map.entry("-preset", "--quality"),
            Map.entry("-b:v", "--bitrate"), Map.entry("-b:a", "--bitrate"), Map.entry("-c:v", "--codec"),
            Map.entry("-vcodec", "--codec"), Map.entry("-f", "--format"), Map.entry("-frames:v", "--frames"),
            Map.entry("-c:a", "--format"), Map.entry("-af", "--normalize lufs"));

    private final Context context;

    @Spec
    private CommandSpec spec;

    @Unmatched
    private List<String> arguments = new ArrayList<>();

    RawCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        String named = arguments.stream().distinct().filter(SAME::containsKey)
                .map(argument -> argument + " is " + SAME.get(argument)).collect(Collectors.joining(", "));
        context.tell(spec.qualifiedName() + ": Arguments of FFmpeg are not taken, since they could read and write anything."
                + " Use the commands video, audio, image, animation or adaptive"
                + (named.isEmpty() ? "; `" + context.program() + " video --help` lists their options." : ": " + named + "."));
        return ExitCode.USAGE.number();
    }
}

package io.dromedary.media.plan;

import io.dromedary.media.Command;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.format.VideoFormat;
import io.dromedary.media.picture.PictureFilters;
import io.dromedary.media.picture.PictureSteps;
import io.dromedary.media.picture.VideoCoding;
import io.dromedary.media.picture.VideoEncode;
import io.dromedary.media.sound.AudioCoding;
import io.dromedary.media.sound.Downmix;
import io.dromedary.media.sound.LateSound;
import io.dromedary.media.sound.Normalization;
import io.dromedary.media.sound.SoundFilters;
import io.dromedary.media.step.DurationLimit;
import io.dromedary.media.step.Inputs;
import io.dromedary.media.step.Output;
import io.dromedary.media.step.QuietMode;
import io.dromedary.media.step.Start;
import io.dromedary.media.step.Step;
import io.dromedary.media.step.StreamSelection;
import io.dromedary.media.subtitle.SubtitleTrack;
import java.util.List;
import java.util.stream.Stream;

/** Builds the command that turns a file into a video: the steps below, in their order. */
public final class VideoCommand {

    private static final List<Step<? super VideoEncode>> INPUT =
            List.of(
                    QuietMode::write,
                    Inputs::write,
                    DurationLimit::write,
                    StreamSelection::write);

    private static final List<Step<? super VideoEncode>> PICTURE =
            List.of(
                    VideoCommand::timing,
                    PictureSteps::write,
                    VideoCommand::number,
                    PictureFilters::write,
                    VideoCoding::write);

    private static final List<Step<? super VideoEncode>> SOUND =
            List.of(
                    Start::sound,
                    LateSound::besidePicture,
                    Downmix::write,
                    Normalization::write,
                    VideoCommand::endOfSound,
                    SoundFilters::write,
                    AudioCoding::write);

    private static final List<Step<? super VideoEncode>> RESULT =
            List.of(
                    VideoCommand::subtitles,
                    VideoCommand::container,
                    Output::write);

    /** After a filter with two inputs, FFmpeg knows no time base of an input; this one holds every usual rate. */
    private static final String FINE_TIME_BASE = "1:90000";

    private VideoCommand() {}

    public static Command build(VideoEncode encode) {
        return build(encode, new Copying(false, false));
    }

    /** @param copied the streams that are not encoded */
    static Command build(VideoEncode encode, Copying copied) {
        List<Step<? super VideoEncode>> steps = Stream.of(INPUT,
                copied.picture() ? List.<Step<? super VideoEncode>>of(VideoCoding::copy) : PICTURE,
                copied.sound() ? List.<Step<? super VideoEncode>>of(AudioCoding::copy) : SOUND,
                RESULT).flatMap(List::stream).toList();
        return Command.encode(Step.arguments(steps, encode), encode.duration(), encode.output());
    }

    /**
     * Keeps the time of each picture. By default FFmpeg rounds times to the average rate, and so drops pictures of phones
     * and browsers, whose rate varies; in the input's time base each keeps its time.
     */
    private static void timing(VideoEncode encode, ArgumentBuilder arguments) {
        arguments.add("-fps_mode", "vfr");
        // Joined pictures are even, so that FFmpeg's usual time base, the length of one, is exact.
        if (encode.fps().isEmpty() && encode.inputs().joint().isEmpty()) {
            // Without ":v" it would count for the sound, too: FFmpeg then cuts that too early.
            arguments.add("-enc_time_base:v", encode.mark().isPresent() ? FINE_TIME_BASE : "-1");
        }
    }

    /**
     * Ends pictures after their number, and the sound with them. FFmpeg's own limit on frames would end the sound where
     * that happens to be: too early, or not at all where the last picture is held.
     */
    private static void number(VideoEncode encode, ArgumentBuilder arguments) {
        encode.options().frames().ifPresent(count -> arguments.filter("trim=end_frame=" + count));
    }

    private static void endOfSound(VideoEncode encode, ArgumentBuilder arguments) {
        if (encode.endsByPictures() && encode.sound().isPresent()) {
            // Pictures must not end with a shorter sound.
            arguments.sound("apad").add("-shortest");
        }
    }

    /** Sets the codec of the tracks of subtitles to the one that the format's players read, and what players show of them. */
    private static void subtitles(VideoEncode encode, ArgumentBuilder arguments) {
        List<SubtitleTrack> tracks = encode.embedded();
        if (tracks.isEmpty()) {
            return;
        }
        arguments.add("-c:s", encode.options().format() == VideoFormat.WEBM ? "webvtt" : "mov_text");
        for (int i = 0; i < tracks.size(); i++) {
            SubtitleTrack track = tracks.get(i);
            String metadata = "-metadata:s:s:" + i;
            // MP4 has languages of three letters (ISO 639-2).
            track.language().ifPresent(language -> arguments.add(metadata, "language=" + language.iso3()));
            if (track.isNamed() || tracks.size() > 1) {
                arguments.add(metadata, "title=" + track.name());
                if (encode.options().format() != VideoFormat.WEBM) {
                    // Of MP4, players read one or the other.
                    arguments.add(metadata, "handler_name=" + track.name());
                }
            }
            if (track.isDefault() || tracks.size() > 1) {
                // Of several, FFmpeg would make the first the default.
                arguments.add("-disposition:s:" + i, track.isDefault() ? "default" : "0");
            }
        }
    }

    /**
     * Sets the format, with its index at the front, so that playback starts before everything is loaded. FFmpeg's version
     * and the time stay out of the file, so that the same job gives the same file.
     */
    private static void container(VideoEncode encode, ArgumentBuilder arguments) {
        switch (encode.options().format()) {
            case MP4, MOV -> arguments.add("-movflags", "+faststart");
            case WEBM -> arguments.add("-cues_to_front", "1");
        }
        arguments.add("-bitexact", "-f", encode.options().format().wireName());
    }
}

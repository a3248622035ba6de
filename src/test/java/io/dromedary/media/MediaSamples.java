package io.dromedary.media;

import io.dromedary.media.option.Rgb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tiny media files of every sort that callers send, made by ffmpeg on first use and kept for the test class.
 *
 * <p>The picture is the same in all: four quarters, red and green above, blue and white below, so that a
 * pixel's colour tells how a picture was cut, turned or stretched. It is 320×180 and lasts 1.2 seconds unless
 * said otherwise.
 */
public final class MediaSamples {

    public static final double SECONDS = 1.2;
    public static final Rgb RED = new Rgb(254, 0, 0);
    public static final Rgb GREEN = new Rgb(0, 255, 0);
    public static final Rgb BLUE = new Rgb(0, 0, 254);
    public static final Rgb WHITE = new Rgb(255, 255, 255);

    private static final List<String> H264 =
            List.of("-c:v", "libx264", "-preset", "ultrafast", "-crf", "12", "-pix_fmt", "yuv420p");
    private static final List<String> AAC = List.of("-c:a", "aac");

    private final Path folder;

    public MediaSamples(Path folder) {
        this.folder = folder;
    }

    /** What a camera or an editor gives: H.264 and a stereo tone, 25 frames a second, metadata, index at the end. */
    public Path landscape() {
        return make("landscape.mp4", quarters(320, 180), tone("stereo"), H264, AAC,
                List.of("-metadata", "title=Secret", "-metadata", "comment=Hidden"));
    }

    /** A stream of pictures in no container: nothing tells how long it is. */
    public Path picturesAlone() {
        return make("alone.m2v", quarters(320, 180), List.of("-c:v", "mpeg2video"));
    }

    public Path silent() {
        return make("silent.mp4", quarters(320, 180), H264);
    }

    /** Both sides odd; only 4:4:4 can hold it. */
    public Path odd() {
        return make("odd.mp4", quarters(321, 181), List.of("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt",
                "yuv444p"));
    }

    /**
     * As a phone held upright records: stored lying, to be turned clockwise by 90 degrees. Shown, it is 180×320
     * with blue and red above, white and green below.
     *
     * <p>FFmpeg 5.1 takes the tag the other way round from what it shows: 270 here is the 90 of a phone.
     */
    public Path portrait() {
        return make("portrait.mp4", List.of("-i", landscape().toString()),
                List.of("-c", "copy", "-metadata:s:v:0", "rotate=270"));
    }

    /**
     * Varying rate: 30 frames a second in its first 0.6 seconds, then 6. Copied into Matroska, whose header then
     * claims the average of 19 for each of them.
     */
    public Path variableRate() {
        Path made = make("variable.mp4", picture(320, 180, 30), List.of("-vf",
                QUARTERS + ",select='if(lt(t,0.6),1,not(mod(n,5)))'", "-fps_mode", "vfr"), H264);
        return make("variable.mkv", List.of("-i", made.toString()), List.of("-c", "copy"));
    }

    public Path surround() {
        return make("surround.mp4", quarters(320, 180), tone("5.1"), H264, AAC);
    }

    /** 10 bits, HEVC, tagged as BT.2020 with the PQ curve. */
    public Path hdr() {
        return make("hdr.mp4", quarters(320, 180), List.of("-c:v", "libx265", "-preset", "ultrafast", "-x265-params",
                "log-level=error", "-pix_fmt", "yuv420p10le", "-tag:v", "hvc1", "-color_primaries", "bt2020",
                "-color_trc", "smpte2084", "-colorspace", "bt2020nc"));
    }

    /** 10 bits, H.264 High 10. */
    public Path tenBit() {
        return make("tenbit.mp4", quarters(320, 180), List.of("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt",
                "yuv420p10le"));
    }

    /** Two sounds, the second one, mono, marked as default; subtitles and an attachment. */
    public Path manyStreams() {
        Path subtitles = write("hello.srt", "1\n00:00:00,000 --> 00:00:01,000\nhello\n");
        Path attachment = write("note.txt", "note");
        return make("many.mkv", quarters(320, 180), tone("stereo"), tone("mono"), List.of("-i", subtitles.toString()),
                List.of("-map", "0", "-map", "1", "-map", "2", "-map", "3", "-attach", attachment.toString(),
                        "-metadata:s:t", "mimetype=text/plain", "-disposition:a:0", "0", "-disposition:a:1",
                        "default", "-c:s", "srt"), H264, AAC);
    }

    /** QuickTime with a timecode track. */
    public Path timecode() {
        return make("timecode.mov", List.of("-i", landscape().toString()),
                List.of("-c", "copy", "-timecode", "01:00:00:00"));
    }

    /** A song whose "video" is its cover. */
    public Path songWithCover() {
        return make("song.mp3", tone("stereo"), cover(), List.of("-map", "0", "-map", "1", "-c:a", "libmp3lame",
                "-c:v", "mjpeg", "-disposition:v", "attached_pic"));
    }

    /** A film that also has a cover. */
    public Path filmWithCover() {
        return make("film.mp4", List.of("-i", landscape().toString()), cover(), List.of("-map", "1", "-map", "0",
                "-c", "copy", "-c:v:0", "mjpeg", "-disposition:v:0", "attached_pic"));
    }

    /** 160×180 oblong pixels, shown as 320×180. */
    public Path oblongPixels() {
        return make("oblong.mp4", quarters(160, 180), List.of("-aspect", "16:9"), H264);
    }

    /** Fields, as television has them: a white bar that moves to the right, black around it. */
    public Path interlaced() {
        return make("interlaced.mp4", List.of("-f", "lavfi", "-i",
                "color=black:s=320x180:r=50:d=%s[b];color=white:s=40x180:r=50[w];[b][w]overlay=x=n*6:shortest=1,interlace"
                        .formatted(SECONDS)), List.of("-flags", "+ilme+ildct"), H264);
    }

    /** As television and cameras have colours: by BT.709, and it says so. */
    public Path highDefinition() {
        return make("hd.mp4", quarters(320, 180), List.of("-vf", "scale=out_color_matrix=bt709,format=yuv420p",
                "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"), H264);
    }

    /** RGB, as screen recorders write it. */
    public Path rgb() {
        return make("rgb.mov", quarters(320, 180), List.of("-c:v", "qtrle", "-pix_fmt", "rgb24"));
    }

    /** JPEG pictures, whose luma runs from 0 to 255. */
    public Path fullRange() {
        return make("full.avi", quarters(320, 180), List.of("-c:v", "mjpeg", "-q:v", "2", "-pix_fmt", "yuvj420p"));
    }

    /** As a browser records into a stream: no duration in the header. */
    public Path browserRecording() {
        return make("browser.webm", quarters(320, 180), tone("mono"), List.of("-c:v", "libvpx", "-deadline",
                "realtime", "-cpu-used", "8", "-c:a", "libopus", "-live", "1", "-f", "webm"));
    }

    /** The clock of its packets begins at 10 seconds. */
    public Path transportStream() {
        return make("late.ts", List.of("-i", landscape().toString()),
                List.of("-c", "copy", "-output_ts_offset", "10"));
    }

    /** Three seconds of moving shapes and grain, which take more than 1 Mbit/s at high quality. */
    public Path grain() {
        return make("grain.mkv", List.of("-f", "lavfi", "-i", "testsrc2=s=320x180:r=25:d=3,noise=alls=12:allf=t"),
                H264);
    }

    public Path still() {
        return make("still.png", quarters(320, 180), List.of("-frames:v", "1"));
    }

    public Path black() {
        return make("black.mp4", List.of("-f", "lavfi", "-i", "color=black:s=320x180:r=25:d=" + SECONDS), H264);
    }

    /** Six seconds: two in red, two in green, two in blue, without a keyframe between. */
    public Path colours() {
        return make("colours.mp4", List.of("-f", "lavfi", "-i", "color=red:s=64x36:r=25:d=2", "-f", "lavfi", "-i",
                "color=lime:s=64x36:r=25:d=2", "-f", "lavfi", "-i", "color=blue:s=64x36:r=25:d=2", "-filter_complex",
                "concat=n=3"), H264, List.of("-g", "250", "-sc_threshold", "0"));
    }

    /** 40×20 in one colour. */
    public Path mark() {
        return make("mark.png", List.of("-f", "lavfi", "-i", "color=magenta:s=40x20,format=rgba", "-frames:v", "1"));
    }

    /** The same, its left half transparent. */
    public Path halfMark() {
        return make("half.png", List.of("-f", "lavfi", "-i",
                "color=magenta:s=40x20,format=rgba,geq=r=255:g=0:b=255:a='if(lt(X,20),0,255)'", "-frames:v", "1"));
    }

    /** Pictures that move, and one whose end is missing. */
    public Path movingMark(String name) {
        return make(name, List.of("-f", "lavfi", "-i", "testsrc2=s=64x64:r=5:d=0.6"));
    }

    public Path brokenMark() {
        Path whole = make("whole.jpg", List.of("-f", "lavfi", "-i", "testsrc2=s=64x64", "-frames:v", "1"));
        try {
            byte[] bytes = Files.readAllBytes(whole);
            return Files.write(folder.resolve("broken"), Arrays.copyOf(bytes, bytes.length / 2));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text that ffmpeg would follow to the files it names. */
    public Path playlist() {
        return write("playlist.mp4",
                "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n" + landscape() + "\n#EXT-X-ENDLIST\n");
    }

    private static final String QUARTERS =
            "drawbox=w=iw/2:h=ih/2:color=red:t=fill,drawbox=x=iw/2:w=iw/2:h=ih/2:color=lime:t=fill,"
                    + "drawbox=y=ih/2:w=iw/2:h=ih/2:color=blue:t=fill";

    private static List<String> picture(int width, int height, int rate) {
        return List.of("-f", "lavfi", "-i",
                "color=white:s=%dx%d:r=%d:d=%s,format=rgb24".formatted(width, height, rate, SECONDS));
    }

    private static List<String> quarters(int width, int height) {
        return List.of("-f", "lavfi", "-i", "color=white:s=%dx%d:r=25:d=%s,format=rgb24,%s"
                .formatted(width, height, SECONDS, QUARTERS));
    }

    private static List<String> tone(String layout) {
        return List.of("-f", "lavfi", "-i",
                "sine=f=440:r=44100:d=%s,aformat=channel_layouts=%s".formatted(SECONDS, layout));
    }

    private static List<String> cover() {
        return List.of("-f", "lavfi", "-i", "color=gray:s=64x64:d=0.04");
    }

    @SafeVarargs
    private synchronized Path make(String name, List<String>... parts) {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            var arguments = new ArrayList<>(List.of("-nostdin", "-v", "error"));
            for (List<String> part : parts) {
                arguments.addAll(part);
            }
            arguments.add(file.toString());
            Ffmpeg.run(arguments);
        }
        return file;
    }

    private synchronized Path write(String name, String text) {
        Path file = folder.resolve(name);
        try {
            return Files.exists(file) ? file : Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

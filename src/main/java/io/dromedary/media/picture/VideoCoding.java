package io.dromedary.media.picture;

import io.dromedary.media.ffmpeg.ArgumentBuilder;
import io.dromedary.media.table.EncodingTable;

/** Sets the encoder, its quality or bitrate, and the distance of keyframes. */
public final class VideoCoding {

    private VideoCoding() {}

    public static void write(VideoEncode encode, ArgumentBuilder arguments) {
        EncodingTable.Video coding = encode.coding();
        arguments.add("-c:v", coding.encoder());
        coding.options().forEach((name, value) -> arguments.add("-" + name, value));
        encode.options().bitrate().ifPresentOrElse(
                bitrate -> bitrate(bitrate, encode.table(), arguments),
                () -> quality(coding.crf().get(encode.options().quality()), arguments));
        arguments.add("-pix_fmt", coding.pixelFormat());
        arguments.add("-g", Long.toString(keyframeDistance(encode)));
        coding.tag(encode.options().format()).ifPresent(tag -> arguments.add("-tag:v", tag));
    }

    /** Takes over the pictures as they are. */
    public static void copy(VideoEncode encode, ArgumentBuilder arguments) {
        arguments.add("-c:v", "copy");
        encode.coding().tag(encode.options().format()).ifPresent(tag -> arguments.add("-tag:v", tag));
    }

    /** A bitrate of 0 makes libvpx keep the quality constant; the other encoders ignore it. */
    private static void quality(int crf, ArgumentBuilder arguments) {
        arguments.add("-crf", Integer.toString(crf), "-b:v", "0");
    }

    private static void bitrate(int bitrate, EncodingTable table, ArgumentBuilder arguments) {
        arguments.add(
                "-b:v", Integer.toString(bitrate),
                "-maxrate", Long.toString(Math.round(bitrate * table.bitratePeak())),
                "-bufsize", Long.toString(Math.round(bitrate * table.bufferSeconds())));
    }

    /** FFmpeg counts it in pictures. */
    private static long keyframeDistance(VideoEncode encode) {
        return Math.max(1, Math.round(encode.rate() * encode.table().keyframeSeconds()));
    }
}

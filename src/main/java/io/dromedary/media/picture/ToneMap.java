package io.dromedary.media.picture;

import io.dromedary.media.VideoStream;
import io.dromedary.media.ffmpeg.ArgumentBuilder;

/**
 * Brings high dynamic range (PQ, HLG) down to BT.709: 8 bits are too few for it, and players that do not support it
 * show it washed out. 100 cd/m² is the reference white of SDR (ITU-R BT.2035).
 */
final class ToneMap {

    private ToneMap() {}

    static void write(PictureEncode encode, ArgumentBuilder arguments) {
        VideoStream.Colour colour = encode.stream().colour();
        if (colour.isHdr()) {
            String range = colour.range().equals("pc") ? "pc" : "tv";
            if (encode.isRgb()) {
                // zscale takes even sizes alone where colours are stored once per two pixels.
                arguments.filter("scale=in_range=%1$s:out_range=%1$s,format=yuv444p12le".formatted(range));
            }
            arguments.filter(
                    "zscale=rin=%s:pin=bt2020:min=bt2020nc:tin=%s:t=linear:npl=100"
                            .formatted(range, colour.transfer()),
                    "format=gbrpf32le",
                    "zscale=p=bt709",
                    "tonemap=hable:desat=0",
                    "zscale=t=bt709:m=bt709:r=tv",
                    "format=" + encode.pixelFormat());
        }
    }
}

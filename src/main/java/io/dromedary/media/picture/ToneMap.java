package io.dromedary.media.picture;

import io.dromedary.media.VideoStream;
import io.dromedary.media.ffmpeg.ArgumentBuilder;
import java.util.Set;

/**
 * Brings high dynamic range (PQ, HLG) down to BT.709: 8 bits are too few for it, and players that do not support it
 * show it washed out. 100 cd/m² is the reference white of SDR (ITU-R BT.2035).
 */
final class ToneMap {

    /** Names that zscale shares with ffprobe. */
    private static final Set<String> PRIMARIES = Set.of("bt709", "bt470bg", "smpte170m", "bt2020", "smpte431", "smpte432");
    private static final Set<String> MATRICES = Set.of("gbr", "bt709", "bt470bg", "smpte170m", "bt2020nc", "bt2020c");

    private ToneMap() {}

    /** High dynamic range that does not say more is that of television (ITU-R BT.2100). */
    private static String known(Set<String> names, String declared, String otherwise) {
        return names.contains(declared) ? declared : otherwise;
    }

    static void write(PictureEncode encode, ArgumentBuilder arguments) {
        VideoStream.Colour colour = encode.stream().colour();
        if (colour.isHdr()) {
            String range = colour.range().equals("pc") ? "pc" : "tv";
            if (encode.isRgb() && !encode.stream().isRgb()) {
                // zscale takes even sizes alone where colours are stored once per two pixels.
                arguments.filter("scale=in_range=%1$s:out_range=%1$s,format=yuv444p12le".formatted(range));
            }
            arguments.filter(
                    "zscale=rin=%s:pin=%s:min=%s:tin=%s:t=linear:npl=100".formatted(range,
                            known(PRIMARIES, colour.primaries(), "bt2020"), known(MATRICES, colour.matrix(), "bt2020nc"),
                            colour.transfer()),
                    "format=gbrpf32le",
                    "zscale=p=bt709",
                    "tonemap=hable:desat=0",
                    "zscale=t=bt709:m=bt709:r=tv",
                    "format=" + encode.pixelFormat());
        }
    }
}

package io.dromedary.media.header;

import io.dromedary.media.PictureHeader;
import io.dromedary.media.PictureHeader.Format;
import io.dromedary.media.VideoStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The header of a HEIC or AVIF: the properties of its primary picture (ISO/IEC 23008-12, 6.5; AV1-AVIF). */
final class HeifHeader {

    private static final String ALPHA_AVIF = "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha";
    private static final String ALPHA_HEIC = "urn:mpeg:hevc:2015:auxid:1";

    private HeifHeader() {}

    /** Empty for other members of the MP4 family, such as videos. */
    static Optional<PictureHeader> read(Bytes bytes) throws IOException {
        var file = new Boxes(bytes, 0, bytes.size());
        Optional<Boxes.Box> meta = file.find("meta");
        if (meta.isEmpty() || file.find("moov").isPresent()) {
            return Optional.empty();
        }
        var items = new HeifItems(meta.get());
        long shown = items.primary();
        boolean grid = items.type(shown).equals("grid");
        List<Long> tiles = items.referredBy("dimg", shown);
        long coded = grid && !tiles.isEmpty() ? tiles.get(0) : shown;
        boolean alpha = false;
        for (long item : items.referringTo("auxl", shown)) {
            alpha |= isAlpha(items, item);
        }
        return switch (items.type(coded)) {
            case "av01" -> Optional.of(header(Format.AVIF, "av1", items, shown, coded, alpha));
            case "hvc1", "hev1" -> Optional.of(header(Format.HEIC, "hevc", items, shown, coded, alpha));
            default -> Optional.empty();
        };
    }

    private static PictureHeader header(
            Format format, String codec, HeifItems items, long shown, long coded, boolean alpha) throws IOException {
        var found = new HashMap<String, ByteBuffer>();
        Turn turn = Turn.NONE;
        Optional<VideoStream.Colour> colour = Optional.empty();
        Optional<String> profile = Optional.empty();
        for (Boxes.Box property : items.properties(shown)) {
            ByteBuffer content = property.content();
            found.put(property.name(), content);
            turn = turned(turn, property.name(), content);
            if (property.name().equals("colr") && Bytes.name(content, 0).equals("nclx")) {
                colour = Optional.of(ColourCodes.colour(content));
            } else if (property.name().equals("colr")) {
                profile = new IccProfile(content.position(4).slice()).name("RGB ");
            }
        }
        ByteBuffer size = Optional.ofNullable(found.get("ispe")).orElseThrow(() -> new EOFException("There is no size"));
        // Turned and cut pictures count as upright ones: whoever reads them turns and cuts them first.
        boolean whole = shown == coded && !found.containsKey("clap");
        return new PictureHeader(format, codec, size.getInt(4), size.getInt(8), turn.orientation(),
                pixelFormat(items, coded, alpha), colour, profile.isPresent() ? profile : implied(colour),
                reason(format, whole, alpha), format == Format.AVIF && whole);
    }

    /** The profile that belongs to the primaries of a picture without one. */
    private static Optional<String> implied(Optional<VideoStream.Colour> colour) {
        return colour.filter(each -> each.primaries().equals("smpte432") && !each.isHdr()).map(each -> "Display P3");
    }

    private static Optional<String> reason(Format format, boolean whole, boolean alpha) {
        return format == Format.HEIC ? Optional.of("is a HEIC picture")
                : !whole ? Optional.of("is an AVIF of several parts")
                : alpha ? Optional.of("is a transparent AVIF") : Optional.empty();
    }

    private static Turn turned(Turn turn, String property, ByteBuffer content) {
        return switch (property) {
            // Anticlockwise.
            case "irot" -> turn.turned(-(content.get(0) & 3));
            case "imir" -> (content.get(0) & 1) == 0 ? turn.topToBottom() : turn.leftToRight();
            default -> turn;
        };
    }

    private static boolean isAlpha(HeifItems items, long item) throws IOException {
        for (Boxes.Box property : items.properties(item)) {
            ByteBuffer content = property.content();
            String text = Bytes.text(content, 0, content.limit());
            if (property.name().equals("auxC") && (text.contains(ALPHA_AVIF) || text.contains(ALPHA_HEIC))) {
                return true;
            }
        }
        return false;
    }

    /** By what the configuration of AV1 says of its components (AV1-ISOBMFF, 2.3); that of HEVC is not looked at. */
    private static String pixelFormat(HeifItems items, long coded, boolean alpha) throws IOException {
        for (Boxes.Box property : items.properties(coded)) {
            if (property.name().equals("av1C")) {
                int flags = property.content().get(2);
                String depth = (flags & 0x40) == 0 ? "" : (flags & 0x20) == 0 ? "10le" : "12le";
                boolean grey = (flags & 0x10) != 0;
                String chroma = (flags & 0x08) == 0 ? "444" : (flags & 0x04) == 0 ? "422" : "420";
                return alpha ? "yuva" + chroma + "p" + depth : grey ? "gray" + depth : "yuv" + chroma + "p" + depth;
            }
        }
        return alpha ? "yuva420p" : "yuv420p";
    }
}

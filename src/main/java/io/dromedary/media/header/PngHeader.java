package io.dromedary.media.header;

import io.dromedary.media.DeclaredColours;
import io.dromedary.media.PictureHeader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The header of a PNG: its chunks up to the pixels (PNG, third edition, 11). */
final class PngHeader {

    private static final int SIGNATURE = 8;
    private static final int LONGEST_NAME = 80;

    private static final int TRUE_COLOUR = 2;
    /** {@code gAMA} and {@code cHRM} count in parts of this. */
    private static final double UNIT = 100_000;
    private static final int LEAST_GAMMA = 10_000;
    private static final int MOST_GAMMA = 1_000_000;

    private OptionalDouble gamma = OptionalDouble.empty();
    private List<Double> points = DeclaredColours.SRGB;
    /** Whether it says more about its colours, which counts instead. */
    private boolean saysMore;
    private boolean hasTransparency;

    private PngHeader() {}

    static PictureHeader read(Bytes bytes) throws IOException {
        return new PngHeader().chunks(bytes);
    }

    private PictureHeader chunks(Bytes bytes) throws IOException {
        ByteBuffer size = bytes.at(SIGNATURE + 8, 13);
        int orientation = 1;
        Optional<ByteBuffer> profile = Optional.empty();
        String name = "";
        for (long at = SIGNATURE; !name.equals("IDAT"); ) {
            ByteBuffer head = bytes.at(at, 8);
            long length = head.getInt(0) & 0xFFFF_FFFFL;
            name = Bytes.name(head, 4);
            if (name.equals("eXIf")) {
                orientation = TiffDirectory.orientation(bytes, at + 8);
            } else if (name.equals("iCCP")) {
                profile = Optional.of(inflated(bytes.beginning(at + 8, length)));
            }
            note(name, bytes, at + 8, size.get(9) == TRUE_COLOUR);
            at += 12 + length;
        }
        // Bit 2 of the colour type says that there are colours.
        String colours = (size.get(9) & 2) == 0 ? "GRAY" : "RGB ";
        return new PictureHeader(PictureHeader.Format.PNG, "png", size.getInt(0), size.getInt(4), orientation, "unknown",
                Optional.empty(), profile.flatMap(icc -> new IccProfile(icc).name(colours)), Optional.empty(), true, declared());
    }

    private void note(String name, Bytes bytes, long at, boolean trueColour) throws IOException {
        switch (name) {
            case "gAMA" -> {
                int value = bytes.at(at, 4).getInt();
                gamma = value < LEAST_GAMMA || value > MOST_GAMMA ? OptionalDouble.empty() : OptionalDouble.of(UNIT / value);
            }
            case "cHRM" -> {
                ByteBuffer numbers = bytes.at(at, 4 * DeclaredColours.SRGB.size());
                points = IntStream.range(0, DeclaredColours.SRGB.size()).mapToObj(i -> numbers.getInt(4 * i) / UNIT).toList();
            }
            case "iCCP", "sRGB", "cICP" -> saysMore = true;
            case "tRNS" -> hasTransparency = true;
            case "PLTE" -> {
                if (trueColour && hasTransparency) {
                    throw new EOFException("libvips does not read a palette behind the transparency, and FFmpeg does");
                }
            }
            default -> {
                // Of no use here.
            }
        }
    }

    private Optional<DeclaredColours> declared() {
        return Optional.of(new DeclaredColours(gamma, points)).filter(colours -> !saysMore && !colours.isSrgb());
    }

    /** The beginning of a compressed profile, behind its name. */
    private static ByteBuffer inflated(ByteBuffer chunk) throws IOException {
        int name = 0;
        while (name < LONGEST_NAME && chunk.get(name) != 0) {
            name++;
        }
        var inflater = new Inflater();
        try {
            inflater.setInput(chunk.position(name + 2));
            var profile = ByteBuffer.allocate(Bytes.LONGEST);
            int before = -1;
            while (profile.hasRemaining() && profile.position() != before) {
                before = profile.position();
                inflater.inflate(profile);
            }
            return profile.flip();
        } catch (DataFormatException e) {
            throw new EOFException("The profile is damaged");
        } finally {
            inflater.end();
        }
    }
}

package io.dromedary.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Adds properties to the one picture of a HEIF file as libheif writes it (ISO/IEC 23008-12, 6.5): how it is turned and
 * mirrored, or its colours.
 */
final class HeifEdit {

    private HeifEdit() {}

    /** Turned and then mirrored so that it is upright as in Exif. */
    static byte[] turned(byte[] file, int orientation) {
        int quarters = switch (orientation) {
            case 3, 4 -> 2;
            case 6, 7 -> 1;
            case 5, 8 -> 3;
            default -> 0;
        };
        boolean mirrored = orientation == 2 || orientation == 4 || orientation == 5 || orientation == 7;
        // Anticlockwise; what is mirrored afterwards turns the other way.
        byte[] edited = with(file, box("irot", new byte[] {(byte) (mirrored ? quarters : (4 - quarters) % 4)}));
        // Left and right exchanged.
        return mirrored ? with(edited, box("imir", new byte[] {1})) : edited;
    }

    /** With codes of its colours (ITU-T H.273). */
    static byte[] coloured(byte[] file, int primaries, int transfer, int matrix) {
        return with(file, box("colr", ByteBuffer.allocate(11).put("nclx".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) primaries).putShort((short) transfer).putShort((short) matrix).put((byte) 0x80).array()));
    }

    /** With a profile of its colours. */
    static byte[] profiled(byte[] file, byte[] icc) {
        return with(file, box("colr", StillSamples.joined("prof".getBytes(StandardCharsets.US_ASCII), icc)));
    }

    private static byte[] box(String name, byte[] content) {
        return ByteBuffer.allocate(8 + content.length).putInt(8 + content.length)
                .put(name.getBytes(StandardCharsets.US_ASCII)).put(content).array();
    }

    /** Adds a property for every picture of the file. */
    private static byte[] with(byte[] file, byte[] property) {
        int ipco = find(file, "ipco");
        int ipcoEnd = ipco - 4 + ByteBuffer.wrap(file).getInt(ipco - 4);
        int number = 1;
        for (int at = ipco + 4; at < ipcoEnd; at += ByteBuffer.wrap(file).getInt(at)) {
            number++;
        }
        byte[] grown = insert(file, ipcoEnd, property, "ipco", "iprp", "meta");
        int ipma = find(grown, "ipma");
        int entries = ByteBuffer.wrap(grown).getInt(ipma + 8);
        int at = ipma + 12;
        for (int i = 0; i < entries; i++) {
            int count = grown[at + 2];
            grown[at + 2]++;
            int end = at + 3 + count;
            grown = insert(grown, end, new byte[] {(byte) (0x80 | number)}, "ipma", "iprp", "meta");
            at = end + 1;
        }
        return grown;
    }

    /** Inserts bytes, and corrects the sizes of the boxes around them and the places of the pictures behind them. */
    private static byte[] insert(byte[] file, int at, byte[] bytes, String... around) {
        byte[] grown = StillSamples.joined(Arrays.copyOf(file, at), bytes, Arrays.copyOfRange(file, at, file.length));
        var numbers = ByteBuffer.wrap(grown);
        for (String name : around) {
            int head = find(grown, name) - 4;
            numbers.putInt(head, numbers.getInt(head) + bytes.length);
        }
        int iloc = find(grown, "iloc");
        int version = grown[iloc + 4];
        int offsetSize = grown[iloc + 8] >> 4 & 15;
        int baseSize = grown[iloc + 9] >> 4 & 15;
        int lengthSize = grown[iloc + 8] & 15;
        int place = iloc + 12;
        for (int i = 0; i < numbers.getShort(iloc + 10); i++) {
            place += 2 + (version > 0 ? 2 : 0) + 2;
            int base = place;
            place += baseSize;
            int extents = numbers.getShort(place);
            place += 2;
            if (baseSize == 4 && numbers.getInt(base) > 0) {
                numbers.putInt(base, numbers.getInt(base) + bytes.length);
            }
            for (int extent = 0; extent < extents; extent++) {
                if (baseSize != 4 || numbers.getInt(base) == 0) {
                    numbers.putInt(place, numbers.getInt(place) + bytes.length);
                }
                place += offsetSize + lengthSize;
            }
        }
        return grown;
    }

    /** Where the name of a box is. */
    private static int find(byte[] file, String name) {
        return new String(file, StandardCharsets.ISO_8859_1).indexOf(name);
    }
}

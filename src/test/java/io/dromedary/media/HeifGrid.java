package io.dromedary.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Writes four pictures of 64×64 pixels as the tiles of one (ISO/IEC 23008-12, 6.6.2.3), as large AVIFs have them. */
final class HeifGrid {

    private HeifGrid() {}

    /** @param tiles files of one picture each, as libheif writes them, in reading order */
    static byte[] of(List<byte[]> tiles) {
        byte[] first = tiles.get(0);
        byte[] ipco = box("ipco", existing(first, "av1C"), ispe(64), ispe(128));
        byte[] ipma = full("ipma", 0, bytes(0, 0, 0, 5, 0, 1, 2, 0x81, 2, 0, 2, 2, 0x81, 2, 0, 3, 2, 0x81, 2, 0, 4, 2, 0x81, 2,
                0, 5, 1, 3));
        byte[] grid = bytes(0, 0, 1, 1, 0, 128, 0, 128);
        byte[] infe = new byte[0];
        for (int i = 1; i <= 5; i++) {
            infe = StillSamples.joined(infe, full("infe", 2, bytes(0, i, 0, 0), name(i < 5 ? "av01" : "grid"), bytes(0)));
        }
        byte[] ftyp = box("ftyp", name("avif"), new byte[4], name("mif1"), name("avif"));
        byte[] meta = meta(infe, ipco, ipma, new int[10]);
        var places = new int[10];
        int at = ftyp.length + meta.length + 8;
        byte[] data = new byte[0];
        for (int i = 0; i < 5; i++) {
            byte[] item = i < 4 ? existingData(tiles.get(i)) : grid;
            places[2 * i] = at + data.length;
            places[2 * i + 1] = item.length;
            data = StillSamples.joined(data, item);
        }
        return StillSamples.joined(ftyp, meta(infe, ipco, ipma, places), box("mdat", data));
    }

    private static byte[] meta(byte[] infe, byte[] ipco, byte[] ipma, int[] places) {
        var iloc = ByteBuffer.allocate(4 + 5 * 14).put(bytes(0x44, 0, 0, 5));
        for (int i = 0; i < 5; i++) {
            iloc.putShort((short) (i + 1)).putShort((short) 0).putShort((short) 1).putInt(places[2 * i])
                    .putInt(places[2 * i + 1]);
        }
        return full("meta", 0, full("hdlr", 0, new byte[4], name("pict"), new byte[13]), full("pitm", 0, bytes(0, 5)),
                full("iloc", 0, iloc.array()), full("iinf", 0, bytes(0, 5), infe),
                full("iref", 0, box("dimg", bytes(0, 5, 0, 4, 0, 1, 0, 2, 0, 3, 0, 4))), box("iprp", ipco, ipma));
    }

    private static byte[] ispe(int side) {
        return full("ispe", 0, ByteBuffer.allocate(8).putInt(side).putInt(side).array());
    }

    /** A box of a file, as it is. */
    private static byte[] existing(byte[] file, String name) {
        int at = text(file).indexOf(name) - 4;
        return Arrays.copyOfRange(file, at, at + ByteBuffer.wrap(file).getInt(at));
    }

    /** The content of the box with the pictures. */
    private static byte[] existingData(byte[] file) {
        byte[] box = existing(file, "mdat");
        return Arrays.copyOfRange(box, 8, box.length);
    }

    private static String text(byte[] file) {
        return new String(file, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(int... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] name(String letters) {
        return letters.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] full(String name, int version, byte[]... parts) {
        return box(name, bytes(version, 0, 0, 0), StillSamples.joined(parts));
    }

    private static byte[] box(String name, byte[]... parts) {
        byte[] content = StillSamples.joined(parts);
        return ByteBuffer.allocate(8 + content.length).putInt(8 + content.length).put(name(name)).put(content).array();
    }
}

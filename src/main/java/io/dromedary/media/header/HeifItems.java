package io.dromedary.media.header;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The pictures of a HEIF file: their types, properties and references (ISO/IEC 23008-12; ISO/IEC 14496-12, 8.11). */
final class HeifItems {

    private static final int FULL_HEAD = 4;

    private final long primary;
    private final Map<Long, String> types = new HashMap<>();
    private final List<Boxes.Box> properties;
    private final Map<Long, List<Integer>> associations = new HashMap<>();
    private final List<Reference> references = new ArrayList<>();

    private record Reference(String type, long from, long to) {}

    /** @param meta the box of that name */
    HeifItems(Boxes.Box meta) throws IOException {
        Boxes boxes = meta.boxes(FULL_HEAD);
        ByteBuffer pitm = boxes.get("pitm").content();
        primary = number(pitm, FULL_HEAD, pitm.get(0) > 0);
        ByteBuffer iinf = boxes.get("iinf").content();
        for (Boxes.Box infe : boxes.get("iinf").boxes(FULL_HEAD + (iinf.get(0) == 0 ? 2 : 4)).all()) {
            ByteBuffer entry = infe.content();
            boolean wide = entry.get(0) > 2;
            types.put(number(entry, FULL_HEAD, wide), Bytes.name(entry, FULL_HEAD + (wide ? 6 : 4)));
        }
        Boxes all = boxes.get("iprp").boxes(0);
        properties = all.get("ipco").boxes(0).all();
        readAssociations(all.get("ipma").content());
        if (boxes.find("iref").isPresent()) {
            readReferences(boxes.get("iref"));
        }
    }

    private void readAssociations(ByteBuffer ipma) {
        boolean wide = ipma.get(0) > 0;
        boolean wideIndex = (ipma.get(3) & 1) == 1;
        int at = FULL_HEAD + 4;
        for (int left = ipma.getInt(FULL_HEAD); left > 0; left--) {
            long item = number(ipma, at, wide);
            at += wide ? 4 : 2;
            int count = ipma.get(at++) & 0xFF;
            var indexes = new ArrayList<Integer>();
            for (int i = 0; i < count; i++) {
                indexes.add(wideIndex ? ipma.getShort(at) & 0x7FFF : ipma.get(at) & 0x7F);
                at += wideIndex ? 2 : 1;
            }
            associations.put(item, indexes);
        }
    }

    private void readReferences(Boxes.Box iref) throws IOException {
        boolean wide = iref.content().get(0) > 0;
        int width = wide ? 4 : 2;
        for (Boxes.Box box : iref.boxes(FULL_HEAD).all()) {
            ByteBuffer entry = box.content();
            int count = entry.getShort(width) & 0xFFFF;
            for (int i = 0; i < count; i++) {
                references.add(new Reference(box.name(), number(entry, 0, wide),
                        number(entry, width + 2 + i * width, wide)));
            }
        }
    }

    private static long number(ByteBuffer bytes, int at, boolean wide) {
        return wide ? bytes.getInt(at) & 0xFFFF_FFFFL : bytes.getShort(at) & 0xFFFF;
    }

    /** The picture to show. */
    long primary() {
        return primary;
    }

    String type(long item) {
        return types.getOrDefault(item, "");
    }

    /** The properties of a picture, in the order in which they apply. */
    List<Boxes.Box> properties(long item) throws IOException {
        var found = new ArrayList<Boxes.Box>();
        for (int index : associations.getOrDefault(item, List.of())) {
            if (index > properties.size()) {
                throw new EOFException("There is no property " + index);
            }
            if (index > 0) {
                found.add(properties.get(index - 1));
            }
        }
        return found;
    }

    /** The items that one refers to, such as the tiles of a grid. */
    List<Long> referredBy(String type, long from) {
        return references.stream().filter(each -> each.type().equals(type) && each.from() == from).map(Reference::to).toList();
    }

    /** The items that refer to one, such as those with its alpha. */
    List<Long> referringTo(String type, long to) {
        return references.stream().filter(each -> each.type().equals(type) && each.to() == to).map(Reference::from).toList();
    }
}

package io.dromedary.media.header;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The blocks of a GIF (GIF89a, 12 to 27), of which only what describes the frames is looked at. */
final class GifBlocks {

    private static final int SCREEN_END = 13;
    private static final int TRAILER = 0x3B;
    private static final int IMAGE = 0x2C;
    private static final int EXTENSION = 0x21;
    private static final int GRAPHIC_CONTROL = 0xF9;
    private static final int RESTORE_TO_BACKGROUND = 2;

    private final Bytes bytes;
    private ByteBuffer piece = ByteBuffer.allocate(0);
    private long pieceStart;
    private long at;

    private int screenWidth;
    private int screenHeight;
    private boolean nextIsTransparent;
    private int nextDisposal;
    private int frames;
    private boolean firstHasHoles;
    private boolean anyHasHoles;
    private boolean anyIsCleared;
    private long delays;
    private long shown;
    private boolean isEven = true;
    private boolean hasEnd;
    private boolean isCutOff;

    private GifBlocks(Bytes bytes) {
        this.bytes = bytes;
    }

    /** Reads up to the end, or to what is no block: a part that is not here yet, or damage. */
    static GifBlocks read(Bytes bytes) throws IOException {
        var blocks = new GifBlocks(bytes);
        blocks.screen();
        try {
            blocks.blocks();
        } catch (EOFException e) {
            blocks.isCutOff = true;
        }
        return blocks;
    }

    int width() {
        return screenWidth;
    }

    int height() {
        return screenHeight;
    }

    /** Whether it ends within a block. Many have no trailer, which is no loss. */
    boolean isCutOff() {
        return isCutOff;
    }

    /**
     * Whether all of it was read, and no pixel of any picture is transparent: the first frame has no holes, and later ones
     * show what is beneath theirs.
     */
    boolean isOpaque() {
        return hasEnd && frames > 0 && !firstHasHoles && !(anyIsCleared && anyHasHoles);
    }

    int frames() {
        return frames;
    }

    /** Hundredths of a second that each frame is shown, where it is the same for all of them; else 0. */
    long evenDelay() {
        return hasEnd && !isCutOff && isEven && delays == frames && delays > 0 ? shown / delays : 0;
    }

    private void screen() throws IOException {
        ByteBuffer screen = bytes.at(0, SCREEN_END).order(ByteOrder.LITTLE_ENDIAN);
        screenWidth = screen.getShort(6) & 0xFFFF;
        screenHeight = screen.getShort(8) & 0xFFFF;
        at = SCREEN_END + table(screen.get(10));
    }

    /** The bytes of a table of colours. */
    private static int table(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1;
    }

    private void blocks() throws IOException {
        while (at < bytes.size()) {
            switch (next()) {
                case EXTENSION -> extension();
                case IMAGE -> image();
                case TRAILER -> {
                    hasEnd = true;
                    return;
                }
                default -> {
                    return;
                }
            }
        }
        hasEnd = true;
    }

    private void extension() throws IOException {
        if (next() == GRAPHIC_CONTROL) {
            int length = next();
            int flags = next();
            nextIsTransparent = (flags & 1) != 0;
            nextDisposal = flags >> 2 & 7;
            delay(number());
            at += length - 3;
        }
        skipData();
    }

    private void image() throws IOException {
        int left = number();
        int top = number();
        int width = number();
        int height = number();
        int flags = next();
        at += table(flags) + 1;
        boolean covers = left == 0 && top == 0 && width >= screenWidth && height >= screenHeight;
        boolean hasHoles = nextIsTransparent || !covers;
        firstHasHoles |= frames == 0 && hasHoles;
        anyHasHoles |= hasHoles;
        anyIsCleared |= nextDisposal == RESTORE_TO_BACKGROUND;
        frames++;
        nextIsTransparent = false;
        nextDisposal = 0;
        skipData();
    }

    /** How long the next frame is shown, in hundredths of a second. */
    private void delay(int hundredths) {
        isEven &= delays == 0 || hundredths * delays == shown;
        delays++;
        shown += hundredths;
    }

    private void skipData() throws IOException {
        for (int length = next(); length > 0; length = next()) {
            at += length;
        }
    }

    private int number() throws IOException {
        int low = next();
        return low | next() << 8;
    }

    private int next() throws IOException {
        if (at >= pieceStart + piece.limit() || at < pieceStart) {
            if (at >= bytes.size()) {
                throw new EOFException("A block is not whole");
            }
            pieceStart = at;
            piece = bytes.at(at, Math.min(Bytes.LONGEST, bytes.size() - at));
        }
        return piece.get((int) (at++ - pieceStart)) & 0xFF;
    }
}

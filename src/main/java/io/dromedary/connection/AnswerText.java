package io.dromedary.connection;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Reads the XML of a store's answer, and checks that it is of the form that stores send: UTF-8 without document type,
 * comments and CDATA, so that tags can be recognized without a parser, and no larger, deeper or slower than a list of a
 * thousand objects. An error answer that violates this is cut off there, as its status says enough; an answer that is
 * needed completely fails.
 */
final class AnswerText extends FilterInputStream {

    /** A thousand keys (a page of S3) of 1,024 bytes, each of which XML may encode as five, and the rest of the list. */
    static final int MOST_BYTES = 8 << 20;
    /** Errors usually have a few hundred bytes. */
    static final int MOST_OF_AN_ERROR = 1 << 20;
    /** A thousand objects with a dozen elements each are an eighth of that. In memory, an element takes some hundred bytes. */
    static final int MOST_ELEMENTS = 100_000;
    /** Answers of S3 have four or five levels. Parsers and the SDK recurse for each level. */
    static final int DEEPEST = 32;
    /** Completing a multipart upload can take minutes, in which stores send spaces. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    /** The declaration of the encoding must be within these. */
    private static final int HEAD_BYTES = 200;
    private static final Pattern ANOTHER_ENCODING =
            Pattern.compile("\\A<\\?xml[^>]*encoding\\s*=\\s*[\"'](?!utf-8[\"'])", Pattern.CASE_INSENSITIVE);

    private enum State { TEXT, OPENED, START_TAG, END_TAG, INSTRUCTION }

    private final boolean needed;
    private final LongSupplier nanoTime;
    private final long begun;
    private final StringBuilder head = new StringBuilder();
    private State state = State.TEXT;
    private int quote;
    private int before;
    private long bytes;
    private int elements;
    private int depth;
    private boolean cut;

    /**
     * Wraps the body of an answer. Reading it throws {@link SdkClientException}.
     *
     * @param needed whether the answer is useless if a part of it is missing
     */
    AnswerText(InputStream in, boolean needed, LongSupplier nanoTime) {
        super(in);
        this.needed = needed;
        this.nanoTime = nanoTime;
        this.begun = nanoTime.getAsLong();
    }

    @Override
    public int read() {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) {
        int count = cut ? -1 : receive(buffer, from, length);
        if (nanoTime.getAsLong() - begun > LONGEST.toNanos()) {
            return ends("takes longer than " + LONGEST.toMinutes() + " minutes", 0);
        }
        for (int i = 0; i < count; i++) {
            String wrong = take(buffer[from + i] & 0xff);
            if (!wrong.isEmpty()) {
                return ends(wrong, i);
            }
        }
        return count;
    }

    /** The SDK would report an IOException as one of local files. */
    private int receive(byte[] buffer, int from, int length) {
        try {
            return super.read(buffer, from, length);
        } catch (IOException e) {
            throw SdkClientException.create("The store's answer breaks off: " + e.getMessage(), e);
        }
    }

    private int ends(String wrong, int good) {
        if (needed) {
            throw SdkClientException.create("The store's answer " + wrong);
        }
        cut = true;
        return good == 0 ? -1 : good;
    }

    /** Checks the next byte, and says what is wrong with it. */
    private String take(int next) {
        if (++bytes > (needed ? MOST_BYTES : MOST_OF_AN_ERROR)) {
            return "is longer than " + (needed ? MOST_BYTES : MOST_OF_AN_ERROR) + " bytes";
        }
        if (next == 0 || !isPlain(next)) {
            return "is no XML in UTF-8";
        }
        String wrong = step(next);
        before = next;
        return wrong;
    }

    /** Refuses other encodings, in which the bytes of tags would have another meaning. */
    private boolean isPlain(int next) {
        if (head.length() == HEAD_BYTES || head.length() == 0 && next <= ' ') {
            return true;
        }
        head.append((char) next);
        String text = head.toString();
        boolean marked = text.startsWith("\u00ef");
        String begun = marked ? text.substring(Math.min(text.length(), 3)) : text;
        boolean undeclared = head.length() == HEAD_BYTES && begun.startsWith("<?xml") && !begun.contains("?>");
        boolean another = begun.contains("?>") && ANOTHER_ENCODING.matcher(begun).find();
        return (begun.isEmpty() || begun.startsWith("<")) && !undeclared && !another;
    }

    private String step(int next) {
        switch (state) {
            case TEXT -> state = next == '<' ? State.OPENED : State.TEXT;
            case OPENED -> {
                return opens(next);
            }
            case START_TAG -> startTag(next);
            case END_TAG -> state = next == '>' ? State.TEXT : State.END_TAG;
            case INSTRUCTION -> state = next == '>' && before == '?' ? State.TEXT : State.INSTRUCTION;
        }
        return "";
    }

    private String opens(int next) {
        switch (next) {
            case '!' -> {
                return "holds a document type, a comment or CDATA";
            }
            case '?' -> state = State.INSTRUCTION;
            case '/' -> {
                depth--;
                state = State.END_TAG;
            }
            default -> {
                state = State.START_TAG;
                elements++;
                depth++;
            }
        }
        if (elements > MOST_ELEMENTS) {
            return "has more than " + MOST_ELEMENTS + " elements";
        }
        return depth > DEEPEST ? "is deeper than " + DEEPEST + " elements" : "";
    }

    private void startTag(int next) {
        if (quote != 0) {
            quote = next == quote ? 0 : quote;
        } else if (next == '"' || next == '\'') {
            quote = next;
        } else if (next == '>') {
            depth -= before == '/' ? 1 : 0;
            state = State.TEXT;
        }
    }
}

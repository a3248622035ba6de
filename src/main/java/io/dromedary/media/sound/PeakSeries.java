package io.dromedary.media.sound;

/** Collects peaks in their order. Memory is bounded: when there are too many, neighbours are merged. */
final class PeakSeries {

    /** More than the finest waveform of a known length needs (8 for each of 10,000 points). */
    private static final int MOST = 1 << 17;

    private final float[] peaks = new float[MOST];
    private int count;
    /** How many peaks are merged in each element. */
    private int joined = 1;
    private int inLast;
    private long total;

    /** How many were added. */
    long total() {
        return total;
    }

    void add(double peak) {
        total++;
        if (count == 0 || inLast == joined) {
            if (count == MOST) {
                halve();
            }
            peaks[count++] = 0;
            inLast = 0;
        }
        peaks[count - 1] = Math.max(peaks[count - 1], (float) peak);
        inLast++;
    }

    private void halve() {
        count = MOST / 2;
        for (int i = 0; i < count; i++) {
            peaks[i] = Math.max(peaks[2 * i], peaks[2 * i + 1]);
        }
        joined *= 2;
    }

    /** The highest in each of {@code parts} equal parts; where there are fewer peaks than parts, the nearest one. */
    double[] over(int parts) {
        var highest = new double[parts];
        for (int part = 0; part < parts && count > 0; part++) {
            int from = (int) ((long) part * count / parts);
            int to = Math.max(from + 1, (int) ((long) (part + 1) * count / parts));
            for (int i = from; i < to; i++) {
                highest[part] = Math.max(highest[part], peaks[i]);
            }
        }
        return highest;
    }
}

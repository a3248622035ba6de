package io.dromedary.delivery;

/**
 * Rows that become due, ordered by a time of theirs. When the first row in that order is due, so may be others.
 *
 * @param from  table and condition
 * @param order {@code asc} or {@code desc}
 * @param time  the column of that time
 * @param due   whether a row is due by it
 */
public record DueRows(String from, String order, String time, String due) {

    /** The time has come. */
    public static final String PAST = "<= :now";
    /** Written before the clock was set back: nobody knows when its time comes, so it is due. */
    public static final String FUTURE = "> :future";
    /** Later than anything is put off; so the clock was set back meanwhile. */
    public static final String NEVER = "> :never";

    /** Rows of which the earliest is due first. */
    public static DueRows first(String from, String time, String due) {
        return new DueRows(from, "asc", time, due);
    }

    /** Rows of which the latest is due first. */
    public static DueRows last(String from, String time, String due) {
        return new DueRows(from, "desc", time, due);
    }

    /** A condition that is true when some are due. It reads one row, however many the database expects. */
    String some() {
        return "(select " + time + " from " + from + " order by " + time + " " + order + " limit 1) " + due;
    }

    /** A query for the ids of so many that are due. */
    String ids(int most) {
        return "select id from " + from + " and " + time + " " + due + " order by " + time + " " + order
                + " limit " + most;
    }
}

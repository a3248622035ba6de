package io.dromedary.delivery;

/**
 * Rows that become due, ordered by one of their times: if any is due, the first is.
 *
 * @param from  table and condition
 * @param order {@code asc} or {@code desc}
 * @param time  the column with the time
 * @param due   the condition on that column by which a row is due
 */
public record DueRows(String from, String order, String time, String due) {

    /** The time has come. */
    public static final String PAST = "<= :now";
    /** Written before the clock was set back, so that its due time is unknown: it is due now. */
    public static final String FUTURE = "> :future";
    /** Later than anything is postponed to, so the clock was set back since. */
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

    /** A query for the ids of up to this number of due rows. */
    String ids(int most) {
        return "select id from " + from + " and " + time + " " + due + " order by " + time + " " + order
                + " limit " + most;
    }
}

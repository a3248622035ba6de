package io.dromedary.database;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/**
 * A request for a page of a list. Lists are ordered by id, that is by time of creation.
 *
 * @param limit      how many, 1 to 100
 * @param skip       how many to skip at the beginning
 * @param after      continue after this id, in the order of the list
 * @param before     the page just before this id, in the order of the list
 * @param descending newest first
 */
public record PageRequest(int limit, int skip, Optional<String> after, Optional<String> before, boolean descending) {

    /**
     * One condition of a list. Column and condition never come from a caller.
     *
     * @param column    gives the value its name in the condition
     * @param condition SQL
     */
    public record Filter(String column, String value, String condition) {

        /** A column that has a value, such as {@code status} is {@code queued}. */
        public Filter(String column, String value) {
            this(column, value, column + " = :" + column);
        }
    }

    /** Reads the page from a table with an {@code id} column. */
    public <T> Page<T> read(Handle handle, String columns, String table, List<Filter> filters, RowMapper<T> mapper) {
        boolean backwards = before.isPresent() && after.isEmpty();
        boolean scanDescending = descending != backwards;
        var where = new ArrayList<String>();
        filters.forEach(filter -> where.add(filter.condition()));
        after.ifPresent(id -> where.add(descending ? "id < :after" : "id > :after"));
        before.ifPresent(id -> where.add(descending ? "id > :before" : "id < :before"));

        Query query = handle.createQuery("select " + columns + " from " + table
                + (where.isEmpty() ? "" : " where " + String.join(" and ", where))
                + " order by id " + (scanDescending ? "desc" : "asc") + " limit :limit offset :skip");
        filters.forEach(filter -> query.bind(filter.column(), filter.value()));
        after.ifPresent(id -> query.bind("after", id));
        before.ifPresent(id -> query.bind("before", id));
        List<T> rows = new ArrayList<>(query.bind("limit", limit + 1).bind("skip", skip).map(mapper).list());

        boolean more = rows.size() > limit;
        if (more) {
            rows.remove(limit);
        }
        if (backwards) {
            Collections.reverse(rows);
        }
        boolean next = backwards || more;
        boolean previous = backwards ? more : after.isPresent() || skip > 0;
        return new Page<>(rows, next, previous);
    }

    /**
     * A page of a list.
     *
     * @param next     there is more after it
     * @param previous there is more before it
     */
    public record Page<T>(List<T> rows, boolean next, boolean previous) {
    }
}

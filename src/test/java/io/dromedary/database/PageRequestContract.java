package io.dromedary.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A list is walked there and back, page by page, and each of its rows is seen once. */
abstract class PageRequestContract extends EngineContract {

    private static final int THINGS = 25;
    /** Oldest first. */
    private final List<String> ids = new ArrayList<>();

    PageRequestContract(Engine engine) {
        super(engine);
    }

    @BeforeAll
    void makeTable() {
        database().jdbi().useHandle(handle -> handle.execute(
                "create table things (id text primary key, colour text not null, size text not null)"));
    }

    @BeforeEach
    void fill() {
        ids.clear();
        database().jdbi().useTransaction(handle -> {
            for (int i = 0; i < THINGS; i++) {
                String id = Ids.next("thing");
                ids.add(id);
                handle.execute("insert into things (id, colour, size) values (?, ?, ?)", id,
                        i % 5 == 0 ? "red" : "blue", i < 10 ? "small" : "large");
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"true, 1", "true, 7", "false, 7", "false, 24", "true, 25", "false, 100"})
    void walkingThereAndBackVisitsEachRowOnce(boolean descending, int limit) {
        List<String> expected = descending ? newestFirst() : ids;
        var there = new ArrayList<String>();
        PageRequest.Page<String> page = read(new PageRequest(limit, 0, Optional.empty(), Optional.empty(), descending));
        assertThat(page.previous()).isFalse();
        there.addAll(page.rows());
        while (page.next() && there.size() < THINGS) {
            page = read(new PageRequest(limit, 0, Optional.of(last(page)), Optional.empty(), descending));
            assertThat(page.previous()).isTrue();
            there.addAll(page.rows());
        }
        assertThat(page.next()).isFalse();
        assertThat(there).containsExactlyElementsOf(expected);

        var back = new ArrayList<>(page.rows());
        while (page.previous() && back.size() < THINGS) {
            page = read(new PageRequest(limit, 0, Optional.empty(), Optional.of(page.rows().get(0)), descending));
            assertThat(page.next()).isTrue();
            back.addAll(0, page.rows());
        }
        assertThat(back).containsExactlyElementsOf(expected);
    }

    @Test
    void afterAndBeforeTogetherAreAStretchWithoutItsEnds() {
        assertThat(read(new PageRequest(20, 0, Optional.of(ids.get(3)), Optional.of(ids.get(7)), false)).rows())
                .containsExactlyElementsOf(ids.subList(4, 7));
        assertThat(read(new PageRequest(20, 0, Optional.of(ids.get(7)), Optional.of(ids.get(3)), true)).rows())
                .containsExactly(ids.get(6), ids.get(5), ids.get(4));
    }

    @Test
    void someAreSkippedAndPastTheEndIsNothing() {
        PageRequest.Page<String> second = read(new PageRequest(20, 20, Optional.empty(), Optional.empty(), true));
        assertThat(second.rows()).containsExactlyElementsOf(newestFirst().subList(20, 25));
        assertThat(second.previous()).isTrue();
        assertThat(second.next()).isFalse();
        PageRequest.Page<String> past = read(new PageRequest(20, 0, Optional.of(ids.get(0)), Optional.empty(), true));
        assertThat(past.rows()).isEmpty();
        assertThat(past.next()).isFalse();
    }

    @Test
    void filtersNarrowAListTogether() {
        var newest = new PageRequest(3, 0, Optional.empty(), Optional.empty(), true);
        var red = new PageRequest.Filter("colour", "red");
        assertThat(read(newest, red).rows()).containsExactly(ids.get(20), ids.get(15), ids.get(10));
        assertThat(read(newest, red).next()).isTrue();
        assertThat(read(newest, red, new PageRequest.Filter("size", "small")).rows())
                .containsExactly(ids.get(5), ids.get(0));
        assertThat(read(newest, new PageRequest.Filter("colour", "Red")).rows()).isEmpty();
        assertThat(read(newest, new PageRequest.Filter("colour", "' or '' = '")).rows()).isEmpty();
    }

    private PageRequest.Page<String> read(PageRequest request, PageRequest.Filter... filters) {
        return database().jdbi().withHandle(handle ->
                request.read(handle, "id", "things", List.of(filters), (row, context) -> row.getString("id")));
    }

    private static String last(PageRequest.Page<String> page) {
        return page.rows().get(page.rows().size() - 1);
    }

    private List<String> newestFirst() {
        var newest = new ArrayList<>(ids);
        Collections.reverse(newest);
        return newest;
    }
}

package io.dromedary.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.Hands;
import io.dromedary.Together;
import io.dromedary.database.Engine;
import io.dromedary.database.EngineContract;
import io.dromedary.database.PageRequest;
import io.dromedary.delivery.WorkingNode;
import io.dromedary.job.Orders;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is remembered of connections, each in its project. */
abstract class ConnectionStoreContract extends EngineContract {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Hands clock;
    private List<SecretBox.Key> keys;
    private ConnectionStore connections;
    private WorkingNode node;

    ConnectionStoreContract(Engine engine) {
        super(engine);
    }

    @BeforeEach
    void begin() {
        clock = new Hands(Instant.parse("2026-03-01T12:00:00Z"));
        keys = SecretBox.keys(List.of(SecretBox.freshKey(RANDOM)), "the test");
        connections = new ConnectionStore(database(), new SecretBox(() -> keys, RANDOM), clock);
        node = new WorkingNode(database(), clock);
    }

    @Test
    void aConnectionIsFoundByIdAndByNameUntilItIsDeleted() {
        Connection made = connections.create("shop", draft("r2"));
        assertThat(made).isEqualTo(new Connection(made.id(), "shop", "s3", "r2", "https://store.example", "auto", "id",
                false, clock.millis(), clock.millis()));
        for (String reference : List.of(made.id(), "r2")) {
            assertThat(connections.get("shop", reference)).isEqualTo(made);
            assertThat(connections.find("shop", reference)).contains(made);
            assertThat(connections.find("press", reference)).isEmpty();
            refused(ProblemKind.CONNECTION_NOT_FOUND, () -> connections.get("press", reference));
            refused(ProblemKind.CONNECTION_NOT_FOUND, () -> connections.delete("press", reference));
        }
        assertThat(connections.delete("shop", "r2")).isEqualTo(made);
        refused(ProblemKind.CONNECTION_NOT_FOUND, () -> connections.get("shop", made.id()));
        refused(ProblemKind.CONNECTION_NOT_FOUND, () -> connections.secret(made.id()));
        refused(ProblemKind.CONNECTION_NOT_FOUND, () -> connections.update("shop", "r2", draft("r2")));
    }

    @Test
    void anIdIsMeantBeforeANameThatLooksLikeIt() {
        Connection first = connections.create("shop", draft("first"));
        connections.create("shop", draft(first.id()));
        assertThat(connections.get("shop", first.id())).isEqualTo(first);
        assertThat(connections.ofServer(first.id())).isEqualTo(first);
    }

    @Test
    void theServerItselfFindsAnyById() {
        Connection shops = connections.create("shop", draft("r2"));
        refused(ProblemKind.CONNECTION_NOT_FOUND, () -> connections.ofServer("r2"));
        Connection own = connections.create("default", draft("r2"));
        assertThat(connections.ofServer("r2")).isEqualTo(own);
        assertThat(connections.ofServer(shops.id())).isEqualTo(shops);
    }

    @Test
    void whatIsGivenIsChangedAndTheRestStays() {
        Connection made = connections.create("shop", draft("r2"));
        Connection changed = connections.update("shop", "r2", new ConnectionStore.Draft(Optional.of("fast"),
                Optional.empty(), Optional.of("eu"), Optional.empty(), Optional.empty(), Optional.of(true)));
        assertThat(changed).isEqualTo(new Connection(made.id(), "shop", "s3", "fast", made.endpoint(), "eu", "id", true,
                made.createdAt(), made.updatedAt() + 1));
        assertThat(connections.get("shop", "fast")).isEqualTo(changed);
        assertThat(connections.secret(made.id())).isEqualTo("secret of r2");
        connections.update("shop", "fast", new ConnectionStore.Draft(Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.of("another"), Optional.empty()));
        assertThat(connections.secret(made.id())).isEqualTo("another");
    }

    @Test
    void aNameIsTakenOnceInAProject() {
        connections.create("shop", draft("one"));
        connections.create("shop", draft("two"));
        connections.create("press", draft("one"));
        refused(ProblemKind.NAME_TAKEN, () -> connections.create("shop", draft("one")));
        refused(ProblemKind.NAME_TAKEN, () -> connections.update("shop", "two", draft("one")));
        assertThat(connections.update("shop", "two", draft("two")).name()).isEqualTo("two");
        assertThat(rows("connections")).isEqualTo(3);
    }

    @Test
    void ofTwinsThatTakeANameAtOnceOneHasItAndTheOthersAreToldSo() throws Exception {
        var there = new ConnectionStore(otherNodes(), new SecretBox(() -> keys, RANDOM), clock);
        for (int round = 0; round < 5; round++) {
            String name = "name " + round;
            Callable<Connection> here = () -> connections.create("shop", draft(name));
            Callable<Connection> inALargerTransaction = () ->
                    otherNodes().write(handle -> there.create("shop", draft(name)));
            List<Together.Outcome<Connection>> outcomes = Together.outcomes(
                    List.of(here, inALargerTransaction, here, inALargerTransaction));
            assertThat(outcomes).filteredOn(outcome -> outcome.value().isPresent()).hasSize(1);
            assertThat(outcomes).flatExtracting(outcome -> outcome.thrown().stream().toList()).hasSize(3).allSatisfy(
                    thrown -> assertThat(thrown).isInstanceOfSatisfying(Problem.class,
                            problem -> assertThat(problem.kind()).isEqualTo(ProblemKind.NAME_TAKEN)));
        }
    }

    @Test
    void onlyOneOfAProjectIsTheDefault() {
        assertThat(connections.findUsual("shop")).isEmpty();
        connections.create("shop", defaultDraft("first"));
        Connection others = connections.create("press", defaultDraft("first"));
        Connection second = connections.create("shop", defaultDraft("second"));
        assertThat(connections.findUsual("shop")).contains(second);
        assertThat(connections.get("shop", "first").isDefault()).isFalse();
        connections.update("shop", "first", defaultDraft("first"));
        assertThat(connections.findUsual("shop")).map(Connection::name).contains("first");
        assertThat(connections.get("shop", "second").isDefault()).isFalse();
        assertThat(connections.findUsual("press")).contains(others);
    }

    @Test
    void theOnlyConnectionIsUsedWhereNoneIsTheDefault() {
        Connection only = connections.create("shop", draft("only"));
        connections.create("press", draft("another"));
        assertThat(connections.findUsual("shop")).contains(only);
        connections.create("shop", draft("second"));
        assertThat(connections.findUsual("shop")).as("two, and none is the default").isEmpty();
        connections.delete("shop", "second");
        assertThat(connections.findUsual("shop")).contains(only);
    }

    @Test
    void ofTwinsThatBecomeTheDefaultAtOnceOneIsItAndAllAreThere() throws Exception {
        var there = new ConnectionStore(otherNodes(), new SecretBox(() -> keys, RANDOM), clock);
        for (int round = 0; round < 5; round++) {
            String project = "shop " + round;
            Together.results(List.<Callable<Connection>>of(() -> connections.create(project, defaultDraft("one")),
                    () -> otherNodes().write(handle -> there.create(project, defaultDraft("two"))),
                    () -> there.create(project, defaultDraft("three"))));
            assertThat(list(connections, project)).hasSize(3).filteredOn(Connection::isDefault).hasSize(1);
        }
    }

    @Test
    void oneThatAnUnfinishedJobReadsOrWritesByStays() {
        Connection read = connections.create("shop", draft("read"));
        Connection written = connections.create("shop", draft("written"));
        String job = node.stored(Orders.readBy(read.id(),
                Orders.into("s3://media/out.mp4", written.id(), Orders.of("shop", "video"))));
        for (String name : List.of("read", "written")) {
            refused(ProblemKind.CONNECTION_IN_USE, () -> connections.delete("shop", name)).hasMessageContaining(job);
        }
        int attempt = node.begun(job);
        refused(ProblemKind.CONNECTION_IN_USE, () -> connections.delete("shop", "read"));
        node.attempts().succeed(job, attempt, Optional.of("s3://media/out.mp4"), Optional.empty());
        connections.delete("shop", "read");
        connections.delete("shop", "written");
        assertThat(rows("connections")).isZero();
    }

    @Test
    void aSecretThatNoKeyOpensIsToldSo() {
        Connection made = connections.create("shop", draft("r2"));
        keys = SecretBox.keys(List.of(SecretBox.freshKey(RANDOM)), "the test");
        refused(ProblemKind.INTERNAL_ERROR, () -> connections.secret(made.id())).hasMessageContaining("r2");
    }

    @Test
    void connectionsAreListedNewestFirst() {
        Connection one = connections.create("shop", draft("one"));
        Connection two = connections.create("shop", draft("two"));
        connections.create("press", draft("three"));
        assertThat(list(connections, "shop")).containsExactly(two, one);
        assertThat(connections.list("shop", new PageRequest(5, 0, Optional.of(two.id()), Optional.empty(), true)).rows())
                .containsExactly(one);
    }

    private static List<Connection> list(ConnectionStore connections, String project) {
        return connections.list(project, new PageRequest(5, 0, Optional.empty(), Optional.empty(), true)).rows();
    }

    private static AbstractThrowableAssert<?, ?> refused(ProblemKind kind, ThrowingCallable call) {
        return assertThatThrownBy(call).isInstanceOfSatisfying(Problem.class,
                problem -> assertThat(problem.kind()).isEqualTo(kind));
    }

    private static ConnectionStore.Draft draft(String name) {
        return draft(name, Optional.empty());
    }

    private static ConnectionStore.Draft defaultDraft(String name) {
        return draft(name, Optional.of(true));
    }

    private static ConnectionStore.Draft draft(String name, Optional<Boolean> isDefault) {
        return new ConnectionStore.Draft(Optional.of(name), Optional.of("https://store.example"), Optional.of("auto"),
                Optional.of("id"), Optional.of("secret of " + name), isDefault);
    }
}

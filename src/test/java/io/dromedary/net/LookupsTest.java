package io.dromedary.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Name servers that never answer, and those that do. */
class LookupsTest {

    private static final int AT_ONCE = 3;

    private final CountDownLatch answers = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private Lookups lookups = new Lookups(this::ask, AT_ONCE, Duration.ofMillis(200));

    private InetAddress[] ask(String host) throws UnknownHostException {
        asked.incrementAndGet();
        if (host.startsWith("silent")) {
            try {
                answers.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (host.endsWith(".invalid")) {
            throw new UnknownHostException(host);
        }
        return new InetAddress[] {InetAddress.getByAddress(host, new byte[] {93, (byte) 184, (byte) 215, 14})};
    }

    @AfterEach
    void end() {
        answers.countDown();
        lookups.close();
    }

    @Test
    void whatIsAnsweredIsFoundAndWhatIsUnknownIsUnknown() throws UnknownHostException {
        assertThat(lookups.find("example.com")[0].getHostAddress()).isEqualTo("93.184.215.14");
        assertThatThrownBy(() -> lookups.find("none.invalid")).isExactlyInstanceOf(UnknownHostException.class);
    }

    @Test
    void aNameServerThatDoesNotAnswerIsNotWaitedForAndSaidToBeSilent() {
        assertThatThrownBy(() -> lookups.find("silent.example")).isInstanceOf(Lookups.Silent.class)
                .hasMessageContaining("does not answer within");
    }

    @Test
    void oneThreadAsksForAHostHoweverManyWantToKnow() {
        lookups.close();
        lookups = new Lookups(this::ask, 10, Duration.ofMinutes(1));
        var found = new ArrayList<CompletableFuture<?>>();
        for (int i = 0; i < 10; i++) {
            found.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return lookups.find("silent.example");
                } catch (UnknownHostException e) {
                    throw new IllegalStateException(e);
                }
            }, task -> new Thread(task).start()));
        }
        Awaitility.await().until(() -> asked.get() > 0);
        answers.countDown();
        found.forEach(CompletableFuture::join);
        assertThat(asked.get()).isLessThan(10);
    }

    /** However few names they want to know: each has a thread that others need. */
    @Test
    void noMoreWaitThanMayAndWhoComesThenIsToldAtOnce() {
        lookups.close();
        lookups = new Lookups(this::ask, AT_ONCE, Duration.ofMinutes(1));
        var waiting = new ArrayList<CompletableFuture<?>>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < AT_ONCE; i++) {
            waiting.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return lookups.find("silent.example");
                } catch (UnknownHostException e) {
                    throw new IllegalStateException(e);
                }
            }, task -> {
                threads.add(new Thread(task));
                threads.get(threads.size() - 1).start();
            }));
        }
        Awaitility.await().until(() -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));
        assertThatThrownBy(() -> lookups.find("silent.example")).isInstanceOf(Lookups.Silent.class);
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        answers.countDown();
        waiting.forEach(CompletableFuture::join);
    }

    @Test
    void whileAsManyAreSilentAsThereAreThreadsOthersAreToldAtOnceAndAddressesNeedNone() throws UnknownHostException {
        for (int i = 0; i < AT_ONCE; i++) {
            String host = "silent" + i + ".example";
            assertThatThrownBy(() -> lookups.find(host)).isInstanceOf(Lookups.Silent.class);
        }
        assertThatThrownBy(() -> lookups.find("example.com")).isInstanceOf(Lookups.Silent.class);
        assertThat(asked.get()).isEqualTo(AT_ONCE);
        for (String address : List.of("93.184.215.14", "[2606:4700::1]", "::1")) {
            assertThat(lookups.find(address)).isNotEmpty();
        }
        answers.countDown();
        Awaitility.await().ignoreExceptions().until(() -> lookups.find("example.com").length == 1);
    }

    /** As a name that does not exist yet; it is looked up again for the connection. */
    @Test
    void aUrlIsTakenWhoseNameNobodyTellsInTimeAndNoConnectionIsMadeThere() {
        var allowed = new AllowedHosts("", Set.of(443), lookups);
        assertThatCode(() -> allowed.checkPublic(URI.create("https://silent.example/a.mp4"), "input"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new CheckedDns(allowed, "The input's host").resolve("silent.example"))
                .isInstanceOf(Lookups.Silent.class);
    }
}

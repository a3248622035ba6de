package io.dromedary.api;

import io.dromedary.access.ApiKeys;
import io.dromedary.access.Caller;
import io.dromedary.access.Rates;
import io.dromedary.access.Sha256;
import io.dromedary.access.WrongKeyDelays;
import io.dromedary.problem.Problem;
import io.dromedary.problem.ProblemKind;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;

/** Identifies callers by their keys, and passes the caller from the HTTP server on to the routes. */
public final class Authenticator {

    /** The variable in which a route finds its {@link Caller}. */
    public static final String CALLER = "caller";

    private static final String BEARER = "Bearer ";

    private final ApiKeys keys;
    private final Rates rates;
    private final WrongKeyDelays guesses;
    private final ClientAddresses addresses;

    public Authenticator(ApiKeys keys, Rates rates, WrongKeyDelays guesses, ClientAddresses addresses) {
        this.addresses = addresses;
        this.keys = keys;
        this.rates = rates;
        this.guesses = guesses;
    }

    /**
     * Identifies the sender of this request.
     *
     * @throws Problem {@code token_missing}, {@code token_invalid}; {@code too_many_requests} over the key's rate
     */
    Caller identify(RoutingContext request) {
        String key = key(request).orElseThrow(() -> new Problem(ProblemKind.TOKEN_MISSING, "Send your key in the header 'Authorization: Bearer <key>'."
                    + " The server printed one on its first start."));
        Caller caller = keys.caller(key);
        rates.admit(caller);
        return caller;
    }

    /** Does this request have a key, valid or not? */
    static boolean hasKey(RoutingContext request) {
        return key(request).isPresent();
    }

    /** The hash of the key of a request that {@link #identify} has accepted. */
    static String keyHash(RoutingContext request) {
        return Sha256.hex(key(request).orElseThrow());
    }

    private static Optional<String> key(RoutingContext request) {
        return Optional.ofNullable(request.request().getHeader(HttpHeaders.AUTHORIZATION))
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).strip());
    }

    /** How long to delay the answer to a request with a wrong key, in milliseconds. */
    long delay(RoutingContext request) {
        return guesses.wrong(addresses.of(request.request()));
    }

    static void put(RoutingContext request, Caller caller) {
        User user = User.create(new JsonObject());
        user.attributes().put(CALLER, caller);
        request.setUser(user);
    }

    /** The caller that {@link #put} has stored. */
    static Caller of(RoutingContext request) {
        return request.user().attributes().getValue(CALLER) instanceof Caller caller ? caller : null;
    }

    /** Moves the caller from the headers that the HTTP server sets to a variable of the exchange. */
    static void take(Exchange exchange) {
        Message message = exchange.getMessage();
        if (message.removeHeader(VertxPlatformHttpConstants.AUTHENTICATED_USER) instanceof User user
                && user.attributes().getValue(CALLER) instanceof Caller caller) {
            exchange.setVariable(CALLER, caller);
        }
    }

    /** The caller of this route; null on public paths. */
    static Caller of(Exchange exchange) {
        return exchange.getVariable(CALLER, Caller.class);
    }
}

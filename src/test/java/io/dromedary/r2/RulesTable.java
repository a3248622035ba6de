package io.dromedary.r2;

import java.util.function.Function;

/** What a row of the table of rules is, and what it works with. */
final class RulesTable {

    private RulesTable() {
    }

    /** A running double with the buckets media and private, and a key of each tier; the object keys reach media only. */
    record Env(R2Double r2, Credentials admin, Credentials writer, Credentials reader) {

        SdkSigned as(Credentials key) {
            return new SdkSigned(r2.endpoint(), key);
        }

        RawHttp.Answer send(RawHttp.Request request) {
            return RawHttp.send(r2.endpoint(), request);
        }
    }

    /**
     * One line.
     *
     * @param code R2's error code; empty when the request is to succeed or must have no error body
     */
    record Row(int rule, String request, int status, String code, Function<Env, RawHttp.Answer> scenario) {

        @Override
        public String toString() {
            return String.format("rule %02d: %s -> %d %s", rule, request, status, code).strip();
        }
    }

    static Row row(int rule, String request, int status, String code, Function<Env, RawHttp.Answer> scenario) {
        return new Row(rule, request, status, code, scenario);
    }
}

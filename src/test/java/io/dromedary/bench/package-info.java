/**
 * Measures speed: {@code bin/bench} runs rows of one table, of which each compares jobs of a real server with bare programs,
 * or runs another program of {@code bench/}.
 */
package io.dromedary.bench;

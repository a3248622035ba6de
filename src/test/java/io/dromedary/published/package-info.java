/** Replays published requests and commands against a server, for {@code bench/published}. */
package io.dromedary.published;

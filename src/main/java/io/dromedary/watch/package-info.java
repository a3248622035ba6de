/** Buckets that process themselves: what is new in them becomes jobs, and what is left of it when they succeeded. */
package io.dromedary.watch;

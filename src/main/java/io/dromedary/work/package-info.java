/** What an attempt does: probe, import, encode, export; and why it failed. */
package io.dromedary.work;

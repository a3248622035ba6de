/** Which node works on what, and when: lanes, claims, heartbeats, retries and limits. */
package io.dromedary.delivery;

/** What tests need of the machine: servers of others, signals, ports, disks and certificates. Knows nothing of the product. */
package io.dromedary.machine;

/** Access control: keys, projects, rates and quotas. */
package io.dromedary.access;

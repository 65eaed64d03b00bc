/**
 * {@code tidemark audit} and {@code tidemark journal}: the journal looked at from outside, on the disk, with no market
 * running or beside one that runs.
 *
 * <p>It reads options, prints what was found and says with which exit code; what is proved, signed and sealed is the
 * exchange's own. Exit codes: 0 whole or done, 1 damaged, rewritten, in use or refused by the disk, 2 wrongly used.
 *
 * <p>Start reading at {@link io.tidemark.connectors.audit.AuditCommand}.
 */
@NullMarked
package io.tidemark.connectors.audit;

import org.jspecify.annotations.NullMarked;

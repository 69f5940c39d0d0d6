// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.policy;

import java.util.List;
import java.util.Optional;

/** Is asked before a request is taken. It is no judgement of what is drawn: pictures are not looked at. */
public interface Policy {
    /** Allows everything. */
    Policy NONE = _ -> Optional.empty();

    /**
     * A request that is about to be taken.
     *
     * @param negative what is to be avoided, empty if nothing was said
     * @param images bytes of references and mask
     * @param user hash of the key's user, empty for none
     */
    record Asked(String prompt, String negative, List<byte[]> images, String key, String user) {}

    /** Why a request is refused, for the caller; empty if it is not. */
    Optional<String> refusal(Asked asked);
}

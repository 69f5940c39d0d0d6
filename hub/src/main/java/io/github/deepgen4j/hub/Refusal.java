// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.hub;

/** The hub said no, for good. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final int status;
    private final String code;

    /**
     * @param where   address without its query
     * @param code    the header {@code X-Error-Code}, or empty
     * @param message the header {@code X-Error-Message}, or empty
     */
    Refusal(String where, int status, String code, String message) {
        super(where + " answers " + status + (message.isEmpty() ? "" : ": " + message));
        this.status = status;
        this.code = code;
    }

    /** This refusal in words, with what the user can do. */
    HubException explained(RepositoryId repository, String revision, HubSettings settings) {
        String page = settings.endpoint() + "/" + repository;
        boolean token = settings.token().isPresent();
        String advice = switch (code) {
            case "GatedRepo" ->
                repository + " is gated: ask for access on " + page
                        + (token ? " with the account of your token" : ", then set HF_TOKEN to a token of yours");
            case "RevisionNotFound" -> repository + " has no revision " + revision;
            case "EntryNotFound" -> "the file is gone from " + repository + "; try again";
            default -> advice(repository, page, token);
        };
        return new HubException(advice + " (" + getMessage() + ")", this);
    }

    private String advice(RepositoryId repository, String page, boolean token) {
        return switch (status) {
            // The hub says 401, not 404, for an unknown name, so as not to betray which private ones there are.
            case UNAUTHORIZED, NOT_FOUND ->
                token
                        ? "no repository " + repository + " that your token opens: check the name and HF_TOKEN"
                        : "no public repository " + repository
                                + ": check the name; a private or gated one needs a token in HF_TOKEN";
            case FORBIDDEN ->
                "no access to " + repository + ": see " + page
                        + (token ? ", and what your token may read" : ", and set HF_TOKEN to a token of yours");
            default -> "the hub refuses; is HF_ENDPOINT right?";
        };
    }
}

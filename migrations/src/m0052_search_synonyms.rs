//! Search: synonyms that staff add, and what was searched and not found.

migration!(
    &[
        "CREATE TABLE search_synonym (
        id uuid NOT NULL PRIMARY KEY,
        term text NOT NULL,
        words json NOT NULL,
        created_by uuid REFERENCES person,
        created_at timestamptz NOT NULL,
        removed_at timestamptz
    )",
        "CREATE UNIQUE INDEX search_synonym_term ON search_synonym (term) WHERE removed_at IS NULL",
        "CREATE TABLE search_miss (
        id uuid NOT NULL PRIMARY KEY,
        searched text NOT NULL UNIQUE,
        searches bigint NOT NULL,
        first_on date NOT NULL,
        last_on date NOT NULL
    )",
        "CREATE INDEX search_miss_searches_id ON search_miss (searches, id)",
        "CREATE INDEX search_miss_last_on_searches ON search_miss (last_on, searches)",
    ],
    &[]
);

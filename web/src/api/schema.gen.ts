// Generated from ../openapi.json by `npm run types`. Do not edit.

export interface paths {
    "/api/v1/analyze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Reads texts as reviews are read; nothing is stored. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AnalyzeRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AnalyzeResponse"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Writes a copy of the data while everything goes on, and reads it back. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BackupRequest"];
                };
            };
            responses: {
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskBody"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Compares two slices. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CompareRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CompareResponse"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Explains why a review is among the hits, or which clause, filter or fact keeps it out. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ExplainRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Explanation"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Exports every review of a slice. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ExportRequest"];
                };
            };
            responses: {
                /** @description One row a review; `x-total-count` tells how many */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": string;
                        "application/x-ndjson": string;
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/facets/{field}/values": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lists the values of a facet. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description A facet of `GET /fields` */
                    field: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ValuesRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Facet"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Names, labels, kinds. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FieldList"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/generations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The built indexes: the one that answers, the one before, what is being built, what failed. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GenerationList"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/generations/{id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Brings an earlier generation up to date and switches to it. One that another analysis made is refused. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskBody"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The ledger. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ImportList"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Takes in an export: the file is kept until its task, which tells how it goes, has ended. The task's result is the report; for an archive
         *     the sums, with a report of each file under `members`.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "multipart/form-data": components["schemas"]["ImportForm"];
                };
            };
            responses: {
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskBody"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows an export as it would be imported: what is recognised, its columns with samples, its first rows with their faults. Stores nothing. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "multipart/form-data": components["schemas"]["ImportForm"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ImportPreview"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{number}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One import. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Import"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/imports/{number}/rejects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rejected rows of an import as CSV: what was wrong, then the columns of the file as they stood. Repaired, the file can be imported. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    number: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": string;
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All keys. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KeyList"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Makes a key and shows it, this once. From the first key on every request needs one. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["KeyRequest"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NewKey"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revokes a key: it is refused from now on, for ever. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Id or name of the key */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Key"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mappings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The mappings that are kept, and the presets. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MappingList"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mappings/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Keeps a mapping under a name, in place of an earlier one. Imports then take it by that name, and, where it says by which columns, without
         *     being told.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Mapping"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KeptMapping"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Drops a mapping. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MappingDropped"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pain-points": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Finds the pain points of a slice. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PainPointsRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PainPointsResponse"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pivot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Counts a slice by up to three dimensions. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PivotRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PivotResponse"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reindex": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Builds a new generation from the store, compares it with the store and switches to it; searches go on meanwhile. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskBody"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviews/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One review. */
        get: {
            parameters: {
                query?: {
                    /** @description Query text whose terms are highlighted. */
                    q?: string;
                    /** @description Whether other wordings of its pieces are highlighted too. */
                    synonyms?: boolean;
                    /** @description Whether it is highlighted as an approximate search does. */
                    approximate?: boolean;
                };
                header?: never;
                path: {
                    /** @description `source:external_id`, percent-encoded */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReviewDetail"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Corrects what was read out of a review. Corrections override the analysis, also in counts, until the text changes. */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description `source:external_id`, percent-encoded */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CorrectionWire"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReviewDetail"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Searches reviews by the parameters of the page's address. */
        get: {
            parameters: {
                query?: {
                    /** @description Query text */
                    q?: string;
                    /** @description `1..2.5` or `5` */
                    rating?: string;
                    /** @description `2021-01-01..2021-06-30` */
                    created?: string;
                    /** @description Any facet by its name; `-item` excludes */
                    item?: string[];
                    sort?: string;
                    limit?: number;
                    cursor?: string;
                    synonyms?: boolean;
                    approximate?: boolean;
                    /** @description Names joined by commas */
                    facets?: string;
                    /** @description Interval */
                    timeline?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SearchResponse"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Searches reviews. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SearchRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SearchResponse"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a key is needed and what the presented one may do. Anyone may ask; a key that is wrong, revoked or expired is refused. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Session"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tasks, newest first: those to be done, the one under way, and those that ended within two weeks. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskList"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A task. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskBody"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends a task: at once while it is queued or stalled, else at its next safe point. What was stored stays. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskBody"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tasks/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The task as it moves: events `progress` and, last, `end`, each with the whole task as its data. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": components["schemas"]["TaskBody"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/terms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Finds what a slice says more often than a background. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TermsRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TermsResponse"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Checks the store, and the index against it. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VerificationBody"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/words": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The words that users added. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WordList"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Adds and removes words; a task then cuts the texts anew, while searches go on as before. The hits of a search stay the same. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WordsRequest"];
                };
            };
            responses: {
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WordsChanged"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/words/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows how words would be cut, and texts with them, before and after a change. Changes nothing. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PreviewRequest"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Preview"];
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process is alive. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics for Prometheus. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The index has caught up with the store, or one that is older than the analysis in use answers meanwhile; further lines say so. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Texts to analyse. */
        AnalyzeRequest: {
            /**
             * @description At most 100 texts.
             * @default []
             */
            texts: string[];
            /**
             * @description The pack of aspects; the configured default when left out.
             * @default null
             */
            pack: string | null;
        };
        /** @description The analyses, in the order of the texts. */
        AnalyzeResponse: {
            /** @description The pack that was used. */
            pack: string;
            /** @description Names the models, lists and packs that read the texts. */
            analysis_version: string;
            texts: components["schemas"]["TextAnalysis"][];
        };
        /** @description An aspect that a text talks about. */
        Aspect: {
            /** @description Its id. */
            aspect: string;
            /** @description Its name in Chinese; `/fields` has all names. */
            label: string;
            /** @description The aspect of the first level that it belongs to. */
            parent?: string | null;
            /** @description negative, neutral or positive. */
            polarity: string;
            /**
             * Format: double
             * @description −1 to 1.
             */
            score: number;
            /** @description What is said of it. */
            opinions: components["schemas"]["AspectOpinion"][];
        };
        /** @description What people call an aspect. */
        AspectName: {
            /** @description The value of the field `aspect`. */
            id: string;
            /** @description The aspect that it is a part of; null for those of the first level. */
            parent?: string | null;
            label: components["schemas"]["Label"];
        };
        /** @description An opinion below its aspect. */
        AspectOpinion: {
            /** @description What is judged; null when unsaid. */
            term?: string | null;
            /** @description The words that judge. */
            opinion: string;
            /** @description title, text or append. */
            field: string;
            /** @description Both and what stands between: `[start, end)` in Unicode scalars of the field. */
            range: number[];
        };
        /** @description Where to write a copy of the data. */
        BackupRequest: {
            /**
             * @description Directory on the machine of the service, absolute, that does not exist or is empty.
             * @default
             */
            path: string;
            /**
             * @description Whether the index goes with it; without it the index is rebuilt after restoring.
             * @default false
             */
            index: boolean;
        };
        /** @description Where a review stands with the people who handle it. */
        Case: {
            status: string;
            tags: string[];
        };
        /** @description How one clause judges. */
        Clause: {
            /** @description title, text or append. */
            field: string;
            /** @description `[start, end)` in Unicode scalars of the field. */
            range: number[];
            /**
             * Format: double
             * @description −1 to 1.
             */
            score: number;
        };
        /** @description One leaf of the query. */
        ClauseBody: {
            /** @description As one would type it. */
            text: string;
            /** @description Whether it holds, by itself. */
            matched: boolean;
            /** @description Whether it must not hold. */
            negated: boolean;
            /** @description The part in which `ranges` lie: text, title, append or reply. */
            part?: string | null;
            /** @description Where its characters stand in that part, `[start, end)` in Unicode scalars. */
            ranges: number[][];
            /** @description Where they stand in other parts. */
            elsewhere: components["schemas"]["PartRanges"][];
            /** @description What it looks for and does not find. */
            missing: string[];
            /** @description For a condition on a field: what was asked and what the review has. */
            detail?: string | null;
        };
        /** @description Which reviews to compare. */
        CompareRequest: {
            /** @description A slice with `q` and `filter`: what is looked at. */
            a?: Record<string, never>;
            /** @description A slice with `q` and `filter`: what it is held against. The two should share no review. */
            b?: Record<string, never>;
            /**
             * @description Whether pieces of both queries may occur in other wordings.
             * @default false
             */
            synonyms: boolean;
            /**
             * @description Whether half of the pieces are enough.
             * @default false
             */
            approximate: boolean;
        };
        /** @description Two slices of one snapshot. All differences are `a` minus `b`, all intervals hold 95 %, and words say how `a` stands against `b`. */
        CompareResponse: {
            a: components["schemas"]["ComparedSide"];
            b: components["schemas"]["ComparedSide"];
            /**
             * Format: int64
             * @description Reviews in both: tests and intervals take the slices for disjoint, so they mean nothing where this is much of a side.
             */
            overlap: number;
            difference: components["schemas"]["ComparedFigures"];
            /** @description Aspects that either talks about, the most certain difference of complaints first. */
            aspects: components["schemas"]["ComparedAspect"][];
            /** @description Opinions that are more frequent in one than in the other, most characteristic first: at most 50, each held by three reviews of a side. */
            opinions: components["schemas"]["ComparedOpinion"][];
        };
        /** @description One aspect in both slices. Its own difference is of the shares of reviews that complain of it. */
        ComparedAspect: components["schemas"]["Contrast"] & {
            aspect: string;
            /** @description The aspect for people. */
            label: string;
            a: components["schemas"]["ComparedAspectSide"];
            b: components["schemas"]["ComparedAspectSide"];
            /** @description Of the shares of reviews that mention it. */
            mentions: components["schemas"]["Contrast"];
        };
        /** @description One aspect in one slice. */
        ComparedAspectSide: {
            /**
             * Format: int64
             * @description Reviews that mention it: the sum of the three below.
             */
            count: number;
            /**
             * Format: double
             * @description `count` divided by the reviews of the slice.
             */
            share: number;
            /**
             * Format: double
             * @description Praise minus complaints, divided by `count`: −1 to 1; null where nobody mentions it.
             */
            net?: number | null;
            negative: components["schemas"]["ComparedFigure"];
            neutral: components["schemas"]["ComparedFigure"];
            positive: components["schemas"]["ComparedFigure"];
            /** @description The slice that holds exactly the `count` reviews. */
            slice: Record<string, never>;
        };
        /** @description A count with the slice that reproduces it. */
        ComparedFigure: {
            /** Format: int64 */
            count: number;
            /**
             * Format: double
             * @description `count` divided by the reviews of the slice.
             */
            share: number;
            slice: Record<string, never>;
        };
        /** @description How the slices differ as a whole. */
        ComparedFigures: {
            /** @description In stars; Welch's test, effect Cohen's d. */
            avg_rating: components["schemas"]["Contrast"];
            /**
             * Format: double
             * @description Cliff's delta of the ratings, −1 to 1: how much more often a rating of `a` is above one of `b` than below; null without ratings.
             */
            ratings_delta?: number | null;
            /** @description Of the sentiment score; Welch's test, effect Cohen's d. */
            avg_sentiment: components["schemas"]["Contrast"];
            /** @description Share of negative and very negative reviews. */
            negative_share: components["schemas"]["Contrast"];
            /** @description Share of ratings of two stars or fewer among the rated reviews. */
            poor_share: components["schemas"]["Contrast"];
        };
        /** @description One opinion in both slices. */
        ComparedOpinion: components["schemas"]["Contrast"] & {
            opinion: string;
            a: components["schemas"]["ComparedFigure"];
            b: components["schemas"]["ComparedFigure"];
            /** @description `a` or `b` where only that slice has it. */
            only?: string | null;
            /**
             * Format: double
             * @description z-score of the log-odds: above 0 where `a` says it more often.
             */
            score: number;
        };
        /** @description One of two slices. */
        ComparedSide: {
            /** @description As in `POST /search`. */
            summary: components["schemas"]["Summary"];
            /** @description The slice itself. */
            slice: Record<string, never>;
        };
        /** @description A difference, `a` minus `b`. Numbers are null where a side has too few reviews. */
        Contrast: {
            /** Format: double */
            difference?: number | null;
            /** @description Of means Welch's, of shares Newcombe's. */
            interval?: number[] | null;
            /**
             * Format: double
             * @description Of shares Fisher's test with mid-p; corrected by Holm's method for the number of aspects or of opinions.
             */
            p_value?: number | null;
            /**
             * Format: double
             * @description Cohen's d of means, Cohen's h of shares: 0.2 is small, 0.5 medium, 0.8 large.
             */
            effect?: number | null;
            /** @description better, worse, more, less, alike or unknown. */
            verdict: string;
            /** @description The verdict in the language of the answer. */
            words: string;
        };
        /** @description An aspect as an operator sees it. */
        CorrectedAspectBody: {
            /** @description Its id. */
            aspect: string;
            /** @description negative, neutral or positive. */
            polarity: string;
        };
        /** @description Corrections in effect; what is null comes from the analysis. */
        CorrectionBody: {
            bucket?: string | null;
            aspects?: components["schemas"]["CorrectedAspectBody"][] | null;
            /** @description Flags that hold though they were not found. */
            flags_added: string[];
            /** @description Flags that do not hold though they were or may be found. */
            flags_removed: string[];
        };
        /** @description What to correct: a part left out stays as it is, null gives it back to the analysis. */
        CorrectionWire: {
            /**
             * @description very_negative, negative, neutral, positive or very_positive.
             * @default null
             */
            bucket: string | null;
            /**
             * @description All aspects that hold.
             * @default null
             */
            aspects: components["schemas"]["CorrectedAspectBody"][] | null;
            /**
             * @description All flags that hold.
             * @default null
             */
            flags: string[] | null;
        };
        /** @description A review with nearly the same text. */
        DuplicateBody: {
            /** @description `source:external_id`. */
            id: string;
            /** @description RFC 3339 in the configured zone; null when unknown. */
            created_at?: string | null;
            text: string;
        };
        /** @description What keeps a review out. */
        ExclusionBody: {
            /** @description clause, filter, not_imported, rejected or not_indexed. */
            kind: string;
            /** @description In words. */
            detail: string;
            /** @description Place of the clause among the clauses. */
            clause?: number | null;
            /** @description Field of the filter. */
            field?: string | null;
            /**
             * Format: int64
             * @description The import that rejected its row.
             */
            import?: number | null;
            /**
             * Format: int64
             * @description The row in that import's file.
             */
            row?: number | null;
            /** @description Why it was rejected. */
            reason?: string | null;
            /** @description Reviews with the same external id in other sources. */
            suggestions: string[];
        };
        /** @description Which review, and the slice in which it is looked for. */
        ExplainRequest: {
            /**
             * @description `source:external_id`, or an external id that only one source has.
             * @default
             */
            id: string;
            /**
             * @description Query text; blank for all reviews.
             * @default
             */
            q: string;
            /**
             * @description Conditions on fields.
             * @default {}
             */
            filter: components["schemas"]["Filter"];
            /**
             * @description Whether pieces of the query may occur in other wordings.
             * @default false
             */
            synonyms: boolean;
            /**
             * @description Whether half of the pieces are enough.
             * @default false
             */
            approximate: boolean;
            /**
             * @description The order of the search; only `relevance` has a score.
             * @default relevance
             */
            sort: string;
        };
        /** @description What becomes of a review in a slice. */
        Explanation: {
            id: string;
            /** @description Whether it is among the hits. */
            matches: boolean;
            /** @description The leaves of the query, in the order typed. */
            clauses: components["schemas"]["ClauseBody"][];
            /** @description The conditions of the filter; nested slices last, as `all` and `none`. */
            filters: components["schemas"]["FilterBody"][];
            excluded_by?: components["schemas"]["ExclusionBody"] | null;
            score?: components["schemas"]["ScoreBody"] | null;
        };
        /** @description What to export. */
        ExportRequest: {
            /**
             * @description Query text; blank for all reviews.
             * @default
             */
            q: string;
            /**
             * @description Conditions on fields.
             * @default {}
             */
            filter: components["schemas"]["Filter"];
            /**
             * @description Whether pieces of the query may occur in other wordings.
             * @default false
             */
            synonyms: boolean;
            /**
             * @description Whether half of the pieces are enough.
             * @default false
             */
            approximate: boolean;
            /**
             * @description csv or jsonl.
             * @default
             */
            format: string;
            /**
             * @description relevance, newest, oldest, rating_asc, rating_desc or likes.
             * @default relevance
             */
            sort: string;
        };
        /** @description Counts per value. */
        Facet: {
            buckets: components["schemas"]["FacetBucket"][];
            /**
             * Format: int64
             * @description Values with at least one review.
             */
            distinct: number;
            /**
             * Format: int64
             * @description Reviews without a value.
             */
            missing: number;
        };
        /** @description One value. */
        FacetBucket: {
            value: string;
            /** Format: int64 */
            count: number;
            /** @description Whether the request's filter names it. */
            selected: boolean;
        };
        /** @description One fault on the wire. */
        Fault: {
            code: string;
            detail: string;
            field?: string | null;
            hint?: string | null;
            /** @description What to send in place of the text at fault, where one is known that can be read. */
            repair?: string | null;
        };
        /** @description One field. */
        Field: {
            name: string;
            label: components["schemas"]["Label"];
            /** @description text, keyword, rating, time, count or derived. */
            kind: string;
            facetable: boolean;
            sortable: boolean;
            filterable: boolean;
        };
        /** @description All fields. */
        FieldList: {
            /** @description IANA name of the zone in which days are cut. */
            zone: string;
            fields: components["schemas"]["Field"][];
            /** @description All aspects of the packs in effect, in their order. */
            aspects: components["schemas"]["AspectName"][];
            /** @description All flags. */
            flags: components["schemas"]["FlagName"][];
        };
        /**
         * @description Conditions on fields. Values inside one field are OR, fields are AND. Every keyword facet of `GET /fields` is a property that takes
         *     a list of values.
         */
        Filter: {
            /** @description A range `{"gte":1,"lte":2.5}` or a list of ratings `[1, 4.5]`. */
            rating?: Record<string, never> | null;
            /** @description `{"from":…,"to":…}`: days `YYYY-MM-DD` (both included) or RFC 3339 instants (`to` excluded). */
            created?: Record<string, never> | null;
            /** @description Sentiment buckets. */
            sentiment?: string[] | null;
            /** @description Sources. */
            source?: string[] | null;
            /** @description Items. */
            item?: string[] | null;
            /** @description Ids of aspects; a parent takes its children. */
            aspect?: string[] | null;
            /** @description Aspects with a polarity, such as `service_wait_time:negative`; a parent takes its children. */
            aspect_sentiment?: string[] | null;
            /** @description Normal forms of opinions. */
            opinion?: string[] | null;
            /** @description Any of `low_information`, `advertising`, `abuse`, `privacy`, `conflict`, `duplicate`, `burst`. */
            flag?: string[] | null;
            /** @description Has any of `reply`, `append`, `image`. */
            has?: string[] | null;
            /** @description Lacks any of these fields: a facet, `rating` or `created`. */
            missing?: string[] | null;
            /** @description The same fields; each excludes on its own. */
            not?: Record<string, never> | null;
            /** @description Slices that must all hold. */
            all?: Record<string, never>[] | null;
            /** @description Slices none of which may hold. */
            none?: Record<string, never>[] | null;
        };
        /** @description One condition of the filter. */
        FilterBody: {
            field: string;
            /** @description Whether the review passes it. */
            holds: boolean;
            /** @description Whether it excludes. */
            negated: boolean;
            /** @description What the review has. */
            value?: string | null;
            /** @description What was asked and what the review has. */
            detail: string;
        };
        /** @description Something that was found in the data. */
        FindingBody: {
            code: string;
            /** @description error, or notice for what is only worth a look. */
            severity: string;
            detail: string;
            /** @description The command that mends it, or what to do. */
            repair: string;
            /** @description The reviews that it is about, as a slice; null where they cannot be named. */
            slice?: unknown;
        };
        /** @description Everything that is read out of a text, in the order of the API's documents. */
        FindingsBody: {
            sentiment: components["schemas"]["Sentiment"];
            clauses: components["schemas"]["Clause"][];
            aspects: components["schemas"]["Aspect"][];
            opinions: components["schemas"]["Opinion"][];
            flags: components["schemas"]["Flag"][];
        };
        /** @description Why a text should be looked at. */
        Flag: {
            /** @description low_information, advertising, abuse, privacy, conflict, duplicate or burst. */
            flag: string;
            /** @description The rule that raised it. */
            reason: string;
            /** @description What was found: words of the text or a figure. */
            evidence: string;
            /** @description title, text or append; absent when the evidence stands in none. */
            field?: string | null;
            range?: number[] | null;
        };
        /** @description What people call a flag. */
        FlagName: {
            /** @description The value of the field `flag`. */
            id: string;
            label: components["schemas"]["Label"];
            /** @description What the rules for it may find. */
            reasons: components["schemas"]["ReasonName"][];
        };
        /** @description One built index. */
        Generation: {
            id: string;
            /** @description building, ready (complete, never answered), serving, previous (can be switched back to) or failed. */
            state: string;
            /**
             * Format: int64
             * @description Reviews that it holds, or held when it answered last.
             */
            reviews: number;
            /**
             * Format: int64
             * @description Bytes of its files.
             */
            bytes: number;
            /**
             * Format: int64
             * @description Changes of the store that it does not hold; they are taken in before it is switched to.
             */
            behind: number;
            built_at: string;
            /** @description When it was last switched to. */
            activated_at?: string | null;
            analysis_version: string;
            outdated?: components["schemas"]["OutdatedBody"] | null;
            /** @description Why it cannot be used. */
            failure?: string | null;
        };
        /** @description All generations, newest first. */
        GenerationList: {
            generations: components["schemas"]["Generation"][];
            /** @description Why the generation that answered before the start could not be opened or was older; null when all is well. */
            trouble?: string | null;
        };
        /** @description One review of a page. */
        Hit: components["schemas"]["FindingsBody"] & {
            /** @description `source:external_id`. */
            id: string;
            source: string;
            item_name?: string | null;
            /**
             * Format: double
             * @description Stars, 0.5 to 5.
             */
            rating?: number | null;
            /** @description RFC 3339 in the configured zone; null when unknown. */
            created_at?: string | null;
            /** @description second, minute or day. */
            created_precision?: string | null;
            title?: string | null;
            text: string;
            append?: string | null;
            reply?: string | null;
            /** Format: int32 */
            likes?: number | null;
            /** @description Ranges `[start, end)` in Unicode scalars of `text`. */
            highlights: number[][];
            /** @description The same for `title`. */
            title_highlights: number[][];
            /** @description The same for `append`. */
            append_highlights: number[][];
            /** @description Ranges in `reply`, where the query names it. */
            reply_highlights: number[][];
            case: components["schemas"]["Case"];
        };
        /** @description One import in the ledger. */
        Import: components["schemas"]["ImportCounts"] & {
            /** Format: int64 */
            number: number;
            file: string;
            source: string;
            /** @description running, done, failed or interrupted. */
            state: string;
            /** @description The sheets of a workbook that were read, each with its sums; empty for other files. */
            sheets: components["schemas"]["SheetCounts"][];
            warnings: components["schemas"]["ImportWarning"][];
            started_at: string;
            ended_at?: string | null;
            failure?: string | null;
        };
        /** @description `records = inserted + updated + unchanged + rejected`. */
        ImportCounts: {
            /** Format: int64 */
            rows_read: number;
            /** Format: int64 */
            records: number;
            /** Format: int64 */
            inserted: number;
            /** Format: int64 */
            updated: number;
            /** Format: int64 */
            unchanged: number;
            /** Format: int64 */
            rejected: number;
        };
        /** @description What to import: a file, and what is to be said of it. */
        ImportForm: {
            /** Format: binary */
            file: string;
            /** @description Source of the reviews, `[a-z0-9_-]+`, instead of the preset's. */
            source?: string | null;
            /** @description Name of a preset, instead of the recognised one. */
            preset?: string | null;
            /** @description A mapping as JSON, or the name of one that is kept. */
            mapping?: string | null;
            /** @description The item of rows that name none. */
            item?: string | null;
            /** @description Where in a JSON document the reviews are, such as `data.list`. */
            path?: string | null;
            /** @description utf-8, utf-16le, utf-16be or gb18030, instead of the recognised one. */
            encoding?: string | null;
        };
        /** @description The ledger, newest first. */
        ImportList: {
            imports: components["schemas"]["Import"][];
        };
        /** @description A file as it would be imported. Its first table is described here, further sheets and the other files of an archive under `more`. */
        ImportPreview: components["schemas"]["TablePreview"] & {
            /** @description Further tables: sheets of a workbook, files of an archive. */
            more: components["schemas"]["TablePreview"][];
            /** @description Files of an archive that are no exports. */
            skipped: string[];
        };
        /** @description What a file lacks, or what was noticed in it. */
        ImportWarning: {
            code: string;
            detail: string;
            /** @description The whole of it for a person, in the language of the request. */
            message: string;
        };
        /** @enum {string} */
        IntervalOption: "auto" | "day" | "week" | "month" | "quarter" | "year";
        /** @description A mapping that is kept. */
        KeptMapping: {
            name: string;
            mapping: components["schemas"]["Mapping"];
            updated_at: string;
        };
        /** @description What is known of a key; the key itself is kept nowhere. */
        Key: {
            /** Format: int64 */
            id: number;
            name: string;
            /** @description `reader`, `operator` or `admin`. */
            role: string;
            /** @description How the key begins. */
            prefix: string;
            created_at: string;
            /** @description From when on it is refused; null for never. */
            expires_at?: string | null;
            /** @description To the minute, across restarts. */
            last_used_at?: string | null;
            revoked_at?: string | null;
            /** @description Whether it opens anything now. */
            valid: boolean;
        };
        /** @description All keys, revoked ones included. */
        KeyList: {
            /** @description By id. */
            keys: components["schemas"]["Key"][];
        };
        /** @description A key to make. */
        KeyRequest: {
            /**
             * @description What people call it, 1 to 60 characters.
             * @default
             */
            name: string;
            /**
             * @description `reader`, `operator` or `admin`.
             * @default
             */
            role: string;
            /**
             * @description When it ends: `90d`, `2027-01-01` (as that day begins) or an instant with offset; null for never.
             * @default null
             */
            expires: string | null;
        };
        /** @description A name for people. */
        Label: {
            zh: string;
            en: string;
        };
        /** @description What the columns of a file are, and how their values are read. */
        Mapping: {
            /**
             * @description Source of the reviews, `[a-z0-9_-]+`.
             * @default null
             */
            source: string | null;
            /**
             * @description The item of rows that name none.
             * @default null
             */
            item: string | null;
            /**
             * @description Columns that must all be there for the mapping to be taken without being named; with none it is taken by name only.
             * @default []
             */
            header: string[];
            /**
             * @description By column the field that it carries (as `/fields` names it), `answer` for an answer to an open question, or null for a column that
             *     is left out. Columns that are not named are known by their names. A star in a name stands for anything.
             * @default {}
             */
            columns: {
                [key: string]: string | null;
            };
            /**
             * @description More columns with answers to open questions: each answer becomes a review of its own.
             * @default []
             */
            answers: string[];
            /**
             * @description Where in a JSON document the reviews are, such as `data.list`.
             * @default null
             */
            path: string | null;
            /**
             * @description The largest rating: 5, 10 or 100.
             * @default 5
             */
            scale: components["schemas"]["RatingScale"];
            /**
             * @description The IANA name of the zone of times without an offset.
             * @default null
             */
            zone: string | null;
            /**
             * @description Cell values that mean "absent".
             * @default []
             */
            missing: string[];
        };
        /** @description A mapping that is gone. */
        MappingDropped: {
            name: string;
        };
        /** @description The mappings that are kept, by name, and the presets, in the order in which they are tried. */
        MappingList: {
            mappings: components["schemas"]["KeptMapping"][];
            presets: components["schemas"]["PresetMapping"][];
        };
        /**
         * @description What to say of each cell.
         * @enum {string}
         */
        Metric: "count" | "avg_rating" | "avg_sentiment";
        /** @description A new key. */
        NewKey: components["schemas"]["Key"] & {
            /** @description The key itself: shown this once. */
            key: string;
        };
        /** @description Reviews that complain of nothing. */
        NoComplaint: {
            /** Format: int64 */
            count: number;
            /**
             * Format: double
             * @description Null where no difference of means is known.
             */
            impact?: number | null;
        };
        /** @description What a text says of something. */
        Opinion: {
            /** @description The id of its aspect; null when no pack knows it. */
            aspect?: string | null;
            /** @description What is judged; null when unsaid. */
            term?: string | null;
            /** @description The words that judge. */
            opinion: string;
            /** @description negative, neutral or positive. */
            polarity: string;
            /** @description Its normal form: the value of the facet `opinion`. */
            key: string;
            /** @description title, text or append. */
            field: string;
            /** @description Both and what stands between: `[start, end)` in Unicode scalars of the field. */
            range: number[];
            term_range?: number[] | null;
            opinion_range: number[];
        };
        /** @description Complaints that are none of the points. */
        OtherComplaints: {
            /**
             * Format: int64
             * @description Reviews with a complaint that is none of the points.
             */
            count: number;
            /**
             * Format: double
             * @description Null where no difference of means is known.
             */
            impact?: number | null;
            /**
             * Format: int64
             * @description Keys that `limit` left out.
             */
            keys: number;
        };
        /** @description What has changed since an index was built. */
        OutdatedBody: {
            /** @description Of text, insight, fields and zone; empty when the index does not say. */
            changed: string[];
            detail_zh: string;
            detail_en: string;
            /** @description What makes a new one. */
            command: string;
        };
        /** @description One pain point. */
        PainPoint: {
            /** @description By aspect a pair such as `service_wait_time:negative`, by opinion its normal form. */
            key: string;
            /** @description The key for people. */
            label: string;
            /** @description Id of the aspect; of an opinion, that which its quotes are about, if any. */
            aspect?: string | null;
            /** @description Always negative. */
            polarity: string;
            /**
             * Format: int64
             * @description Reviews of the slice that complain of it.
             */
            count: number;
            /**
             * Format: int64
             * @description The same with near-duplicates counted once.
             */
            distinct_count: number;
            /**
             * Format: double
             * @description `count` divided by `total`.
             */
            share: number;
            /**
             * Format: int64
             * @description Reviews of the baseline that complain of it.
             */
            baseline_count: number;
            /**
             * Format: double
             * @description `baseline_count` divided by `baseline_total`; null for an empty baseline.
             */
            baseline_share?: number | null;
            /**
             * Format: double
             * @description How many times as frequent it is as in the baseline, near-duplicates counted once; null for an empty baseline.
             */
            lift?: number | null;
            /** @description Interval of the lift; null for an empty baseline. */
            interval?: number[] | null;
            /**
             * Format: double
             * @description How likely so different a share is where slice and baseline do not differ, corrected for all keys; null for an empty baseline.
             */
            p_value?: number | null;
            /**
             * Format: double
             * @description Its part of `mean_rating` − `baseline_mean_rating`, in stars; null where one of them is.
             */
            impact?: number | null;
            /**
             * Format: double
             * @description The slice's mean rating without these reviews, minus `mean_rating`; does not add up. Null where no rated review is left.
             */
            removal_delta?: number | null;
            /** @description Complaints by calendar bucket, without gaps. */
            trend: components["schemas"]["PainPointBucket"][];
            /** @description day, week, month, quarter or year. */
            trend_interval: string;
            /** @description First day of the first bucket from which it is worse; null where no change is certain. */
            since?: string | null;
            /**
             * Format: double
             * @description How many times as frequent it is since then.
             */
            change?: number | null;
            /**
             * Format: double
             * @description What ranks it: the product of the parts.
             */
            score: number;
            score_parts: components["schemas"]["PainPointScore"];
            /** @description Sentences of its reviews. */
            quotes: components["schemas"]["PainPointQuote"][];
            /** @description The slice that holds exactly the `count` reviews. */
            slice: Record<string, never>;
            /** @description The slice that holds exactly the `baseline_count` reviews; null where the widened query has no such form. */
            baseline_slice?: Record<string, never> | null;
        };
        /** @description One calendar bucket. */
        PainPointBucket: {
            /** @description First day. */
            start: string;
            /**
             * Format: int64
             * @description Reviews of the slice that complain of the point.
             */
            count: number;
            /**
             * Format: int64
             * @description Reviews of the slice.
             */
            total: number;
        };
        /** @description A sentence of a review. */
        PainPointQuote: {
            /** @description `source:external_id`. */
            id: string;
            /** @description Title, text or follow-up of the review, or a window of it. */
            text: string;
            /** @description The sentence in `text`, `[start, end)` in Unicode scalars. */
            range: number[];
            /**
             * Format: double
             * @description Stars.
             */
            rating?: number | null;
            /** @description RFC 3339 in the configured zone. */
            created_at?: string | null;
            item_name?: string | null;
        };
        /** @description The factors of a score. */
        PainPointScore: {
            /**
             * Format: double
             * @description Share of the slice in percent, shrunk.
             */
            volume: number;
            /**
             * Format: double
             * @description How negative its reviews are, 0 to 1, shrunk.
             */
            negativity: number;
            /**
             * Format: double
             * @description How many times as frequent it is as in the baseline, shrunk towards 1.
             */
            over_representation: number;
            /**
             * Format: double
             * @description 1 where it has not become worse, up to 2.
             */
            movement: number;
        };
        /** @description Where to look for pain points, and against what. */
        PainPointsRequest: {
            /**
             * @description Query text; blank for all reviews.
             * @default
             */
            q: string;
            /**
             * @description Conditions on fields.
             * @default {}
             */
            filter: components["schemas"]["Filter"];
            /**
             * @description Whether pieces of the query may occur in other wordings.
             * @default false
             */
            synonyms: boolean;
            /**
             * @description Whether half of the pieces are enough.
             * @default false
             */
            approximate: boolean;
            /**
             * @description `"rest"`: all reviews that are not in the slice. `"previous_period"`: as many days directly before those of `filter.created`, moved by
             *     whole weeks. Or a slice with `q` and `filter`.
             */
            baseline?: Record<string, never>;
            /**
             * @description `aspect` or `opinion`.
             * @default aspect
             */
            by: string;
            /**
             * @description Points at most, 1 to 100.
             * @default 20
             */
            limit: number;
            /**
             * @description Quotes of each point at most, 0 to 10.
             * @default 3
             */
            quotes: number;
        };
        /** @description What stands out as negative in a slice, all of one snapshot. */
        PainPointsResponse: {
            /**
             * Format: int64
             * @description Reviews in the slice.
             */
            total: number;
            /**
             * Format: int64
             * @description Reviews in the baseline.
             */
            baseline_total: number;
            /**
             * Format: double
             * @description Mean rating of the slice in stars; null without a rated review.
             */
            mean_rating?: number | null;
            /**
             * Format: double
             * @description Mean rating of the baseline in stars; null without a rated review. All impacts add up to `mean_rating` minus this.
             */
            baseline_mean_rating?: number | null;
            /** @description Highest score first. */
            points: components["schemas"]["PainPoint"][];
            /** @description Complaints that are none of the points. */
            other: components["schemas"]["OtherComplaints"];
            /** @description Reviews that complain of nothing. */
            none: components["schemas"]["NoComplaint"];
            /** @description How it was computed, in the language of the answer: test, correction, intervals, shrinkage, score, impact. */
            method: string;
        };
        /** @description Ranges of one part. */
        PartRanges: {
            part: string;
            ranges: number[][];
        };
        /** @description One combination of values. */
        PivotCell: {
            /** @description One for each dimension: a value, the first day of a calendar bucket, or null for reviews without one. */
            values: (string | null)[];
            /** Format: int64 */
            count: number;
            /**
             * Format: double
             * @description When asked for; null without a rated review.
             */
            avg_rating?: number | null;
            /**
             * Format: double
             * @description When asked for.
             */
            avg_sentiment?: number | null;
            /** @description The slice that holds exactly these reviews. */
            slice: Record<string, never>;
        };
        /** @description What to count by. */
        PivotRequest: {
            /**
             * @description Query text; blank for all reviews.
             * @default
             */
            q: string;
            /**
             * @description Conditions on fields.
             * @default {}
             */
            filter: components["schemas"]["Filter"];
            /**
             * @description Whether pieces of the query may occur in other wordings.
             * @default false
             */
            synonyms: boolean;
            /**
             * @description Whether half of the pieces are enough.
             * @default false
             */
            approximate: boolean;
            /**
             * @description One to three: any facet, day, week, month, quarter or year.
             * @default []
             */
            dimensions: string[];
            /**
             * @description count (always given), avg_rating, avg_sentiment.
             * @default [
             *       "count",
             *       "avg_rating",
             *       "avg_sentiment"
             *     ]
             */
            metrics: components["schemas"]["Metric"][];
        };
        /** @description A cross-table of one snapshot. */
        PivotResponse: {
            /**
             * Format: int64
             * @description Reviews in the slice: the sum of all cells, unless a dimension has several values a review (aspect, aspect_sentiment, opinion, flag).
             */
            total: number;
            /** @description The cells that hold a review, ordered by their values, dimension after dimension, null last. */
            cells: components["schemas"]["PivotCell"][];
        };
        /** @description A preset: what the exports of one platform have in common. */
        PresetMapping: {
            name: string;
            mapping: components["schemas"]["Mapping"];
        };
        /** @description How texts are cut before and after the change. */
        Preview: {
            cuts: components["schemas"]["TextCut"][];
        };
        /** @description One column. */
        PreviewColumn: {
            name: string;
            /** @description The field that it carries, `answer`, or null. */
            field?: string | null;
            /** @description Some of its values, cut at 100 characters. */
            samples: string[];
        };
        /** @description Why a row would be rejected. */
        PreviewFault: {
            /** Format: int64 */
            row: number;
            code: string;
            /** @description The column at fault. */
            column?: string | null;
            detail: string;
            hint: string;
            /** @description The row as it stands in the file, cut at 200 characters. */
            raw: string;
        };
        /** @description Why a file or table would not be imported. */
        PreviewProblem: {
            code: string;
            title: string;
            detail: string;
            hint?: string | null;
        };
        /** @description A change to try, and texts to try it on. */
        PreviewRequest: {
            /**
             * @description Words that would be added.
             * @default []
             */
            words: string[];
            /**
             * @description Words that would be removed.
             * @default []
             */
            remove: string[];
            /**
             * @description Texts to cut, at most 100; the words themselves come first.
             * @default []
             */
            texts: string[];
        };
        /** @description A review as it would be read, its texts cut at 2,000 characters. */
        PreviewReview: {
            id: string;
            item_name?: string | null;
            /** Format: double */
            rating?: number | null;
            /** @description The rating as the file has it. */
            rating_raw?: string | null;
            created_at?: string | null;
            created_precision?: string | null;
            title?: string | null;
            text: string;
            append?: string | null;
            reply?: string | null;
            /** Format: int32 */
            likes?: number | null;
            /** @description Every other field. */
            attributes: {
                [key: string]: string;
            };
        };
        /** @description One row: the reviews that it holds, none where it has a fault. */
        PreviewRow: {
            /**
             * Format: int64
             * @description From 1 for the first row of data.
             */
            row: number;
            reviews: components["schemas"]["PreviewReview"][];
            fault?: components["schemas"]["PreviewFault"] | null;
        };
        /** @description The wire form of a problem. */
        Problem: {
            /** @description A URN that names the code. */
            type: string;
            /** @description What kind of error it is. */
            title: string;
            /**
             * Format: int32
             * @description HTTP status.
             */
            status: number;
            /** @description What happened this time. */
            detail: string;
            /** @description Stable code. */
            code: string;
            /** @description JSON pointer to the part of the request at fault. */
            field?: string | null;
            /** @description What to do about it. */
            hint?: string | null;
            /** @description What to send in place of the text at fault, where one is known that can be read. */
            repair?: string | null;
            /** @description Names this request in the log. */
            request_id: string;
            /** @description Every fault, the first included. */
            faults: components["schemas"]["Fault"][];
        };
        /**
         * @description The largest rating.
         * @enum {string}
         */
        RatingScale: "5" | "10" | "100";
        /** @description What people call a reason of a flag. */
        ReasonName: {
            /** @description As in `reason` of a flag. */
            id: string;
            label: components["schemas"]["Label"];
        };
        /** @description A review with all that is known of it. */
        ReviewDetail: components["schemas"]["Hit"] & {
            external_id: string;
            /** @description The rating as the export wrote it. */
            rating_raw?: string | null;
            /** @description Every other field, by name. */
            attributes: {
                [key: string]: string;
            };
            /**
             * Format: int64
             * @description The import that last changed it.
             */
            import: number;
            /**
             * Format: int64
             * @description Its row in that import's file, 1 for the first data row.
             */
            row: number;
            correction?: components["schemas"]["CorrectionBody"] | null;
            /** @description Other reviews with nearly the same text, earliest first, at most 20. */
            duplicates: components["schemas"]["DuplicateBody"][];
            /** @description Earlier contents, newest first. */
            versions: components["schemas"]["ReviewVersion"][];
        };
        /** @description An earlier content that a later import replaced. */
        ReviewVersion: {
            /**
             * Format: int64
             * @description The import that had brought it.
             */
            import: number;
            replaced_at: string;
            title?: string | null;
            text: string;
            append?: string | null;
            /** Format: double */
            rating?: number | null;
            created_at?: string | null;
        };
        /** @description A score, taken apart. */
        ScoreBody: {
            /** Format: double */
            total: number;
            parts: components["schemas"]["ScorePart"][];
        };
        /** @description What one thing adds to the score. */
        ScorePart: {
            /** @description word, literal, closeness, recency or likes. */
            name: string;
            /** @description The word, the literal text, or the characters between the parts. */
            detail?: string | null;
            /** Format: double */
            value: number;
        };
        /** @description What to search and what to answer beside the hits. */
        SearchRequest: {
            /**
             * @description Query text; blank for all reviews.
             * @default
             */
            q: string;
            /**
             * @description Conditions on fields.
             * @default {}
             */
            filter: components["schemas"]["Filter"];
            /**
             * @description Whether pieces of the query may occur in other wordings of the dictionary. Off: hits are exactly what was typed.
             * @default false
             */
            synonyms: boolean;
            /**
             * @description Whether half of the pieces are enough; the answer's `mode` then says `approximate`.
             * @default false
             */
            approximate: boolean;
            /**
             * @description relevance, newest, oldest, rating_asc, rating_desc or likes.
             * @default relevance
             */
            sort: string;
            /**
             * @description Hits, 0 to 200.
             * @default 20
             */
            limit: number;
            /**
             * @description Continues an earlier answer; the rest of the request stays as it was.
             * @default null
             */
            cursor: string | null;
            /**
             * @description Facets to count.
             * @default []
             */
            facets: string[];
            /**
             * @description Values per facet, 1 to 1000.
             * @default 20
             */
            facet_limit: number;
            /** @default null */
            timeline: components["schemas"]["TimelineOptions"] | null;
            /**
             * @description Whether to sum up the whole slice.
             * @default true
             */
            summary: boolean;
        };
        /** @description A page of hits with the figures of the whole slice, all of one snapshot. */
        SearchResponse: {
            /**
             * Format: int64
             * @description Reviews in the slice, exactly.
             */
            total: number;
            /** @description `exact`, or `approximate` when the request said so. */
            mode: string;
            /** @description For each term of the query, the pieces that must occur; `a|b` is one of these wordings. */
            understood: string[][];
            /** @description The query in its canonical form. */
            parsed: string;
            /** @description Pieces of the query for which the dictionary has other words. */
            synonyms: components["schemas"]["Synonyms"][];
            /** @description Only where nothing was found exactly: whether `"approximate": true` would find something. */
            approximate_available?: boolean | null;
            /**
             * Format: double
             * @description Time it took to compute this answer, in milliseconds.
             */
            took_ms: number;
            /** @description The generation that answered. */
            generation: string;
            /** @description Asks for the next page; null at the end. */
            next_cursor?: string | null;
            /** @description The page. */
            hits: components["schemas"]["Hit"][];
            /** @description By field, in the order asked. */
            facets: {
                [key: string]: components["schemas"]["Facet"];
            };
            timeline?: components["schemas"]["Timeline"] | null;
            summary?: components["schemas"]["Summary"] | null;
        };
        /** @description What a text says, from the text alone. */
        Sentiment: {
            /**
             * Format: double
             * @description −1 to 1.
             */
            score: number;
            /** @description very_negative, negative, neutral, positive or very_positive. */
            bucket: components["schemas"]["SentimentBucket"];
        };
        /** @enum {string} */
        SentimentBucket: "very_negative" | "negative" | "neutral" | "positive" | "very_positive";
        /** @description What the caller may do. */
        Session: {
            /** @description Whether requests need a key; false in local mode. */
            key_required: boolean;
            /** @description `reader`, `operator` or `admin`; null when a key is needed and none is presented. */
            role?: string | null;
            /** @description Name of the key. */
            name?: string | null;
            /** @description When the key ends, if it does. */
            expires_at?: string | null;
        };
        /** @description One sheet of a workbook. */
        SheetCounts: components["schemas"]["ImportCounts"] & {
            name: string;
        };
        /** @enum {string} */
        Split: "sentiment";
        /** @description A slice in figures. */
        Summary: {
            /** Format: int64 */
            count: number;
            /**
             * Format: int64
             * @description Reviews with a rating.
             */
            rated: number;
            /** Format: double */
            avg_rating?: number | null;
            /** Format: double */
            avg_sentiment?: number | null;
            /** @description Counts per sentiment bucket. */
            sentiment: {
                [key: string]: number;
            };
            /** @description Counts per rating. */
            rating: {
                [key: string]: number;
            };
        };
        /** @description Other words for a piece of the query. */
        Synonyms: {
            piece: string;
            words: string[];
            /** @description Whether they were searched too. */
            applied: boolean;
        };
        /** @description One table: a file, a file of an archive, or a sheet. */
        TablePreview: {
            /** @description File name; of a file in an archive the archive's name before it. */
            file: string;
            /** @description Name of the sheet. */
            sheet?: string | null;
            /** @description csv, tsv, xlsx, json or jsonl; null when the file cannot be read. */
            format?: string | null;
            /** @description gzip or zstd. */
            compression?: string | null;
            /** @description utf-8, utf-16le, utf-16be or gb18030; null for a workbook. */
            encoding?: string | null;
            /**
             * Format: double
             * @description How sure that is, 0 to 1.
             */
            encoding_confidence?: number | null;
            /** @description What separates cells. */
            delimiter?: string | null;
            /**
             * Format: int64
             * @description The row of the header among those that are not blank, from 1; null for JSON.
             */
            header_row?: number | null;
            /** @description Where in a JSON document the reviews are; `$` is the document itself. */
            path?: string | null;
            /** @description Name of the preset or mapping that was taken. */
            preset?: string | null;
            /** @description Source of the reviews. */
            source?: string | null;
            /** @description Whether it is a file of rejected rows that come back. */
            repair: boolean;
            /** @description The columns as they stand in the file. */
            columns: components["schemas"]["PreviewColumn"][];
            mapping?: components["schemas"]["Mapping"] | null;
            /** @description The first rows, at most 20. */
            rows: components["schemas"]["PreviewRow"][];
            /** @description The faults of these rows. */
            faults: components["schemas"]["PreviewFault"][];
            /**
             * Format: int64
             * @description Rows that were looked at, the shown ones included.
             */
            rows_examined: number;
            /**
             * Format: int64
             * @description How many of those would be rejected.
             */
            rows_rejected: number;
            warnings: components["schemas"]["ImportWarning"][];
            problem?: components["schemas"]["PreviewProblem"] | null;
        };
        /** @description One piece of long work. */
        TaskBody: {
            /** Format: int64 */
            id: number;
            /** @description import, reindex, resegment, activate or backup. */
            kind: string;
            /** @description queued, running, done, failed, cancelled or interrupted (cut off by the end of the service, and not gone on with). */
            state: string;
            /** @description What it works on: the file, the generation, the folder. */
            subject?: string | null;
            /** @description How many tasks must end before this one begins; null unless it is queued. */
            ahead?: number | null;
            /** @description checking, reading, comparing, indexing, rebuilding, resegmenting, gating or copying. */
            phase: string;
            /**
             * Format: int64
             * @description Units of the phase that are done: bytes while checking, reading and copying, reviews while indexing.
             */
            done: number;
            /**
             * Format: int64
             * @description Units of the phase, 0 when unknown.
             */
            total: number;
            /**
             * Format: int64
             * @description Records done in this phase.
             */
            records: number;
            /**
             * Format: double
             * @description Units per second since the phase began.
             */
            rate: number;
            /**
             * Format: double
             * @description Seconds that the phase will still take at this rate.
             */
            eta_s?: number | null;
            /**
             * Format: double
             * @description For how many seconds nothing has moved, when that is longer than it should be; cancelling then ends the task at once.
             */
            stalled_s?: number | null;
            /** @description Whether it was asked to stop and has not yet. */
            cancelling: boolean;
            /**
             * Format: int32
             * @description How often it was begun: more than once when the service ended meanwhile.
             */
            attempts: number;
            /**
             * Format: int64
             * @description Number of the import in the ledger, once there is one.
             */
            import?: number | null;
            created_at: string;
            started_at?: string | null;
            ended_at?: string | null;
            /** @description What it brought. */
            result?: Record<string, never> | null;
            problem?: components["schemas"]["TaskFailure"] | null;
        };
        /** @description Why a task ended without a result. */
        TaskFailure: {
            code: string;
            detail_zh: string;
            detail_en: string;
            hint_zh?: string | null;
            hint_en?: string | null;
        };
        /** @description All tasks that are remembered, newest first. */
        TaskList: {
            tasks: components["schemas"]["TaskBody"][];
        };
        /** @description One term. */
        Term: {
            /** @description The word or the normal form of the opinion, folded. */
            term: string;
            /** @description `word` or `opinion`. */
            kind: string;
            /**
             * Format: int64
             * @description Reviews of the slice that hold it.
             */
            count: number;
            /**
             * Format: int64
             * @description Reviews of the background that hold it.
             */
            background_count: number;
            /**
             * Format: double
             * @description z-score of the log-odds with an informative Dirichlet prior (Monroe, Colaresi, Quinn 2008), by reviews.
             */
            score: number;
            /**
             * Format: double
             * @description How many times as frequent it is in the slice, shrunk towards 1.
             */
            lift: number;
            /**
             * Format: double
             * @description That it is equally frequent in both; Fisher's test with mid-p, corrected for all terms counted (Holm).
             */
            p_value: number;
            /** @description The slice that holds exactly the `count` reviews. */
            slice: Record<string, never>;
            /** @description The slice that holds exactly the `background_count` reviews; null where the rest of a widened query has no such form. */
            background_slice?: Record<string, never> | null;
        };
        /** @description Whose terms are wanted, and against what. */
        TermsRequest: {
            /**
             * @description Query text; blank for all reviews.
             * @default
             */
            q: string;
            /**
             * @description Conditions on fields.
             * @default {}
             */
            filter: components["schemas"]["Filter"];
            /**
             * @description Whether pieces of the query may occur in other wordings.
             * @default false
             */
            synonyms: boolean;
            /**
             * @description Whether half of the pieces are enough.
             * @default false
             */
            approximate: boolean;
            /** @description `"rest"`: all reviews that are not in the slice. Or a slice with `q` and `filter`, which should share no review with it. */
            background?: Record<string, never>;
            /**
             * @description Terms at most, 1 to 500.
             * @default 50
             */
            limit: number;
        };
        /** @description What a slice says more often than its background, all of one snapshot; exact over all of its reviews. */
        TermsResponse: {
            /**
             * Format: int64
             * @description Reviews in the slice.
             */
            total: number;
            /**
             * Format: int64
             * @description Reviews in the background.
             */
            background_total: number;
            /** @description Most characteristic first: those that at least three reviews of the slice hold, and relatively fewer of the background. */
            terms: components["schemas"]["Term"][];
        };
        /** @description What is read out of one text. */
        TextAnalysis: components["schemas"]["FindingsBody"] & {
            /** @description The text cut into dictionary words, the shorter words inside a word included. */
            words: string[];
        };
        /** @description How one text is cut into words, the shorter words inside a word included. */
        TextCut: {
            text: string;
            /** @description By the generation that answers. */
            before: string[];
            /** @description With the change. */
            after: string[];
        };
        /** @description Counts per calendar bucket. */
        Timeline: {
            interval: string;
            /** @description IANA name. */
            zone: string;
            /**
             * Format: int64
             * @description Reviews without a time.
             */
            missing: number;
            buckets: components["schemas"]["TimelineBucket"][];
        };
        /** @description One calendar bucket. */
        TimelineBucket: {
            /** @description Its first day. */
            start: string;
            /** Format: int64 */
            count: number;
            /** Format: double */
            avg_rating?: number | null;
            /** @description Counts per sentiment bucket, when asked for. */
            split?: {
                [key: string]: number;
            } | null;
        };
        /** @description How to cut time. */
        TimelineOptions: {
            /**
             * @description auto, day, week, month, quarter or year.
             * @default auto
             */
            interval: components["schemas"]["IntervalOption"];
            /** @default null */
            split: components["schemas"]["Split"] | null;
        };
        /** @description Which values of the facet to list. */
        ValuesRequest: {
            /**
             * @description Query text; blank for all reviews.
             * @default
             */
            q: string;
            /**
             * @description Conditions on fields; those on the facet itself are lifted.
             * @default {}
             */
            filter: components["schemas"]["Filter"];
            /**
             * @description Whether pieces of the query may occur in other wordings.
             * @default false
             */
            synonyms: boolean;
            /**
             * @description Whether half of the pieces are enough.
             * @default false
             */
            approximate: boolean;
            /**
             * @description Only values that contain this; case, width and 繁简 do not matter.
             * @default
             */
            contains: string;
            /**
             * @description Values, 1 to 1000; selected ones come besides.
             * @default 100
             */
            limit: number;
        };
        /** @description What the check of the data found. */
        VerificationBody: {
            /** @description Whether no finding is an error. */
            ok: boolean;
            /**
             * Format: int64
             * @description Reviews in the store.
             */
            reviews: number;
            /**
             * Format: int64
             * @description Reviews whose index entry was compared field by field.
             */
            sampled: number;
            /** @description Errors first. */
            findings: components["schemas"]["FindingBody"][];
        };
        /** @description The words and whether they are in effect. */
        WordList: {
            /** @description Folded, in code point order. */
            words: string[];
            /** @description How many there are. */
            total: number;
            /** @description Whether the index was cut by them. */
            in_effect: boolean;
            /**
             * Format: int64
             * @description The task that cuts it, when one is under way.
             */
            task?: number | null;
        };
        /** @description A change that is kept; the task brings it into effect. */
        WordsChanged: {
            /**
             * Format: int64
             * @description Words that were new.
             */
            added: number;
            /**
             * Format: int64
             * @description Words that were there and are gone.
             */
            removed: number;
            /**
             * Format: int64
             * @description Words after the change.
             */
            total: number;
            task: components["schemas"]["TaskBody"];
        };
        /** @description Words to add and to remove. */
        WordsRequest: {
            /**
             * @description Words to add; each is folded and checked.
             * @default []
             */
            add: string[];
            /**
             * @description Words to remove; those that are not there are passed over.
             * @default []
             */
            remove: string[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;

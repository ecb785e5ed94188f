/** A response that was noted, in plain words. */
export interface RecordedResponse {
  /** A path or URL, with the query. */
  readonly path?: string;
  /** Default: GET. */
  readonly method?: string;
  /** The name of the operation; needed where the path does not tell it. */
  readonly operation?: string;
  readonly requestBody?: unknown;
  /** Default: 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** What JSON has, or a text of it. */
  readonly body?: unknown;
}

/** A response as nock records it (`nock.recorder.rec({ output_objects: true })`). */
export interface NockRecording {
  readonly scope: string;
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  readonly status?: number;
  readonly response?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly rawHeaders?: Readonly<Record<string, string>> | readonly string[];
}

/** Responses as browsers and proxies record them: a HTTP archive. */
export interface HarRecording {
  readonly log: {
    readonly entries: readonly {
      readonly request: { readonly method: string; readonly url: string; readonly postData?: { readonly text?: string } };
      readonly response: {
        readonly status: number;
        readonly headers?: readonly { readonly name: string; readonly value: string }[];
        readonly content?: { readonly text?: string; readonly encoding?: string };
      };
    }[];
  };
}

/** What was recorded. */
export type Recording = HarRecording | readonly (RecordedResponse | NockRecording)[];

/** What is wrong with a response. */
export type MismatchKind = 'missing' | 'null' | 'enum' | 'type' | 'page' | 'schema' | 'body' | 'refusal' | 'graphql' | 'unmatched';

/** Something in which responses differ from the declaration. It never has a value of theirs. */
export interface RecordedMismatch {
  readonly kind: MismatchKind;
  /** As it is declared; empty where there is none for the request. */
  readonly operation: string;
  /** Where in the body, or which header; places in lists are `*`. */
  readonly path: string;
  readonly found: string;
  readonly expected: string;
  /** How often it is so. */
  readonly count: number;
  /** The places of the responses in the recording, counted from 0. */
  readonly responses: readonly number[];
}

/** What a recording was found to be. */
export interface RecordingReport {
  readonly mismatches: readonly RecordedMismatch[];
  /** Responses, and objects in them, that were compared. */
  readonly responses: number;
  readonly objects: number;
  /** Responses that say nothing about objects: failures, redirects, empty ones. */
  readonly passedOver: number;
}

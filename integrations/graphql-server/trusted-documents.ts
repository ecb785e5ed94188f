import { DocumentMismatch, UnknownDocument, UntrustedDocument } from './errors.js';

/** Documents by id, which is the SHA-256 of their text where clients ask by hash; or whatever gives them, as a Map does. */
export type DocumentSource =
  | Readonly<Record<string, string>>
  | { readonly get: (id: string) => string | undefined | Promise<string | undefined> };

/** Documents that the server knows, so that clients can name them. */
export interface TrustedDocumentOptions {
  readonly documents: DocumentSource;
  /** Whether nothing else is run. Default: false. */
  readonly only?: boolean;
}

/** The parts of a request that say which document is meant, as they arrived. */
export interface DocumentRequest {
  readonly query?: unknown;
  readonly documentId?: unknown;
  readonly extensions?: unknown;
}

/** What is to be run. */
export interface FoundDocument {
  readonly text: string;
  /** Whether the server knows it, so that it is one of a few. */
  readonly trusted: boolean;
}

/** What an id may look like: whatever stores them gets nothing else to see. */
const ID = /^[\w.:~-]{1,256}$/;

const HASH_PREFIX = 'sha256:';

/**
 * Finds the documents that requests name by `documentId` or `extensions.persistedQuery.sha256Hash`.
 *
 * Requests never add one: whoever may would fill the store, and make others run what they chose.
 */
export class TrustedDocuments {
  readonly #get: (id: string) => string | undefined | Promise<string | undefined>;
  readonly #only: boolean;

  constructor({ documents, only = false }: TrustedDocumentOptions) {
    this.#only = only;
    const known = isLookup(documents) ? documents : new Map(Object.entries(documents));
    this.#get = (id) => known.get(id);
  }

  /**
   * The document to run; undefined where that is for others to refuse.
   *
   * @throws GM_HTTP_UNTRUSTED_DOCUMENT, GM_HTTP_UNKNOWN_DOCUMENT, GM_HTTP_DOCUMENT_MISMATCH
   */
  documentFor(request: DocumentRequest): FoundDocument | undefined | Promise<FoundDocument> {
    const { query } = request;
    const id = idOf(request);
    if (id === undefined && this.#only) throw UntrustedDocument.create({});
    if (id === undefined) return typeof query === 'string' ? { text: query, trusted: false } : undefined;
    return this.#named(id, query);
  }

  async #named(id: string, query: unknown): Promise<FoundDocument> {
    const known = ID.test(id) ? await this.#find(id) : undefined;
    if (known === undefined && (this.#only || typeof query !== 'string')) throw UnknownDocument.create({});
    // A proxy that lets requests through by their id has to be able to rely on it.
    if (known !== undefined && isText(query) && query !== known) throw DocumentMismatch.create({});
    return known === undefined ? { text: query as string, trusted: false } : { text: known, trusted: true };
  }

  async #find(id: string): Promise<string | undefined> {
    const found = await this.#get(id);
    return found === undefined && id.startsWith(HASH_PREFIX) ? this.#get(id.slice(HASH_PREFIX.length)) : found;
  }
}

const isLookup = (documents: DocumentSource): documents is Exclude<DocumentSource, Readonly<Record<string, string>>> =>
  typeof documents['get'] === 'function';

const isText = (query: unknown): query is string => typeof query === 'string' && query !== '';

/** The id as text, whatever was sent as one; undefined where none was. */
function idOf({ documentId, extensions }: DocumentRequest): string | undefined {
  const hash = member(member(extensions, 'persistedQuery'), 'sha256Hash');
  const id = documentId ?? hash;
  return id === undefined || id === null ? undefined : typeof id === 'string' ? id : '';
}

function member(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null && Object.hasOwn(holder, name) ? Reflect.get(holder, name) : undefined;
}

import { fileURLToPath } from 'node:url';
import type { GraphQLSchema } from 'graphql';
import type { GeneralManager } from '../../lib/index.js';
import { loadAssets, type Asset } from './assets.js';
import { pageDocument } from './document.js';
import { AdminForbidden, InvalidAdminPath, UnsafeInProduction } from './errors.js';
import { Explainer } from './explain.js';
import { describeSchema } from './metadata/describe-schema.js';
import type { AdminSettings } from './metadata/metadata.js';
import type { AdminOptions } from './options.js';

/** What the page is about; `bootstrap` returns one. */
export type AdminApplication = Pick<GeneralManager, 'model' | 'explain'> & { readonly schema: GraphQLSchema };

/** What acts, as operations have it. */
interface ActingContext {
  readonly actor?: object | null;
}

/** The admin page, as the option `pages` of the server takes it. */
export interface AdminPage {
  readonly path: string;
  answer(
    request: Request,
    context: () => Promise<ActingContext>,
  ): Promise<{
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | Uint8Array<ArrayBuffer>;
  }>;
}

type Answer = Awaited<ReturnType<AdminPage['answer']>>;

/**
 * Makes the admin page of an application: it shows what is in the schema, and reads and writes by the GraphQL endpoint, as whoever is signed in.
 *
 * @throws GM_ADMIN_NOT_BUILT, GM_ADMIN_INVALID_PATH, GM_ADMIN_UNKNOWN_LABEL, GM_ADMIN_UNSAFE_OPTION
 * @example
 * const server = await serve(gm, { context, pages: [admin(gm)] });
 */
export function admin(application: AdminApplication, options: AdminOptions = {}): AdminPage {
  const { path = '/admin' } = options;
  refuseUnsafe(options);
  if (!/^(\/[\w.~-]+)+$/.test(path)) throw InvalidAdminPath.create({ path });
  const files = new PageFiles(settingsOf(options, path), loadAssets(fileURLToPath(new URL('assets/', import.meta.url))));
  const explainer = new Explainer(application, options.explain ?? false);
  const metadata = JSON.stringify(describeSchema(application, options.labels));
  const answerMetadata = async (context: ActingContext): Promise<Answer> => {
    if ((await options.access?.(context)) === false) throw AdminForbidden.create({});
    return json(metadata);
  };
  return {
    path,
    answer: async (request, context) => {
      const below = new URL(request.url).pathname.slice(path.length);
      if (below === '/explain') return json(JSON.stringify(await explainer.answer(request, context), plainValue));
      if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'This is read by GET.', { allow: 'GET, HEAD' });
      return below === '/metadata' ? answerMetadata(await context()) : files.answer(below, request.headers.get('if-none-match'));
    },
  };
}

/** What would tell everybody what the policies hide, or who may do what. */
function refuseUnsafe({ explain, actors = [] }: AdminOptions): void {
  if (process.env['NODE_ENV'] !== 'production') return;
  if (explain) throw UnsafeInProduction.create({ option: 'explain' });
  if (actors.length > 0) throw UnsafeInProduction.create({ option: 'actors' });
}

function settingsOf({ endpoint = '/graphql', title = 'Admin', explain, actors = [], signIn }: AdminOptions, path: string): AdminSettings {
  const { label = 'Access token', header = 'authorization', prefix = 'Bearer ' } = signIn ?? {};
  return { title, path, endpoint, explain: Boolean(explain), actors, ...(signIn && { signIn: { label, header, prefix } }) };
}

/** The document and the files that it loads. */
class PageFiles {
  readonly #settings: AdminSettings;
  readonly #assets: ReadonlyMap<string, Asset>;

  constructor(settings: AdminSettings, assets: ReadonlyMap<string, Asset>) {
    this.#settings = settings;
    this.#assets = assets;
  }

  /** What the page shows is in its URL; every path below it, but for those of files, is the page. */
  answer(below: string, known: string | null): Answer {
    if (!below.startsWith('/assets/')) return this.#document();
    const asset = this.#assets.get(below.slice('/assets/'.length));
    if (!asset) return plain(404, 'There is no such file.');
    const headers = { ...SAFE, 'content-type': asset.type, 'cache-control': 'no-cache', etag: asset.tag };
    return known === asset.tag ? { status: 304, headers, body: '' } : { status: 200, headers, body: asset.body };
  }

  #document(): Answer {
    const { body, policy } = pageDocument(this.#settings);
    return { status: 200, headers: { ...SAFE, 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy }, body };
  }
}

const SAFE: Readonly<Record<string, string>> = Object.freeze({
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
});

/** Numbers of any size are texts in JSON. */
const plainValue = (_name: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

const json = (body: string): Answer => ({ status: 200, headers: { ...SAFE, 'content-type': 'application/json; charset=utf-8' }, body });

const plain = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { ...SAFE, 'content-type': 'text/plain; charset=utf-8', ...headers },
  body,
});

import type { TimedScope } from '../../../lib/plugin.js';
import type { ResourceField } from '../field/resource-field.js';
import type { UpstreamOptions } from '../upstream/index.js';
import type { Operations } from './operation-options.js';

/** What a validator of the Standard Schema specification looks like, as those of Zod, Valibot and ArkType. */
export interface StandardSchema {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult | Promise<StandardResult>;
  };
}

type StandardResult =
  | { readonly value: unknown; readonly issues?: undefined }
  | { readonly issues: readonly { readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined }[] };

/** What is done here, where the upstream cannot. */
export interface LocalOptions {
  /** Objects that one read may take from the upstream. Default: 1,000. */
  readonly objects?: number;
  /** Requests for pages that one read may make. Default: 50. */
  readonly pages?: number;
}

/** What `http()` takes. */
export interface ResourceOptions<T> {
  /** The API: options of an upstream; resources that are given the same object share connections, limits and breakers. */
  readonly upstream: UpstreamOptions;
  /** By the names of the class's properties. */
  readonly fields: { readonly [K in keyof T & string]?: ResourceField };
  readonly operations: Operations;
  /**
   * What the upstream cannot filter, sort and count is done here, where that is exact: with everything that may matter at hand. `false`
   * offers only what the upstream can. Default: up to 1,000 objects and 50 pages.
   */
  readonly local?: LocalOptions | false;
  /** Whether all objects may be read to count and to aggregate them. Default: where a list without pagination gives them. */
  readonly whole?: boolean;
  /** Checks each object of the upstream, besides the fields' own checks. */
  readonly schema?: StandardSchema;
  /**
   * How long answers to reads are kept, where the application has a cache and the manager says nothing; a write through the resource drops them.
   * Default: not at all.
   */
  readonly cache?: TimedScope;
  /** A request that tells whether the upstream is well. Default: none. */
  readonly health?: { readonly path: string };
}

/** The options of an upstream, in place of `upstream`. */
export type InlineUpstream = Partial<UpstreamOptions> & Pick<UpstreamOptions, 'baseUrl'>;

/** `http({ baseUrl, auth, … })` or `http({ upstream: { … } })`. */
export type HttpOptions<T> = ResourceOptions<T> | (Omit<ResourceOptions<T>, 'upstream'> & InlineUpstream);

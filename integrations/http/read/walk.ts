import { isGeneralManagerError } from '../../../lib/plugin.js';
import { TooManyObjects } from '../errors.js';
import { pages, type ListPage, type WalkOptions } from '../pagination/index.js';
import { DEFAULT_LOCAL, type CompiledField, type CompiledList, type Resource } from '../resource/resource.js';
import type { UpstreamRequest } from '../upstream/index.js';
import { decodeObjects, within } from './decode-objects.js';
import type { Session } from './session.js';

/** A page of objects. */
export interface ObjectPage extends Omit<ListPage, 'items'> {
  readonly objects: readonly object[];
}

/** What a list is walked with. */
export interface WalkContext {
  readonly resource: Resource;
  readonly session: Session;
  readonly list: CompiledList;
  readonly fields: readonly CompiledField[];
}

/** The bounds of a read. */
export const boundsOf = ({ local }: Resource): typeof DEFAULT_LOCAL => local ?? DEFAULT_LOCAL;

/**
 * The pages of a list, each asked for when it is wanted.
 *
 * @throws GM_RESOURCE_TOO_MANY_OBJECTS, GM_RESOURCE_DRIFT, and those of the upstream
 */
export async function* walk(
  { resource, session, list, fields }: WalkContext,
  first: UpstreamRequest,
  options: WalkOptions,
): AsyncGenerator<ObjectPage, void> {
  const style = {
    ...list.style,
    read: (...given: Parameters<typeof list.style.read>) => within(resource, list.name, () => list.style.read(...given)),
  };
  const send = async (request: UpstreamRequest): ReturnType<Session['send']> => session.send(request, list.request);
  try {
    for await (const { items, ...page } of pages(style, first, send, { maxPages: boundsOf(resource).pages, ...options })) {
      yield { ...page, objects: await decodeObjects(resource, list.name, items, fields) };
    }
  } catch (error) {
    if (isGeneralManagerError(error, 'GM_UPSTREAM_PAGE_LIMIT'))
      throw TooManyObjects.create({ resource: resource.name, ...boundsOf(resource) });
    throw error;
  }
}

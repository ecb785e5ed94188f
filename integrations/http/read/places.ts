import { InvalidCursor, type Position } from '../../../lib/plugin.js';
import type { PageStyle } from '../pagination/index.js';
import type { Resource } from '../resource/resource.js';
import type { UpstreamRequest } from '../upstream/index.js';
import { pageOfToken, pageToken, type PagePlace } from './page-token.js';
import type { ObjectPage } from './walk.js';

/** An object at its place in the upstream's own order. */
export interface PlacedObject {
  readonly object: object;
  readonly position: Position;
  /** Where it is in the whole list, as far as its pages say. */
  readonly rank: number;
}

/** A place where reading goes on: behind the object with this key, or at an item of the page where that is not there any more. */
export interface Resumption {
  readonly key: readonly string[];
  readonly place: PagePlace;
  readonly index: number;
}

/** The key of an object as text. */
export const keyTexts = ({ key }: Resource, object: object): readonly string[] => key.map((name) => String(Reflect.get(object, name)));

/** Positions in the upstream's own order: the key of the object, the page where it is, and where in that page. */
export class Places {
  readonly #resource: Resource;
  readonly #style: PageStyle;
  readonly #first: UpstreamRequest;

  constructor(resource: Resource, style: PageStyle, first: UpstreamRequest) {
    this.#resource = resource;
    this.#style = style;
    this.#first = first;
  }

  /** The objects of a page at their places. */
  of({ objects, request, window, next }: ObjectPage): readonly PlacedObject[] {
    return objects.map((object, index) => {
      const rank = window.offset + index;
      const at = (place: PagePlace, from: number): PlacedObject => {
        const position = [...keyTexts(this.#resource, object), pageToken(this.#style, this.#first, place), String(from)];
        return { object, position, rank };
      };
      if (this.#style.begin === 'anywhere') return at({ request, window: { ...window, offset: rank } }, 0);
      return next && index === objects.length - 1 ? at(next, -1) : at({ request, window }, index);
    });
  }

  /** @throws GM_READ_INVALID_CURSOR where a position is not one of such a list */
  resume(position: Position): Resumption {
    const width = this.#resource.key.length;
    const place = pageOfToken(this.#style, this.#first, position[width] ?? '');
    const index = Number(position[width + 1]);
    if (!place || !Number.isSafeInteger(index)) throw InvalidCursor.create({});
    return { key: position.slice(0, width).map(String), place, index };
  }

  /** Where in a page reading goes on. */
  startIn({ key, index }: Resumption, objects: readonly object[]): number {
    const found = index < 0 ? -1 : objects.findIndex((object) => keyTexts(this.#resource, object).join('\n') === key.join('\n'));
    return found >= 0 ? found + 1 : Math.max(0, index);
  }
}

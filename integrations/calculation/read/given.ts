import { keyText, selectionOf } from '../../../lib/plugin.js';
import type { Place } from '../compile/bound.js';
import type { Given } from '../compile/compiled.js';
import { NeedsLoader, type Needed } from '../compute/needs-loader.js';
import { keyObject, partText, type Candidate } from './candidate.js';
import type { ReadTools } from './tools.js';

/** Candidates whose inputs are the same as far as a domain depends on them, and what functions of the domain see of these. */
export interface GivenGroup {
  readonly given: Given;
  readonly candidates: readonly Candidate[];
}

/** Puts candidates together for which a domain is the same; what it needs of managers is read for all of them at once. */
export async function groupsByGiven(tools: ReadTools, { input }: Place, candidates: readonly Candidate[]): Promise<readonly GivenGroup[]> {
  const names = Object.keys(input.needs ?? {});
  if (names.length === 0) return [{ given: {}, candidates }];
  const places = names.map((name) => placeNamed(tools, name));
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const id = JSON.stringify(places.map((place) => partText(place, candidate.keys[place.input.name] ?? [])));
    const group = groups.get(id);
    if (group) group.push(candidate);
    else groups.set(id, [candidate]);
  }
  const loader = new NeedsLoader(tools);
  const loads = places.map((place) => neededOf(tools, loader, place, input));
  const firsts = [...groups.values()].flatMap(([first]) => first ?? []);
  const loaded = await Promise.all(
    places.map(async ({ input: { name } }, index) => loads[index]?.load(firsts.map(({ keys }) => keys[name] ?? []))),
  );
  return [...groups.values()].flatMap((group): readonly GivenGroup[] => {
    const [first] = group;
    if (!first) return [];
    const parts = places.map((place, index) => [place.input.name, partOf(place, first, loaded[index])] as const);
    // What has gone since leads nowhere.
    return parts.some(([, part]) => part === undefined) ? [] : [{ given: Object.fromEntries(parts), candidates: group }];
  });
}

function placeNamed({ bound }: ReadTools, name: string): Place {
  const place = bound.places.get(name);
  if (!place) throw new TypeError(`there is no input ${name}`);
  return place;
}

/** Nothing is read for what the key has. */
function neededOf({ bound }: ReadTools, loader: NeedsLoader, place: Place, input: Place['input']): Needed | undefined {
  if (place.kind !== 'manager') return undefined;
  const select = selectionOf(bound.model, place.target, input.needs?.[place.input.name]);
  const key = place.columns.flatMap(({ path }) => (path.length === 1 ? path : []));
  const isKey = select.relations.length === 0 && select.fields.every((name) => key.includes(name));
  return isKey ? undefined : loader.need(place, select, input.system);
}

function partOf(place: Place, { keys }: Candidate, loaded: ReadonlyMap<string, object> | undefined): unknown {
  const key = keys[place.input.name] ?? [];
  if (place.kind === 'value') return key[0];
  const found = loaded?.get(keyText(key));
  return loaded && !found ? undefined : { ...keyObject(place, key), ...found };
}

import type { ListOperation } from '../../declare/operation-options.js';
import type { CompiledList, Resource } from '../../resource/resource.js';
import type { ListRequestOperation } from '../operations.js';
import { shapeOf, type PageShape } from '../page-shape.js';
import { NotInvertible } from '../errors.js';
import { fixedBody, unknownIn } from './fixed-body.js';
import { filtered } from './list-filters.js';
import { ordered } from './list-order.js';
import { pageOf } from './list-page.js';
import { fixedQuery } from './match.js';
import { Refusal } from './refusal.js';
import type { ServedAnswer, Serving } from './serve-context.js';
import type { Source, Stored } from './store.js';

/** Answers a list: filtered, ordered and divided as the request says. */
export function serveList(serving: Serving<ListRequestOperation>): ServedAnswer {
  const { operation, asked, origin, resource } = serving;
  const { list } = operation;
  const shape = shapeOf(list.style);
  if (!shape) {
    throw NotInvertible.create({
      resource: resource.name,
      what: `the pagination of ${list.name} is a way of its own`,
      how: 'A page style of general-manager/http',
    });
  }
  const begin = shape.begin ?? linkParameter(list);
  checkParameters(serving, shape, begin);
  const found = ordered(serving, filtered(serving));
  return { status: 200, ...pageOf({ asked, shape, begin, origin }, projected(serving, found)) };
}

/** The parameter of links: one that the list does not have. */
function linkParameter(list: CompiledList): string {
  const taken = parametersOf(list, 'query');
  let name = 'after';
  while (taken.includes(name)) name = `_${name}`;
  return name;
}

/** The names of declared parameters in a place, without those of pages. */
function parametersOf({ filters, sort, projection }: CompiledList, place: 'query' | 'body'): readonly string[] {
  const direction = typeof sort?.direction === 'object' ? [sort.direction.param] : [];
  return [
    ...[...filters.values()].flatMap((filter) => (filter.in === place ? [filter.param] : [])),
    ...(sort && (sort.in ?? 'query') === place ? [sort.param, ...direction] : []),
    ...(projection && place === 'query' ? [projection.param] : []),
  ];
}

function checkParameters({ operation: { list, request }, asked }: Serving<ListRequestOperation>, shape: PageShape, begin: string): void {
  const ofPages = shape.kind === 'wholeList' ? [] : [begin, ...(shape.size === undefined ? [] : [shape.size])];
  const known = [...parametersOf(list, 'query'), ...fixedQuery(request).map(([name]) => name), ...(shape.in === 'query' ? ofPages : [])];
  for (const name of asked.query.keys()) if (!known.includes(name)) throw new Refusal(`its parameter ${name} is not declared`);
  checkBody(request, asked.body, [...parametersOf(list, 'body'), ...(shape.in === 'body' ? ofPages : [])]);
}

/** @throws Refusal where a body has what is neither fixed nor a parameter */
export function checkBody(request: ListOperation, body: unknown, parameters: readonly string[]): void {
  const { content, isOpen } = fixedBody(request);
  if (isOpen || body === undefined) return;
  const allowed = [...parameters, ...(request.graphql ? ['query'] : [])].map((name) => name.split('.'));
  const unknown = unknownIn(body, content, allowed);
  if (unknown !== undefined) throw new Refusal(`"${unknown}" of its body is not declared`);
}

/** What the request asks for of each object. */
function projected({ operation: { list }, asked, resource }: Serving<ListRequestOperation>, found: readonly Stored[]): readonly Source[] {
  const names = list.projection && asked.query.get(list.projection.param)?.split(',');
  if (!names) return found.map(({ source }) => source);
  const unknown = names.find((name) => !isKnown(resource, name));
  if (unknown !== undefined) throw new Refusal(`it asks for the field ${unknown}, which is not declared`);
  return found.map(({ source }) => Object.fromEntries(Object.entries(source).filter(([name]) => names.includes(name))));
}

const isKnown = ({ fields }: Resource, name: string): boolean => [...fields.values()].some(({ from }) => from[0] === name);

import {
  CONCRETE,
  type CapabilitiesMember,
  type EdgesMember,
  type PageInfoMember,
  type PageResult,
  type ResponseMember,
  type ResponseObject,
  type ResponsePage,
  type ResponseRow,
  type Row,
} from '../../../lib/plugin.js';
import { impossible } from './write-value.js';

/** Gives the cursor of a row of a page. */
export type CursorOf = (page: PageResult, index: number) => string;

/** JSON text of something that was read; throws where only resolvers can tell what becomes of it. */
export type WritePart<T> = (value: T, cursorOf: CursorOf) => string;

/** A part of an object, and its key in the response. */
interface Keyed<T> {
  readonly key: string;
  readonly write: WritePart<T>;
}

/** GraphQL's Int ends here. */
const MAX_INT = 2 ** 31 - 1;

/** Makes the function that writes rows as resolvers would complete them. */
export function rowWriter(row: ResponseRow): WritePart<Row> {
  if (row.kind === 'object') return objectWriter(row.object);
  const writers = new Map<unknown, WritePart<Row>>([...row.objects].map(([name, object]) => [name, objectWriter(object)]));
  return (value, cursorOf) => (writers.get(value[CONCRETE]) ?? impossible)(value, cursorOf);
}

/** Makes the function that writes an object, part by part. */
export function partsWriter<T>(parts: readonly Keyed<T>[]): WritePart<T> {
  const heads = parts.map(({ key }, index) => `${index === 0 ? '' : ','}${JSON.stringify(key)}:`);
  return (value, cursorOf) => {
    let text = '{';
    for (const [index, { write }] of parts.entries()) text += `${heads[index]}${write(value, cursorOf)}`;
    return `${text}}`;
  };
}

const objectWriter = (object: ResponseObject): WritePart<Row> =>
  partsWriter(object.map((member) => ({ key: member.key, write: memberWriter(member) })));

function memberWriter(member: ResponseMember): WritePart<Row> {
  switch (member.kind) {
    case 'literal':
      return () => member.text;
    case 'value':
      return (row) => member.write(present(row[member.field]));
    case 'one': {
      const write = rowWriter(member.row);
      return (row, cursorOf) => {
        const value = present(row[member.alias]);
        return value === null ? (member.nullable ? 'null' : impossible()) : write(objectIn(value) as Row, cursorOf);
      };
    }
    case 'many': {
      const write = pageWriter(member.page);
      return (row, cursorOf) => write(objectIn(row[member.alias]) as PageResult, cursorOf);
    }
    case 'measures':
      return (row) => member.write(objectIn(row[member.alias]) as PageResult);
    case 'capabilities':
      return inside(member.alias, capabilitiesWriter(member));
  }
}

function pageWriter(page: ResponsePage): WritePart<PageResult> {
  return partsWriter(page.map((member) => ({ key: member.key, write: pagePart(member) })));
}

function pagePart(member: ResponsePage[number]): WritePart<PageResult> {
  switch (member.kind) {
    case 'literal':
      return () => member.text;
    case 'total':
      return ({ total }) => (Number.isInteger(total) && Number(total) <= MAX_INT ? String(total) : impossible());
    case 'nodes': {
      const write = rowWriter(member.row);
      return ({ rows }, cursorOf) => `[${rows.map((row) => write(row, cursorOf)).join(',')}]`;
    }
    case 'edges': {
      const write = partsWriter(member.members.map((each) => ({ key: each.key, write: edgePart(each) })));
      return (page, cursorOf) => `[${page.rows.map((_row, index) => write({ page, index }, cursorOf)).join(',')}]`;
    }
    case 'pageInfo':
      return partsWriter(member.members.map((each) => ({ key: each.key, write: pageInfoPart(each) })));
  }
}

/** A row of a page. */
interface Edge {
  readonly page: PageResult;
  readonly index: number;
}

function edgePart(member: EdgesMember['members'][number]): WritePart<Edge> {
  if (member.kind === 'literal') return () => member.text;
  if (member.kind === 'cursor') return cursorText;
  const write = rowWriter(member.row);
  return ({ page, index }, cursorOf) => write(objectIn(page.rows[index]) as Row, cursorOf);
}

function pageInfoPart(member: PageInfoMember['members'][number]): WritePart<PageResult> {
  if (member.kind === 'literal') return () => member.text;
  const { kind } = member;
  if (kind === 'hasNext' || kind === 'hasPrevious') return (page) => String(page[kind]);
  return (page, cursorOf) => cursorText({ page, index: kind === 'startCursor' ? 0 : page.rows.length - 1 }, cursorOf);
}

/** Null on an empty page, and without a key. */
const cursorText: WritePart<Edge> = ({ page, index }, cursorOf) => (page.positions[index] ? JSON.stringify(cursorOf(page, index)) : 'null');

/** What an answer does not have is no. */
function capabilitiesWriter({ members }: CapabilitiesMember): WritePart<Row> {
  const parts = members.map((member): Keyed<Row> => {
    if (member.kind === 'literal') return { key: member.key, write: () => member.text };
    if (member.kind === 'operation') return { key: member.key, write: yes(member.operation) };
    const named = member.members.map((each): Keyed<Row> => {
      return { key: each.key, write: each.kind === 'literal' ? () => each.text : yes(each.name) };
    });
    return { key: member.key, write: inside(member.kind, partsWriter(named)) };
  });
  return partsWriter(parts);
}

const yes =
  (name: string): WritePart<Row> =>
  (answer) =>
    String(answer[name] === true);

const inside =
  (name: string, write: WritePart<Row>): WritePart<Row> =>
  (row, cursorOf) =>
    write(objectIn(row[name]) as Row, cursorOf);

/** Resolvers look further for what a row does not have. */
const present = (value: unknown): unknown => (value === undefined ? impossible() : value);

const objectIn = (value: unknown): object => (typeof value === 'object' && value !== null ? value : impossible());

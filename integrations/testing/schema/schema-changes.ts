import {
  findBreakingChanges,
  findDangerousChanges,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  type GraphQLNamedType,
  type GraphQLType,
  type GraphQLSchema,
} from 'graphql';

/** What changed between two schemas, in sentences. */
export interface SchemaChanges {
  /** What clients of the old schema may fail by. */
  readonly breaking: readonly string[];
  /** What clients of the old schema may be surprised by. */
  readonly dangerous: readonly string[];
  /** What no client of the old schema notices. */
  readonly safe: readonly string[];
}

/** Tells what changed; graphql-js decides what is breaking and dangerous, everything else is safe. */
export function schemaChanges(before: GraphQLSchema, after: GraphQLSchema): SchemaChanges {
  const breaking = findBreakingChanges(before, after).map(({ description }) => description);
  const told = findDangerousChanges(before, after).map(({ description }) => description);
  const [old, now] = [partsOf(before), partsOf(after)];
  const kept = [...now].flatMap(([path, part]) => {
    const was = old.get(path);
    return was ? [{ path, was, part }] : [];
  });
  // graphql-js compares the defaults of arguments, not those of input fields.
  const defaults = kept
    .filter(({ path, was, part }) => was.default !== part.default && !isTold(path, told))
    .map(({ path }) => `${path} has changed default value.`);
  const dangerous = [...told, ...defaults];
  const noticed = [...breaking, ...dangerous];
  return { breaking, dangerous, safe: [...additions(old, now), ...kept.flatMap(({ path, was, part }) => edits(path, was, part, noticed))] };
}

/** Something that has a name in a schema. */
interface Part {
  /** Whether no client notices when it is there besides what there was. */
  readonly isSafe: boolean;
  readonly within?: string;
  readonly type?: string;
  readonly default?: string;
  readonly description: string;
  readonly deprecation: string;
}

/** Named as graphql-js names them in its sentences. */
function partsOf(schema: GraphQLSchema): ReadonlyMap<string, Part> {
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const directives = schema.getDirectives().map((directive): [string, Part] => [`@${directive.name}`, partOf(directive, true)]);
  return new Map([...directives, ...types.flatMap((type): [string, Part][] => [[type.name, partOf(type, true)], ...membersOf(type)])]);
}

function membersOf(type: GraphQLNamedType): [string, Part][] {
  if (isEnumType(type)) return type.getValues().map((value) => [`${type.name}.${value.name}`, partOf(value, false, type.name)]);
  if (isInputObjectType(type)) {
    return Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, partOf(field, false, type.name)]);
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field): [string, Part][] => {
    const path = `${type.name}.${field.name}`;
    return [
      [path, partOf(field, true, type.name)],
      ...field.args.map((arg): [string, Part] => [`${path} arg ${arg.name}`, partOf(arg, false, path)]),
    ];
  });
}

interface Described {
  readonly description?: string | null | undefined;
  readonly deprecationReason?: string | null | undefined;
  readonly type?: GraphQLType;
  readonly defaultValue?: unknown;
}

function partOf({ description, deprecationReason, type, defaultValue }: Described, isSafe: boolean, within?: string): Part {
  return {
    isSafe,
    ...(within !== undefined && { within }),
    ...(type && { type: type.toString() }),
    ...(defaultValue !== undefined && { default: JSON.stringify(defaultValue) }),
    description: description ?? '',
    deprecation: deprecationReason ?? '',
  };
}

/** What is new; of something new as a whole, not each part. */
function additions(old: ReadonlyMap<string, Part>, now: ReadonlyMap<string, Part>): readonly string[] {
  return [...now]
    .filter(([path, { isSafe, within }]) => isSafe && !old.has(path) && (within === undefined || old.has(within)))
    .map(([path]) => `${path} was added.`);
}

function edits(path: string, was: Part, part: Part, noticed: readonly string[]): readonly string[] {
  const found: string[] = [];
  if (was.type !== part.type && !isTold(path, noticed)) found.push(`${path} changed type from ${was.type} to ${part.type}.`);
  if (was.description !== part.description) found.push(`The description of ${path} changed.`);
  if (was.deprecation !== part.deprecation) found.push(`${path} is ${part.deprecation === '' ? 'no longer ' : ''}deprecated.`);
  return found;
}

const isTold = (path: string, sentences: readonly string[]): boolean => sentences.some((sentence) => sentence.startsWith(`${path} `));

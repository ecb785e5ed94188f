// Makes operations of whatever a schema offers: selections, fragments, aliases, directives, variables, filters, sorts and pages.
import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { Random } from './random.js';

/** An operation with values for its variables. */
export interface Operation {
  readonly source: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Values that occur, by the name of their scalar, so that filters find something. */
export type Pool = ReadonlyMap<string, readonly unknown[]>;

const SIZES = [0, 1, 2, 3, 5];
/** Levels below the roots. */
const DEPTH = 3;
/** Lists further down are not sorted by measures: for each row of each page above, the database would measure all that is related. */
const MEASURED_DEPTH = DEPTH - 1;

/** Generates operations on the generated queries of a schema. */
export class Operations {
  readonly #schema: GraphQLSchema;
  readonly #random: Random;
  readonly #pool: Pool;
  #variables: { readonly definition: string; readonly name: string; readonly value: unknown }[] = [];
  #fragments: string[] = [];

  constructor(schema: GraphQLSchema, random: Random, pool: Pool) {
    this.#schema = schema;
    this.#random = random;
    this.#pool = pool;
  }

  next(): Operation {
    this.#variables = [];
    this.#fragments = [];
    const query = this.#schema.getQueryType();
    if (!query) throw new TypeError('no queries');
    const fields = Object.values(query.getFields());
    const reads = this.#random.some(fields.filter(isRead), this.#random.chance(0.8) ? 1 : 3);
    // What reads nothing is left to resolvers: beside reads the operation is a mixed one.
    const others = fields.filter((field) => !isRead(field) && !isLeafType(getNamedType(field.type)));
    const roots = reads.length > 1 && this.#random.chance(0.5) ? [...reads, ...others] : reads;
    return this.#operation('query', roots.map((field, index) => `${index > 0 ? `r${index}: ` : ''}${this.#field(field, DEPTH)}`).join(' '));
  }

  /** Updates of objects that leave them as they are. */
  nextUpdate(): Operation {
    this.#variables = [];
    this.#fragments = [];
    const fields = Object.values(this.#schema.getMutationType()?.getFields() ?? {});
    const updates = fields.filter(
      ({ args }) => args.some(({ name }) => name === 'id' || name === 'key') && args.some(({ name }) => name === 'input'),
    );
    const bodies = this.#random.some(updates, 2).map((field, index) => {
      const [key] = field.args;
      if (!key) throw new TypeError('an update without a key');
      return `r${index}: ${field.name}(${key.name}: ${this.#argument(key.type)}, input: {}) ${this.#selection(getNamedType(field.type), 4)}`;
    });
    return this.#operation('mutation', bodies.join(' '));
  }

  #operation(kind: string, body: string): Operation {
    const definitions = this.#variables.map(({ definition }) => definition).join(', ');
    const header = definitions === '' ? `${kind} Q` : `${kind} Q(${definitions})`;
    return {
      source: `${header} { ${body} } ${this.#fragments.join(' ')}`,
      variables: Object.fromEntries(this.#variables.map(({ name, value }) => [name, value])),
    };
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const args = this.#arguments(field.args, depth >= MEASURED_DEPTH);
    const named = getNamedType(field.type);
    return `${field.name}${args}${this.#directive()}${isLeafType(named) ? '' : ` ${this.#selection(named, depth)}`}`;
  }

  #selection(type: GraphQLNamedType, depth: number): string {
    if (isAbstractType(type)) return this.#abstract(type);
    if (!isObjectType(type)) return '{ __typename }';
    if (type.name.endsWith('Connection')) return this.#connection(type, depth);
    return `{ ${this.#fields(type, depth)} }`;
  }

  #fields(type: GraphQLObjectType, depth: number): string {
    const offered = Object.values(type.getFields()).filter(({ type: inner }) => depth > 0 || isLeafType(getNamedType(inner)));
    if (offered.length === 0) return '__typename';
    const chosen = this.#random.some(offered, 5).map((field) => {
      const alias = this.#random.chance(0.2) ? `${this.#random.one(['a', 'b', 'c'])}_${field.name}: ` : '';
      return `${alias}${this.#field(field, depth - 1)}`;
    });
    if (this.#random.chance(0.2)) chosen.push('__typename');
    if (this.#random.chance(0.15)) return `${chosen.join(' ')} ... on ${type.name} { __typename ${this.#leaf(type)} }`;
    if (this.#random.chance(0.1)) return `${chosen.join(' ')} ...${this.#fragment(type)}`;
    return chosen.join(' ');
  }

  #leaf(type: GraphQLObjectType): string {
    const leaves = Object.values(type.getFields()).filter(({ type: inner, args }) => isLeafType(getNamedType(inner)) && args.length === 0);
    return leaves.length === 0 ? '' : this.#random.one(leaves).name;
  }

  #fragment(type: GraphQLObjectType): string {
    const name = `F${this.#fragments.length}`;
    // Aliases keep the fragment from asking for the same key in another way.
    const leaf = this.#leaf(type);
    this.#fragments.push(`fragment ${name} on ${type.name} { ${leaf === '' ? '' : `f_${leaf}: ${leaf} `}__typename }`);
    return name;
  }

  /** Keys of different concrete types differ, since their types may. */
  #abstract(type: GraphQLNamedType): string {
    if (!isAbstractType(type)) return '{ __typename }';
    const parts = this.#schema.getPossibleTypes(type).map((possible, index) => {
      const leaf = this.#leaf(possible);
      return `... on ${possible.name} { t${index}: __typename ${leaf === '' ? '' : `l${index}: ${leaf}`} }`;
    });
    return `{ __typename ${parts.join(' ')} }`;
  }

  #connection(type: GraphQLObjectType, depth: number): string {
    const node = getNamedType(type.getFields()['nodes']?.type ?? type);
    const inner = (): string => this.#selection(node, depth);
    const parts = this.#random.some(
      [
        () => `nodes ${inner()}`,
        () => `edges { ${this.#random.chance(0.5) ? 'cursor ' : ''}node ${inner()} }`,
        () =>
          `pageInfo { ${this.#random.some(['hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor', '__typename'], 5).join(' ')} }`,
        () => 'totalCount',
        () => '__typename',
      ],
      3,
    );
    return `{ ${[`n: nodes ${inner()}`, ...parts.map((part) => part())].join(' ')} }`;
  }

  #directive(): string {
    if (this.#random.chance(0.92)) return '';
    const include = this.#random.chance(0.5);
    const value = this.#random.chance(0.7) === include;
    const literal = this.#random.chance(0.5) ? String(value) : this.#variable('Boolean!', value);
    return ` @${include ? 'include' : 'skip'}(if: ${literal})`;
  }

  #arguments(args: readonly GraphQLArgument[], isMeasured: boolean): string {
    const page = args.some(({ name }) => name === 'first');
    const given = args.flatMap(({ name, type }): readonly string[] => {
      if (page) {
        if (name === 'after' || name === 'before') return [];
        if (name === 'last' || name === 'offset') return [];
        if (name === 'first') return this.#page(args);
      }
      if (!isNonNullType(type) && this.#random.chance(0.5)) return [];
      return [`${name}: ${this.#argument(type, isMeasured)}`];
    });
    return given.length === 0 ? '' : `(${given.join(', ')})`;
  }

  #page(args: readonly GraphQLArgument[]): readonly string[] {
    const size = this.#random.one(SIZES);
    const written = this.#random.chance(0.4) ? this.#variable('Int', size) : String(size);
    if (args.some(({ name }) => name === 'last') && this.#random.chance(0.2)) return [`last: ${written}`];
    const offset = this.#random.below(9);
    const skipped = this.#random.chance(0.3) ? [`offset: ${this.#random.chance(0.5) ? this.#variable('Int', offset) : offset}`] : [];
    return [`first: ${written}`, ...skipped];
  }

  #argument(type: GraphQLInputType, isMeasured = true): string {
    const value = this.#value(type, 2, isMeasured);
    return this.#random.chance(0.4) ? this.#variable(String(type), value) : literal(type, value);
  }

  #variable(type: string, value: unknown): string {
    const name = `v${this.#variables.length}`;
    this.#variables.push({ name, definition: `$${name}: ${type}`, value });
    return `$${name}`;
  }

  /** A value in the form of variables. */
  #value(given: GraphQLInputType, depth: number, isMeasured: boolean): unknown {
    if (isNonNullType(given)) return this.#value(given.ofType, depth, isMeasured);
    if (isListType(given)) return Array.from({ length: this.#random.below(3) }, () => this.#value(given.ofType, depth, isMeasured));
    if (isEnumType(given)) return this.#random.one(given.getValues()).name;
    if (isInputObjectType(given)) return this.#object(given, depth, isMeasured);
    if (given.name === 'Boolean') return this.#random.chance(0.5);
    const known = this.#pool.get(given.name) ?? [];
    if (known.length === 0) return given.name === 'Int' || given.name === 'Float' ? this.#random.below(10) : String(this.#random.below(10));
    const value = this.#random.one(known);
    return typeof value === 'string' && given.name === 'String' && this.#random.chance(0.4)
      ? value.slice(0, 1 + this.#random.below(3))
      : value;
  }

  #object(given: GraphQLInputObjectType, depth: number, isMeasured: boolean): unknown {
    const fields = Object.values(given.getFields());
    const single = given.name.endsWith('Sort');
    const offered = fields.filter(
      ({ name, type }) =>
        (depth > 0 || !isInputObjectType(getNamedType(type)) || name === 'eq') &&
        (isMeasured || !getNamedType(type).name.endsWith('MeasureSort')),
    );
    if (offered.length === 0) return {};
    const required = fields.filter(({ type }) => isNonNullType(type));
    const chosen = required.length > 0 ? required : this.#random.some(offered, single ? 1 : 2);
    return Object.fromEntries(chosen.map(({ name, type }) => [name, this.#value(type, depth - 1, isMeasured)]));
  }
}

/** Reads take arguments; what does not reads nothing. */
const isRead = ({ type, args }: GraphQLField<unknown, unknown>): boolean => args.length > 0 && !isLeafType(getNamedType(type));

/** The same value in the document. */
function literal(given: GraphQLInputType, value: unknown): string {
  if (value === null || value === undefined) return 'null';
  const type = isNonNullType(given) ? given.ofType : given;
  if (isListType(type)) return `[${(value as readonly unknown[]).map((each) => literal(type.ofType, each)).join(', ')}]`;
  if (isEnumType(type)) return value as string;
  if (isInputObjectType(type)) {
    const fields = type.getFields();
    const parts = Object.entries(value).map(([name, each]) => `${name}: ${literal(fields[name]?.type ?? type, each)}`);
    return `{ ${parts.join(', ')} }`;
  }
  return jsonLiteral(value);
}

function jsonLiteral(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonLiteral).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .filter(([name]) => /^[A-Za-z_]\w*$/.test(name))
      .map(([name, each]) => `${name}: ${jsonLiteral(each)}`)
      .join(', ')} }`;
  return JSON.stringify(value);
}

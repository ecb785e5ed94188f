import { expect } from 'chai';
import {
  getVariableValues,
  Kind,
  KnownDirectivesRule,
  parse,
  validate,
  visit,
  type DocumentNode,
  type GraphQLError,
  type OperationDefinitionNode,
} from 'graphql';
import { checkLimits } from '../../../integrations/graphql-server/check-limits.js';
import { DEFAULT_SERVER_LIMITS } from '../../../integrations/graphql-server/limits.js';
import { fragmentsOf, Meter } from '../../../integrations/graphql-server/measure.js';
import { createHandler } from '../../../integrations/graphql-server/index.js';
import { MergeCounter } from '../../../integrations/graphql-server/merges.js';
import { obviousErrors } from '../../../integrations/graphql-server/obvious-errors.js';
import { parseWithin } from '../../../integrations/graphql-server/parse-within.js';
import { validateWithin } from '../../../integrations/graphql-server/validate-within.js';
import { variableErrors } from '../../../integrations/graphql-server/variable-errors.js';
import { TestApplication } from './support/application.js';
import { HOSTILE } from './support/hostile.js';

const limits = DEFAULT_SERVER_LIMITS;

/** Undefined where it is refused, which is what such a document is for. */
const attempt = <T>(run: () => T): T | undefined => {
  try {
    return run();
  } catch {
    return undefined;
  }
};

/** Selections as they are written. */
function written(document: DocumentNode): number {
  let count = 0;
  const one = (): void => {
    count += 1;
  };
  visit(document, { Field: one, FragmentSpread: one, InlineFragment: one });
  return count;
}

describe('graphql-server: hostile documents', () => {
  const { schema } = new TestApplication();

  for (const [title, text] of Object.entries(HOSTILE)) {
    it(`are measured in one walk: ${title}`, () => {
      const document = attempt(() => parse(text));
      if (!document) return void expect(() => parseWithin(text, limits)).to.throw();
      const fragments = attempt(() => fragmentsOf(document));
      if (!fragments) return void expect(() => checkLimits(document, limits)).to.throw('only one fragment');
      const meter = new Meter(fragments, limits);
      const operations = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION);
      for (const each of operations) attempt(() => meter.operation(each));
      expect(meter.visited).to.be.at.most(written(document));
      // What counts pairs stops by itself, whatever came before it.
      const merges = new MergeCounter(fragments, limits.maxFields);
      for (const each of operations) merges.add(each.selectionSet);
      expect(merges.visited).to.be.at.most(limits.maxFields);
    });
  }

  it('are refused before validation, whose errors they would be, where fragments are wrong for any schema', () => {
    const messages: Readonly<Record<string, string>> = {
      '{ ...A } fragment A on Query { ...A }': 'Cannot spread fragment "A" within itself.',
      '{ ...A } fragment A on Query { ...B } fragment B on Query { ...C } fragment C on Query { ...A }':
        'Cannot spread fragment "A" within itself via "B", "C".',
      '{ ...A } fragment A on Query { ...B } fragment B on Query { ...C } fragment C on Query { ...B }':
        'Cannot spread fragment "B" within itself via "C".',
      '{ hello } fragment A on Query { hello }': 'Fragment "A" is never used.',
      '{ ...A } fragment A on Query { hello } fragment A on Query { hello }': 'There can be only one fragment named "A".',
    };
    for (const [text, message] of Object.entries(messages)) {
      expect(() => checkLimits(parse(text), limits), text).to.throw(message);
      expect(validate(schema, parse(text)).map((error) => error.message)).to.include(message);
    }
  });

  it('that fragments contain one another are told by a few of them', () => {
    const text = HOSTILE['fragments in a short cycle'] ?? '';
    expect(() => checkLimits(parse(text), limits)).to.throw(/ within itself via ("F\d+",? ?){10}\.$/);
  });

  it('are told no more than some errors', () => {
    const document = parse(`{ ${Array.from({ length: 29 }, (_, index) => `x${index}`).join(' ')} }`);
    expect(validateWithin(schema, document)).to.have.length(6);
    expect(validateWithin(schema, parse('{ hell }'), undefined, false)[0]?.message).not.to.include('Did you mean');
    expect(validateWithin(schema, parse('{ hell }'), undefined, true)[0]?.message).to.include('Did you mean');
  });

  it('that reach validation are few, and do not make it grow by the square', () => {
    const within = Object.entries(HOSTILE).flatMap(([title, text]) => {
      try {
        return [[title, parseWithin(text, limits)] as const];
      } catch {
        return [];
      }
    });
    expect(within.length).to.be.lessThan(Object.keys(HOSTILE).length / 2);
    for (const [title, document] of within) {
      // graphql-js gives up validation with this message when it has compared too much.
      const aborted = validate(schema, document).some(({ message }) => message === 'Validation aborted.');
      expect(aborted, title).to.equal(false);
    }
  });

  it('could make validation give up, were it not for the limits', () => {
    const aborted = ['sets that merge', 'one field many times'].map((title) => HOSTILE[title] ?? '');
    for (const text of aborted) {
      expect(validate(schema, parse(text)).map(({ message }) => message)).to.include('Validation aborted.');
      expect(() => checkLimits(parse(text), limits)).to.throw();
    }
  });

  it('that are obviously wrong are wrong at the same places for graphql-js', () => {
    const places = (errors: readonly GraphQLError[]): readonly string[] =>
      errors.flatMap(({ locations }) => (locations ?? []).map(({ line, column }) => `${line}:${column}`));
    const texts = [
      ...Object.values(HOSTILE).filter((text) => attempt(() => parseWithin(text, limits))),
      '{ hello node { nam next { name x } } y }',
      '{ ... on Node { x } ... on Unknown { x } ... on Query { x double(value: { a: 1 }) } __typename __type(name: "Node") { x } }',
      '{ double(value: [1]) count(filter: [{ size: 1 }]) }',
      '{ count(filter: { and: [{ size: [1] }, [{ size: 1 }], { and: { size: 2 } }], other: [1] }) hello(other: [1]) }',
      'query ($a: Int) { double(value: $a) count(filter: null) } fragment A on Filter { x } fragment B on String { x }',
      'mutation { x } subscription { y }',
    ];
    let found = 0;
    for (const text of texts) {
      const document = parse(text);
      const obvious = obviousErrors(schema, document, 1000);
      found += obvious.length;
      expect(places(validate(schema, document, undefined, { maxErrors: 100_000 })), text.slice(0, 100)).to.include.members(places(obvious));
    }
    expect(found).to.be.at.least(13);
  });

  it('are told suggestions where these are shown, and everything where rules are not those of GraphQL', () => {
    const document = parse('{ hell @unknown }');
    expect(validateWithin(schema, document).map(({ message }) => message)).to.deep.equal(['Cannot query field "hell" on type "Query".']);
    expect(validateWithin(schema, document, undefined, true)).to.have.length(2);
    expect(validateWithin(schema, document, [KnownDirectivesRule])).to.have.length(1);
  });
});

describe('graphql-server: hostile variables', () => {
  const { schema } = new TestApplication();
  const query = 'query ($value: Int!, $filter: Filter) { double(value: $value) count(filter: $filter) }';
  const [operation] = parse(query).definitions as readonly [OperationDefinitionNode];
  const errorsOf = (values: Record<string, unknown>): readonly GraphQLError[] | undefined => variableErrors(schema, operation, values);

  it('are told no more than some errors, as graphql-js tells them', () => {
    const values = { value: 1, filter: { and: Array.from({ length: 50 }, (_each, index) => ({ size: `no. ${index}` })) } };
    const told = errorsOf(values)?.map(({ message }) => message);
    expect(told).to.have.length(6);
    const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], values, { maxErrors: 5 });
    expect(told).to.deep.equal(errors?.map(({ message }) => message));
  });

  it('are told without what is long in them', () => {
    const [error, ...others] = errorsOf({ value: 'x'.repeat(100_000) }) ?? [];
    expect(others).to.have.length(0);
    expect(error?.message).to.equal('Variable "$value" got an invalid value; Int cannot represent a text of 100000 characters.');
  });

  it('are left to whoever executes where little is wrong with them, or nothing', () => {
    const fine = [{ value: 1 }, { value: 1, filter: { and: [{ size: 1 }, { size: null }] } }, { value: 1, filter: { and: { size: 1 } } }];
    const little = [{}, { value: null }, { value: 'a' }, { value: 1, filter: { other: 1 } }, { value: [1, 2, 3, 4, 5, 6, 7] }];
    for (const values of [...fine, ...little]) expect(errorsOf(values), JSON.stringify(values)).to.equal(undefined);
  });

  it('are refused as requests over HTTP', async () => {
    const app = new TestApplication();
    const handler = createHandler(app);
    const body = JSON.stringify({ query, variables: { value: 1, filter: { and: Array.from({ length: 1000 }, () => 1) } } });
    const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
    const response = await handler.fetch('http://localhost/graphql', { method: 'POST', headers, body });
    const { errors, data } = (await response.json()) as { readonly errors: readonly object[]; readonly data?: unknown };
    expect([response.status, errors.length, data]).to.deep.equal([400, 6, undefined]);
    expect(app.started).to.deep.equal([]);
  });
});
